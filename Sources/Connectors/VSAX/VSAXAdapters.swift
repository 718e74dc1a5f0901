import Inventory
import JSON

/// The network adapters of an asset, which it has in two lists: `IpAddresses` all of them, `LocalIpAddresses` more of
/// some. Either may be missing.
struct VSAXAdapters {
    /// An entry for each adapter: of the first list, and of the second what the first does not name.
    let entries: [JSONValue]
    private let richer: [JSONValue]

    init(_ asset: JSONValue) {
        let plain = asset["IpAddresses"].array ?? []
        richer = asset["LocalIpAddresses"].array ?? []
        let named = Set(plain.compactMap { $0["Name"].cleaned })
        entries = plain + richer.filter { entry in entry["Name"].cleaned.map { !named.contains($0) } ?? true }
    }

    /// What the second list has of an entry's adapter.
    func richer(_ entry: JSONValue) -> JSONValue {
        guard let name = entry["Name"].cleaned else { return entry }
        return richer.first { $0["Name"].cleaned == name } ?? .missing
    }

    func mac(_ entry: JSONValue) -> String? {
        [entry["MAC"], richer(entry)["PhysicalAddress"], entry["PhysicalAddress"]].lazy
            .compactMap { $0.string.flatMap(NetworkAddress.mac) }.first
    }

    func addresses(_ entry: JSONValue) -> [String]? {
        let listed = (entry["IPs"].array ?? []).map { $0["IP"] }
        let more = [richer(entry)["IpV4"], richer(entry)["IpV6"], entry["IpV4"], entry["IpV6"]]
        return NetworkAddress.ips((listed + more).compactMap(\.cleaned))
    }

    /// All hardware addresses, each once.
    var macs: [String]? { NetworkAddress.macs(entries.compactMap(mac)) }

    /// Addresses by which others reach the machine, version 4 first; what it gave itself stays with its interface.
    var reachable: [String]? {
        let all = entries.flatMap { addresses($0) ?? [] }.filter { !Self.isSelfGiven($0) }
        return NetworkAddress.ips(all.filter { !$0.contains(":") } + all.filter { $0.contains(":") })
    }

    private static func isSelfGiven(_ address: String) -> Bool {
        ["169.254.", "fe80:", "127."].contains { address.hasPrefix($0) } || address == "::1"
    }
}
