/// Where this program may call: the public internet over https, and what its operator allows beyond.
///
/// The address that a socket really connects to is what is judged, at the moment it connects; a name that leads
/// somewhere else than it did a minute ago gains nothing.
public struct EgressPolicy: Sendable, Hashable {
    /// Blocks that are allowed though they are private; http is allowed there too.
    private let allowed: [AddressBlock]

    /// Public addresses alone, by https alone.
    public static let publicOnly = EgressPolicy(allowing: [])
    /// Private, loopback and link-local addresses as well.
    public static let allowingPrivate = EgressPolicy(allowing: AddressBlock.privateBlocks)

    public init(allowing blocks: [AddressBlock]) { allowed = blocks }

    /// From the setting `egress.allow_private_addresses`: `false` (or empty), `true`, or CIDRs with commas between.
    public init(setting: String) throws(InvalidEgressSetting) {
        let text = setting.filter { !$0.isWhitespace }
        switch text.lowercased() {
        case "", "false": self = .publicOnly
        case "true": self = .allowingPrivate
        default:
            var blocks: [AddressBlock] = []
            for part in text.split(separator: ",") {
                guard let block = AddressBlock(String(part)) else { throw InvalidEgressSetting(part: String(part)) }
                blocks.append(block)
            }
            self.init(allowing: blocks)
        }
    }

    /// May a socket be opened to this address?
    func verdict(on address: IPAddress, isTLS: Bool) -> Verdict {
        if AddressBlock.neverCalled.contains(where: { $0.contains(address) }) && !isLoopbackForm(address) {
            return .refused
        }
        if allowed.contains(where: { $0.contains(address) }) { return .allowed }
        if AddressBlock.privateBlocks.contains(where: { $0.contains(address) }) { return .refused }
        return isTLS ? .allowed : .needsTLS
    }

    /// `::1` lies within the IPv4-compatible block, and is judged as loopback.
    private func isLoopbackForm(_ address: IPAddress) -> Bool { !address.isIPv4 && address.bits == 1 }

    var allowsAnyHTTP: Bool { !allowed.isEmpty }

    enum Verdict { case allowed, refused, needsTLS }
}

/// A part of `egress.allow_private_addresses` that is neither an address nor a block of them.
public struct InvalidEgressSetting: Error, Sendable, Hashable, CustomStringConvertible {
    public let part: String
    public var description: String {
        "egress.allow_private_addresses: “\(part)” is not false, true, an address or a CIDR block such as 10.0.0.0/8"
    }
}
