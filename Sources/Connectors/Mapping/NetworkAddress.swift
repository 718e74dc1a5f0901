import Glibc

/// IP and MAC addresses in one spelling, or nil: what is none stays in `vendor_fields` alone.
public enum NetworkAddress {
    /// An IPv4 or IPv6 address, without its zone; "any" addresses mean that there is none.
    public static func ip(_ text: String?) -> String? {
        guard let text = Cleaned.text(text) else { return nil }
        let bare = String(text.prefix { $0 != "%" })
        guard let found = printed(bare, AF_INET, length: 4) ?? printed(bare, AF_INET6, length: 16) else { return nil }
        return found == "0.0.0.0" || found == "::" ? nil : found
    }

    /// A 48-bit hardware address as `00:11:22:aa:bb:cc`; all zeros and all ones mean that there is none.
    public static func mac(_ text: String?) -> String? {
        guard let text = Cleaned.text(text) else { return nil }
        let digits = text.lowercased().filter { !":-. ".contains($0) }
        guard digits.utf8.count == 12, digits.allSatisfy(\.isHexDigit), digits.allSatisfy(\.isASCII),
            Set(digits) != ["0"], Set(digits) != ["f"]
        else { return nil }
        let bytes = Array(digits)
        return stride(from: 0, to: 12, by: 2).map { String(bytes[$0...$0 + 1]) }.joined(separator: ":")
    }

    /// Each once, in order, without the invalid ones; nil where none is left.
    public static func ips(_ texts: [String]) -> [String]? { unique(texts.compactMap(ip)) }
    public static func macs(_ texts: [String]) -> [String]? { unique(texts.compactMap(mac)) }

    private static func unique(_ texts: [String]) -> [String]? {
        var seen: Set<String> = []
        let once = texts.filter { seen.insert($0).inserted }
        return once.isEmpty ? nil : once
    }

    /// Parses by the C library and prints the address back in its canonical form.
    private static func printed(_ text: String, _ family: Int32, length: Int) -> String? {
        var address = [UInt8](repeating: 0, count: length)
        guard inet_pton(family, text, &address) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
