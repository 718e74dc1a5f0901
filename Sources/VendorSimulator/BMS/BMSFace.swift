import HTTPTypes
import Inventory
import Synchronization

/// Kaseya BMS's API 2.0 as its sheet and its document have it: an envelope around everything, numbered pages, tickets by
/// a search, names in small or in capital letters.
///
/// The limit of 1,500 calls an hour and endpoint is not counted here: whoever wants it sets the fault `quota`.
public final class BMSFace: VendorFace {
    public static let vendor = "kaseya-bms"
    public static let settings = ["rmm_vendor": "kaseya-vsa-x", "lookup_tables": "note_type=NoteType"]

    private let door: Mutex<BMSDoor>
    private let jobs = Mutex(BMSJobs())
    private let places = BMSPlaces()

    public init(identity: VendorIdentity) { door = Mutex(BMSDoor(identity: identity)) }

    public var credentials: [String: String] {
        door.withLock { ["username": $0.username, "password": $0.password, "tenant": $0.tenant] }
    }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        switch (call.method, call.path.lowercased()) {
        case (.post, "/v2/security/authenticate"): return capitals(door.withLock { $0.authenticate(call) })
        case (.post, "/v2/security/refreshtoken"): return capitals(door.withLock { $0.refresh(call) })
        default: break
        }
        guard door.withLock({ $0.admits(call) }) else { return VendorAnswer(status: 401) }
        if call.segments.prefix(2) == ["v2", "rmm"] { return capitals(jobs.withLock { $0.answer(call) }) }
        guard let request = BMSRequest(call, places) else { return BMSAnswer.problem(400, "The body is not valid") }
        return BMSEndpoint.answer(request)
    }

    private func capitals(_ answer: VendorAnswer) -> VendorAnswer {
        var answer = answer
        answer.body = BMSSpelling.capitals(answer.body)
        return answer
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): BMSAnswer.failure(status, "API calls quota exceeded", status: status)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: BMSAnswer.failure(0, "An unexpected error has occurred")
        case .forbidden: BMSAnswer.problem(403, "Forbidden")
        }
    }

    public func expireTokens() { door.withLock { $0.expireTokens() } }
    public func revokeCredentials() { door.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { door.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { BMSTruth(fleet: fleet).all }
}
