import CSimdJSON

/// The names of members that are asked of very many objects. The order in which the objects mostly have them is the
/// quickest.
public struct MemberNames: Sendable, Hashable {
    private let bytes: [UInt8]
    private let ends: [Int]

    public init(_ names: [String]) {
        var (bytes, ends) = ([UInt8](), [Int]())
        for name in names {
            bytes += Array(name.utf8)
            ends.append(bytes.count)
        }
        (self.bytes, self.ends) = (bytes, ends)
    }

    /// How many names there are.
    public var count: Int { ends.count }

    func withNames<Result>(_ body: (UnsafeBufferPointer<qm_json_name>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            let names = ends.map { end in
                defer { start = end }
                return qm_json_name(bytes: bytes.baseAddress.map { $0 + start }, length: end - start)
            }
            return names.withUnsafeBufferPointer(body)
        }
    }
}
