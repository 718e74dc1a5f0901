import HTTPTypes
import Inventory
import Synchronization

/// Autotask's REST API 1.0 as its sheet and its document have it: the zone that answers, the three headers, queries in a
/// body, pages by an address of the vendor's own, pick lists by an entity's information, and errors as status 500.
///
/// Added latency, webhooks and writes are not simulated.
public final class AutotaskFace: VendorFace {
    public static let vendor = "autotask"

    private let door: Mutex<Autotask.Door>

    public init(identity: VendorIdentity) { door = Mutex(Autotask.Door(identity: identity)) }

    public var credentials: [String: String] { door.withLock { $0.credentials } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        let path = call.segments.map { $0.lowercased() }
        if path == ["atservicesrest", "v1.0", "zoneinformation"] { return door.withLock { $0.zoneInformation(call) } }
        guard call.segments.count > 2, path[1] == "v1.0", path[0].hasPrefix("atservicesrest") else {
            return .text("<html><body>404 - File or directory not found.</body></html>", status: 404)
        }
        if let refusal = door.withLock({ $0.refusal(of: call) }) { return refusal }
        if path[2] == "thresholdinformation" { return door.withLock { $0.thresholdInformation(call) } }
        guard let entity = Autotask.Entity.named(call.segments[2]) else { return .notHere }
        guard door.withLock({ $0.begin(entity.name) }) else { return .tooManyThreads }
        defer { door.withLock { $0.end(entity.name) } }
        return answer(call, entity, Array(path.dropFirst(3)))
    }

    private func answer(_ call: VendorCall, _ entity: Autotask.Entity, _ path: [String]) -> VendorAnswer {
        let request = Autotask.Request(call: call)
        do throws(Autotask.Complaint) {
            switch (call.method, path) {
            case (.post, ["query"]), (.get, ["query"]), (.post, ["query", "next"]), (.get, ["query", "next"]):
                return try entity.query(request)
            case (.post, ["query", "count"]), (.get, ["query", "count"]): return try entity.count(request)
            case (.get, ["entityinformation", "fields"]): return Autotask.Information.fields(entity, call.fleet)
            case (.get, _) where path.count == 1: return Int(path[0]).map { entity.item(request, $0) } ?? .notHere
            case (.patch, _), (.put, _): return .errors(["The method is not supported"], status: 405)
            default: return .notHere
            }
        } catch {
            return .errors([error.message])
        }
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): .errors(["The request threshold has been exceeded."], status: status)
        case .server(500): .errors(["An unexpected error occurred."])
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: .errors(["An unexpected error occurred."], status: 200)
        case .forbidden: .errors(["The logged in Resource does not have the adequate permissions."])
        }
    }

    /// There are no tokens; what ends is a zone: the tenant moves to another one.
    public func expireTokens() { door.withLock { $0.move() } }
    public func revokeCredentials() { door.withLock { $0.isRevoked = true } }
    /// An administrator unlocks the user too.
    public func restoreCredentials() { door.withLock { $0.restore() } }

    public static func truth(of fleet: Fleet) -> Truth { AutotaskTruth(fleet: fleet).all }
}
