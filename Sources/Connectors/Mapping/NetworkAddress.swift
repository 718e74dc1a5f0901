public import Inventory

/// The lists of addresses that vendors send: each once, in order, in one spelling, without what is no address; nil
/// where none is left. What is dropped stays in `vendor_fields`.
extension NetworkAddress {
    public static func ips(_ texts: [String]) -> [String]? { unique(texts.compactMap(ip)) }

    /// Hardware addresses; all ones are no interface's own.
    public static func macs(_ texts: [String]) -> [String]? {
        unique(texts.compactMap(mac).filter { $0 != "ff:ff:ff:ff:ff:ff" })
    }

    private static func unique(_ texts: [String]) -> [String]? {
        var seen: Set<String> = []
        let once = texts.filter { seen.insert($0).inserted }
        return once.isEmpty ? nil : once
    }
}
