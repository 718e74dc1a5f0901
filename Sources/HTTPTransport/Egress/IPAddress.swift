import Glibc

/// An address that a socket connects to. An IPv4 address that is dressed as IPv6 (mapped, or behind NAT64) is the
/// IPv4 address that it leads to, so that no dress passes a rule.
public struct IPAddress: Sendable, Hashable {
    /// Left-aligned in the family's width: 32 or 128 bits.
    let bits: UInt128
    let isIPv4: Bool

    /// From 4 or 16 bytes in network order.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let value = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        let upper = value >> 32
        let leadsToIPv4 = bytes.count == 16 && (upper == Self.mapped || upper == Self.nat64)
        isIPv4 = bytes.count == 4 || leadsToIPv4
        bits = isIPv4 ? value & 0xFFFF_FFFF : value
    }

    /// From the usual text of either family; nothing else, no name and no short form.
    public init?(_ text: String) {
        var buffer = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &buffer) == 1 {
            self.init(bytes: buffer.prefix(4))
        } else if inet_pton(AF_INET6, text, &buffer) == 1 {
            self.init(bytes: buffer)
        } else {
            return nil
        }
    }

    var width: Int { isIPv4 ? 32 : 128 }

    private static let mapped: UInt128 = 0xFFFF
    private static let nat64: UInt128 = 0x0064_FF9B << 64
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        let bytes = (0..<width / 8).reversed().map { UInt8(truncatingIfNeeded: bits >> UInt128($0 * 8)) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
