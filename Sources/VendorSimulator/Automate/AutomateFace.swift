import HTTPTypes
import Inventory
import Synchronization

/// ConnectWise Automate's API (once LabTech) as its sheet and its document have it: a token for a user's password, bare
/// lists by page number with conditions, and what hangs on one computer.
public final class AutomateFace: VendorFace {
    public static let vendor = "connectwise-automate"

    private let login: Mutex<Automate.Login>

    public init(identity: VendorIdentity) { login = Mutex(Automate.Login(identity: identity)) }

    public var credentials: [String: String] { login.withLock { $0.credentials } }

    /// Paths are matched whatever their letter case.
    public func answer(_ call: VendorCall) async -> VendorAnswer {
        let segments = call.segments.map { $0.lowercased() }
        guard segments.count > 3, segments[..<3] == ["cwa", "api", "v1"] else { return Automate.notFound }
        let path = Array(segments.dropFirst(3))
        if path[0] == "apitoken", call.method == .post {
            switch path.dropFirst().first {
            case nil: return login.withLock { $0.token(call) }
            case "refresh": return login.withLock { $0.refresh(call) }
            case "disable": return login.withLock { $0.disable(call) }
            default: return Automate.notFound
            }
        }
        if let refusal = login.withLock({ $0.refusal(of: call) }) { return refusal }
        guard call.method == .get else { return Automate.methodNotAllowed }
        return Automate.answer(call, path)
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): Automate.message("Too many requests", status: status)
        case .server(500): Automate.failure("InternalServerError", "Timeout expired.", status: 500)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: Automate.failure("InternalServerError", "An error has occurred.", status: 200)
        case .forbidden: Automate.message("You do not have permission to perform this action.", status: 403)
        }
    }

    public func expireTokens() { login.withLock { $0.expireAll() } }
    public func revokeCredentials() { login.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { login.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { AutomateTruth(fleet: fleet).all }
}

extension Automate {
    /// What answers a path below `/cwa/api/v1`.
    static func answer(_ call: VendorCall, _ path: [String]) -> VendorAnswer {
        if let list = lists[path.joined(separator: "/")] { return list.answer(call) }
        if let server = server(path.joined(separator: "/"), call) { return server }
        guard path.count > 1, let id = Int(path[1]) else { return notFound }
        if call.disturbance.fails(record: id) { return crash }
        return part(path, id, call) ?? notFound
    }

    private static func server(_ path: String, _ call: VendorCall) -> VendorAnswer? {
        switch path {
        case "databaseservertime":
            let local = String(TimeText.iso(call.now.plus(hours: zoneHours)).dropLast())
            return .json { $0.value("\(local)-05:00") }
        case "patchinformation":
            return .json { json in
                json.object {
                    $0.member("WebServerPatchVersion", "25.0.5.1")
                    $0.member("DBAgentServerPatchVersion", "25.0.5.1")
                    $0.member("RemoteAgentPatchVersion", "250.149")
                    $0.member("LastPatchedDate", "2026-05-12T00:00:00")
                }
            }
        case "featureflags": return .json { $0.array { _ in } }
        default: return nil
        }
    }

    /// What hangs on one thing: `computers/4711/processors`.
    private static func part(_ path: [String], _ id: Int, _ call: VendorCall) -> VendorAnswer? {
        guard path.count == 3 else { return single(path, id, call) }
        switch path[0] {
        case "computers":
            guard let device = call.fleet.device(ID.computerNumber(id)), Computers.isOne(device) else { return nil }
            return Computers.part(path[2], device, call)
        case "clients":
            guard let organization = call.fleet.organization(ID.clientNumber(id)) else { return nil }
            return path[2] == "extrafields" ? ExtraFields.answer(id, "client \(organization.number)", call) : nil
        default: return nil
        }
    }

    /// One thing by its id; of computers there is no such thing.
    private static func single(_ path: [String], _ id: Int, _ call: VendorCall) -> VendorAnswer? {
        let scope = Scope(fleet: call.fleet, disturbance: call.disturbance)
        let row: Row? =
            switch path[0] {
            case "clients": call.fleet.organization(ID.clientNumber(id)).map { Clients.client($0, scope) }
            case "locations":
                call.fleet.site(ID.locationNumber(id)).flatMap { site in
                    site.organization == nil ? nil : Clients.location(site, scope, isListed: false)
                }
            default: nil
            }
        guard path.count == 2, let row else { return nil }
        return .json { json in json.object { for member in row { $0.member(member) } } }
    }

    private static let lists: [String: List] = [
        "clients": List("Id", { ID.client($0.number) }, of: { $0.fleet.organizations }, row: Clients.client),
        "locations": List(
            "Id", { ID.location($0.number) }, of: { $0.fleet.sites.filter { $0.organization != nil } },
            row: { Clients.location($0, $1, isListed: true) }),
        "computers": List(
            "Id", { ID.computer($0.number) }, of: { $0.fleet.devices.filter(Computers.isOne) }, row: Computers.row),
        "networkdevices": List(
            "Id", { ID.networkDevice($0.number) }, of: { $0.fleet.devices.filter { !Computers.isOne($0) } },
            row: NetworkDevices.row),
        "alerts": List("AlertId", { ID.alert($0.number) }, of: { $0.fleet.alerts }, row: Alerts.row),
        "computers/chassis": Inventories.chassis,
        "computers/drives": Inventories.drives,
        "computers/software": Inventories.software,
    ]
}

extension Automate {
    /// The vendor's ids: whole numbers, of their own count for each kind. Those of computers and of network devices are
    /// two counts that overlap.
    enum ID {
        static func client(_ number: Int) -> Int { number + 11 }
        static func location(_ number: Int) -> Int { number + 30 }
        static func computer(_ number: Int) -> Int { number + 4_700 }
        static func networkDevice(_ number: Int) -> Int { number + 4_690 }
        static func alert(_ number: Int) -> Int { number + 90_000 }
        static func drive(_ device: Int, _ index: Int) -> Int { device * 16 + index + 1 }
        static func application(_ device: Int, _ title: Int) -> Int { device * 1024 + title + 1 }

        static func clientNumber(_ id: Int) -> Int { id - 11 }
        static func locationNumber(_ id: Int) -> Int { id - 30 }
        static func computerNumber(_ id: Int) -> Int { id - 4_700 }
    }
}
