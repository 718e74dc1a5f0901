/// A range of addresses, as CIDR writes it.
public struct AddressBlock: Sendable, Hashable {
    let network: UInt128
    let prefix: Int
    let isIPv4: Bool

    /// `10.0.0.0/8`, `fd00::/8`, or one address alone.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
        // The prefix counts in the family that was written; a mapped address has lost 96 bits of it.
        let writtenWidth = parts[0].contains(":") ? 128 : 32
        let written = parts.count == 2 ? Int(parts[1]) : writtenWidth
        guard let written, (0...writtenWidth).contains(written) else { return nil }
        let prefix = written - (writtenWidth - address.width)
        guard prefix >= 0 else { return nil }
        self.prefix = prefix
        self.isIPv4 = address.isIPv4
        self.network = Self.masked(address, prefix)
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == isIPv4 && Self.masked(address, prefix) == network
    }

    private static func masked(_ address: IPAddress, _ prefix: Int) -> UInt128 {
        prefix == 0 ? 0 : address.bits >> UInt128(address.width - prefix)
    }

    /// A literal of this program's own source, known to be well formed.
    init(known text: String) {
        guard let block = AddressBlock(text) else { preconditionFailure("\(text) is no address block") }
        self = block
    }
}

extension AddressBlock {
    /// Not on the public internet, yet a person may have a vendor's server there.
    static let privateBlocks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10",
        "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "2001:db8::/32", "3fff::/20",
    ].map(AddressBlock.init(known:))

    /// No server is ever there, or the address hides another: this network, multicast, reserved, broadcast, unspecified,
    /// IPv4-compatible, local NAT64, discard-only, Teredo and its kin, 6to4 and its relays.
    static let neverCalled = [
        "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "192.88.99.0/24",
        "::/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "5f00::/16", "ff00::/8",
    ].map(AddressBlock.init(known:))
}
