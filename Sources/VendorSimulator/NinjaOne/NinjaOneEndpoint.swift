/// A path of the API that is not a report, and what answers it.
struct NinjaOneEndpoint: Sendable {
    let parameters: NinjaOneParameters
    let answer: @Sendable (NinjaOneRequest) -> VendorAnswer

    init(
        _ parameters: Set<String> = [], pageSizes: ClosedRange<Int> = 1...Int(Int32.max),
        answer: @escaping @Sendable (NinjaOneRequest) -> VendorAnswer
    ) {
        self.parameters = NinjaOneParameters(parameters, pageSizes: pageSizes)
        self.answer = answer
    }

    /// The endpoint of a path below `/v2`; numbers in it stand for ids.
    static func named(_ path: [String]) -> NinjaOneEndpoint? {
        all[path.map { Int($0) == nil ? $0 : "{id}" }.joined(separator: "/")]
    }

    private static let all = lists.merging(singles) { first, _ in first }.merging(whole) { first, _ in first }
}
