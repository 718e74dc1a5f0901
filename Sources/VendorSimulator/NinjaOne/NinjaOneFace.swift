/// NinjaOne's public API 2.0, as its sheet has it.
public final class NinjaOneFace: VendorFace {
    public static let vendor = "ninjaone"
    let identity: VendorIdentity

    public init(identity: VendorIdentity) { self.identity = identity }

    public var credentials: [String: String] { [:] }
    public func answer(_ call: VendorCall) async -> VendorAnswer { .text("", status: 404) }
    public func answer(to failure: Failure) -> VendorAnswer { .text("", status: 500) }
    public func revokeCredentials() {}
    public func restoreCredentials() {}
    public static func truth(of fleet: Fleet) -> Truth { [:] }
}
