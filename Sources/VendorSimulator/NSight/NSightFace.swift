import HTTPTypes
import Inventory
import Synchronization

/// N-able N-sight's data extraction API as its sheet has it: one address, the service named by a parameter, the key by
/// another, and XML for everything, failures too.
public final class NSightFace: VendorFace {
    public static let vendor = "n-sight"

    private let key: String
    private let isRevoked = Mutex(false)

    public init(identity: VendorIdentity) {
        key = Identifiers.secret(identity.seed, "n-sight-key-\(identity.tenant)")
    }

    public var credentials: [String: String] { ["api_key": key] }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        guard ["/api/", "/api"].contains(call.path) else {
            return .text("<html><body>403 Forbidden</body></html>", status: 403)
        }
        guard call.method == .get else { return .text("<html><body>405</body></html>", status: 405) }
        guard call.parameter("apikey") == key, !isRevoked.withLock({ $0 }) else {
            return .nSight(call, failure: 3, "Login failed, please check the details you are using")
        }
        guard let service = NSightService.named(call.parameter("service") ?? "") else {
            return .nSight(call, failure: 1, "Invalid service")
        }
        for name in service.required where (call.parameter(name) ?? "").isEmpty {
            return .nSight(call, failure: 5, "Missing parameter: \(name)")
        }
        if let device = call.parameter("deviceid").flatMap({ Int($0) }), call.disturbance.fails(record: device) {
            return answer(to: .server(status: 500))
        }
        return service.answer(NSightRequest(call: call))
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status), .server(let status):
            VendorAnswer(
                status: status, headers: [.contentType: "text/html"],
                body: Array("<html><body>\(status)</body></html>".utf8))
        case .inBody: .nSight(at: Fleet.usualStart, failure: 1, "Internal error")
        case .forbidden: .text("<html><body>403 Forbidden</body></html>", status: 403)
        }
    }

    public func revokeCredentials() { isRevoked.withLock { $0 = true } }
    public func restoreCredentials() { isRevoked.withLock { $0 = false } }

    public static func truth(of fleet: Fleet) -> Truth { NSightTruth(fleet: fleet).all }
}
