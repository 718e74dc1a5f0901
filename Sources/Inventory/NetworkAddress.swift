import Glibc

/// IP and hardware addresses as PostgreSQL prints them.
public enum NetworkAddress {
    /// An IPv4 or IPv6 address (with `/prefix`, if it has one shorter than the address), lower case and shortest form.
    /// Nil for what is no address, and for the addresses that mean none (`0.0.0.0`, `::`). A zone (`%eth0`) is dropped.
    public static func ip(_ text: String) -> String? {
        guard let text = Value.trimmed(text) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let host = parts[0].split(separator: "%").first.map(String.init) else { return nil }
        guard let (address, bits) = v4(host).map({ ($0, 32) }) ?? v6(host).map({ ($0, 128) }) else { return nil }
        if address == "0.0.0.0" || address == "::" { return nil }
        guard parts.count == 2 else { return address }
        guard let prefix = Int(parts[1]), (0...bits).contains(prefix) else { return nil }
        return prefix == bits ? address : "\(address)/\(prefix)"
    }

    /// A hardware address of 48 bits, whatever stands between its digits, as `08:00:2b:01:02:03`. Nil for what is
    /// none, and for the address that means none.
    public static func mac(_ text: String) -> String? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            switch byte | 0x20 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                digits.append(byte | 0x20)
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "): continue
            default: return nil
            }
        }
        guard digits.count == 12, digits.contains(where: { $0 != UInt8(ascii: "0") }) else { return nil }
        return stride(from: 0, to: 12, by: 2).map { String(decoding: digits[$0..<$0 + 2], as: UTF8.self) }
            .joined(separator: ":")
    }

    private static func v4(_ host: String) -> String? {
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
        return printed(AF_INET, &address)
    }

    private static func v6(_ host: String) -> String? {
        var address = in6_addr()
        guard inet_pton(AF_INET6, host, &address) == 1 else { return nil }
        return printed(AF_INET6, &address)
    }

    private static func printed(_ family: Int32, _ address: UnsafeRawPointer) -> String? {
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            inet_ntop(family, address, buffer.baseAddress, socklen_t(buffer.count)).map { String(cString: $0) }
        }
        return text
    }
}
