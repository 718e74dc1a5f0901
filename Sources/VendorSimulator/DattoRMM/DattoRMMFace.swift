import HTTPTypes
import Synchronization

/// Datto RMM's API as its sheet and its OpenAPI document (build 235) have it: the password grant, the lists in pages of
/// 250, the v3 twins of the device endpoints, audits, software and patches a device.
///
/// The limit of 600 reads a minute is not counted here: whoever wants it sets the fault `quota`. Being told to wait a
/// hundred times in a row, or ten wrong log-ins in a row, block the caller's address for five minutes; each simulated
/// account has an address of its own.
public final class DattoRMMFace: VendorFace {
    public static let vendor = "datto-rmm"

    private let door: Mutex<DattoRMMDoor>
    private let places = DattoRMMPlaces()

    public init(identity: VendorIdentity) { door = Mutex(DattoRMMDoor(identity: identity)) }

    public var credentials: [String: String] {
        door.withLock { ["api_key": $0.apiKey, "api_secret_key": $0.apiSecretKey] }
    }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        if door.withLock({ $0.isBlocked(at: call.now) }) { return DattoRMMError.answer(403, to: call) }
        if call.path == "/auth/oauth/token" { return door.withLock { $0.logIn(call) } }
        guard let request = DattoRMMRequest(call, places) else { return DattoRMMError.answer(404, to: call) }
        if request.path == ["system", "status"] { return DattoRMMSystem.status(request) }
        guard door.withLock({ $0.admits(call) }) else { return DattoRMMError.answer(401, to: call) }
        guard call.method == .get else { return DattoRMMError.answer(405, to: call) }
        return DattoRMMEndpoint.answer(request)
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status):
            door.withLock { $0.refuse() }
            return DattoRMMError.answer(status, path: "/v2")
        case .server(let status):
            return .text("<html><head><title>\(status) Bad Gateway</title></head></html>", status: status)
        case .inBody: return .json(#"{"error":"Internal error","pageDetails":null}"#.utf8.map { $0 })
        case .forbidden: return DattoRMMError.answer(403, path: "/v2")
        }
    }

    public func expireTokens() { door.withLock { $0.expireTokens() } }
    public func revokeCredentials() { door.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { door.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { DattoRMMTruth(fleet: fleet).all }
}
