import Connectors
import Foundation
import Inventory
import Synchronization
import TestSupport

/// A vendor with several lists, shared by the connectors of one seed's runs: what it holds goes on changing while it is
/// read, and it fails as it is told to.
final class SimulatedVendor: Sendable {
    struct List: Sendable {
        var kind: ListKind
        var description: StreamDescription
        var endpoint: VendorEndpoint
    }

    /// The page that led to a position.
    struct Served: Sendable {
        var kind: ListKind
        var rows: [VendorList.Row]
    }

    /// How calls fail, and what changes meanwhile.
    struct Weather: Sendable {
        var errorPercent = 0
        var changePercent = 0
        var isDown: ConnectorError?
        /// The devices whose children it does not tell, and how it says so.
        var refused: Set<String> = []
        var refusal: ConnectorError?
        /// Asked at each call before it is answered.
        var hook: @Sendable (_ call: Int, _ stream: String) async throws(ConnectorError) -> Void = {
            (_, _) throws(ConnectorError) in
        }
    }

    private struct State {
        var lists: [List]
        var dice: Dice
        var weather = Weather()
        var calls = 0
        var served: [String: Served] = [:]
        /// It has told that there are no devices, and tells nothing of any of them now.
        var isBlind = false
        /// The vendor's clock before ours, in microseconds: time passes for it alone.
        var ahead: Int64
    }

    /// More calls than any run needs.
    static let mostCalls = 1_500

    private let state: Mutex<State>
    /// How wrong the vendor's clock is.
    private let skew: Int64

    /// The vendor of the seed that runs: a connector's streams are static.
    @TaskLocal static var current: SimulatedVendor?

    init(_ lists: [List], dice: Dice, skew: Int64) {
        self.skew = skew
        state = Mutex(State(lists: lists, dice: dice, ahead: skew))
    }

    var lists: [List] { state.withLock { $0.lists } }
    var descriptions: [StreamDescription] { lists.map(\.description) }
    var calls: Int { state.withLock { $0.calls } }
    var isBlind: Bool { state.withLock { $0.isBlind } }
    func served(before position: ReadPosition, of stream: String) -> Served? {
        state.withLock { $0.served[Self.key(stream, position)] }
    }

    /// Our clock, as it would be had as much time passed for us.
    var now: Timestamp {
        let ahead = state.withLock { $0.ahead }
        return Timestamp(microseconds: Self.ours + ahead - skew)
    }

    private static var ours: Int64 { Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()) }

    func setWeather(_ weather: Weather) {
        state.withLock { state in
            (state.weather, state.calls, state.served) = (weather, 0, [:])
        }
    }

    func pass(minutes: Int) { state.withLock { $0.ahead += Int64(minutes) * VendorList.minute } }

    func lie(_ kind: ListKind, _ lie: VendorEndpoint.Lie?) {
        state.withLock { state in
            if lie == nil { state.isBlind = false }
            for index in state.lists.indices where state.lists[index].kind == kind {
                state.lists[index].endpoint.lie = lie
            }
        }
    }

    /// What was read is not gone on with: cursors die with the session.
    func dropCursors() {
        state.withLock { state in for index in state.lists.indices { state.lists[index].endpoint.dropCursors() } }
    }

    func happen(_ times: Int) {
        state.withLock { state in
            for _ in 0..<times { Self.happen(&state) }
        }
    }

    private static func happen(_ state: inout State) {
        let place = state.dice.below(state.lists.count)
        let moment = moment(state)
        if state.lists[place].kind.maySpoil, state.dice.chance(6) {
            let rows = state.lists[place].endpoint.list.living
            guard let row = state.dice.pick(rows) else { return }
            return state.lists[place].endpoint.list.setBad(row.id, !row.isBad, moment)
        }
        state.lists[place].endpoint.list.happen(&state.dice, moment)
    }

    private static func moment(_ state: State) -> VendorList.Moment {
        let now = ours
        return VendorList.Moment(now: now, vendor: now + state.ahead)
    }

    /// A new thing, as somebody has just read it by itself.
    func create(_ kind: ListKind) -> VendorList.Row? {
        state.withLock { state in
            guard let place = state.lists.firstIndex(where: { $0.kind == kind }) else { return nil }
            let before = Set(state.lists[place].endpoint.list.rows.keys)
            state.lists[place].endpoint.list.create(&state.dice, Self.moment(state))
            return state.lists[place].endpoint.list.rows.values.first { !before.contains($0.id) }
        }
    }

    /// Lets a call begin: or fail.
    func enter(_ stream: String) async throws(ConnectorError) {
        let (call, weather, error) = state.withLock { state -> (Int, Weather, ConnectorError?) in
            state.calls += 1
            if state.dice.chance(state.weather.changePercent) { Self.happen(&state) }
            let isStruck = state.dice.chance(state.weather.errorPercent)
            let error = isStruck ? state.dice.pick(Self.errors) : nil
            return (state.calls, state.weather, error)
        }
        if call > Self.mostCalls { throw .rejectedCall(status: 418, "calls without end") }
        try await weather.hook(call, stream)
        if let error = weather.isDown ?? error { throw error }
    }

    private static let errors: [ConnectorError] = [
        .malformedAnswer("half"), .malformedAnswer("half"), .unavailable("503"), .unavailable("503"),
        .throttled(retryAfterSeconds: 1, "slowly"), .positionLost("expired"), .positionLost("expired"),
        .rejectedCall(status: 400, "no"),
    ]

    func list(_ stream: String, _ scope: ReadScope, at position: ReadPosition?) throws(ConnectorError) -> Page {
        let answer = state.withLock { state -> Result<Page, ConnectorError> in
            guard let place = state.lists.firstIndex(where: { $0.description.name == stream }) else {
                return .failure(.engine("no such list"))
            }
            let kind = state.lists[place].kind
            let lies = state.lists[place].endpoint.lie == .empty && scope == .everything
            if kind == .devices, lies { state.isBlind = true }
            if kind.isBulk, state.isBlind { state.lists[place].endpoint.lie = .empty }
            do throws(ConnectorError) {
                let (rows, step) = try state.lists[place].endpoint.read(scope, at: position, &state.dice)
                let list = state.lists[place]
                var page = list.endpoint.page(of: rows, step, scope, Self.moment(state))
                page.records = rows.map(list.kind.record)
                if let next = page.next {
                    state.served[Self.key(stream, next)] = Served(kind: list.kind, rows: rows)
                }
                return .success(page)
            } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }

    private static func key(_ stream: String, _ position: ReadPosition) -> String {
        let fields = position.fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "\(stream) \(fields.joined(separator: ";"))"
    }

    /// The children of one parent; now and then the vendor would not say.
    func children(_ stream: String, of parent: String) throws(ConnectorError) -> Page {
        let weather = state.withLock { $0.weather }
        if let refusal = weather.refusal, weather.refused.contains(parent) { throw refusal }
        let page = state.withLock { state -> Page? in
            if state.isBlind { return Page() }
            if state.dice.chance(state.weather.errorPercent / 2) { return nil }
            let devices = state.lists.first { $0.kind == .devices }?.endpoint.list.living ?? []
            guard devices.contains(where: { String($0.id) == parent }) else { return nil }
            let list = state.lists.first { $0.description.name == stream }
            let rows = (list?.endpoint.list.living ?? []).filter { list?.kind.device(of: $0) == parent }
            return Page(records: rows.compactMap { list?.kind.record($0) })
        }
        guard let page else { throw .notFound("no such device") }
        return page
    }
}

/// The connector of the simulated vendor.
struct SimulatedConnector: Connector {
    static let vendor = Vendor(
        id: "simulated", name: "Simulated", side: .rmm, credentialFields: [],
        budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 1))
    static var streams: [StreamDescription] { SimulatedVendor.current?.descriptions ?? [] }

    let vendor: SimulatedVendor
    let door: Door

    init(_ context: ConnectorContext) throws(ConnectorError) { throw .engine("made by the simulation itself") }
    init(_ vendor: SimulatedVendor, by door: Door) {
        self.vendor = vendor
        self.door = door
    }

    func test() async throws(ConnectorError) {}

    func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await door.call { () async throws(ConnectorError) in try await answer(stream, request, at: position) }
    }

    private func answer(
        _ stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await vendor.enter(stream)
        var page: Page
        if stream == ListKind.volumes.rawValue {
            page = try await ParentWalker(batch: 3).page(request, at: position) { (parent, _) throws(ConnectorError) in
                try vendor.children(stream, of: parent)
            }
        } else {
            page = try vendor.list(stream, request.scope, at: position)
        }
        page.calls = 1
        return page
    }
}
