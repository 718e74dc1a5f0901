import Connectors
import Inventory
import Synchronization

/// What a scripted vendor holds and does wrong; shared by the connectors that a test's runs make.
final class Script: Sendable {
    struct Stream: Sendable {
        var description: StreamDescription
        var records: [SourceRecord] = []
        var rejected: [RejectedRecord] = []
        var pageSize = 3
        var provesWhole = true
        var isResumable = true
        /// Children by parent, for a per-parent stream.
        var parentOf: @Sendable (SourceRecord) -> String = { _ in "" }
        var skippedParents: Set<String> = []
        /// Those for which the vendor fails, however often it is asked.
        var failingParents: Set<String> = []
        /// What a record asked for by its id is, where that is not what the list says; nil: it is not there.
        var single: [String: SourceRecord?] = [:]
    }

    private struct State {
        var streams: [Stream]
        var calls = 0
        var singles: [String] = []
        var scopes: [String: [ReadScope]] = [:]
        var positions: [String: [ReadPosition?]] = [:]
        var hook: @Sendable (_ call: Int, _ stream: String) async throws(ConnectorError) -> Void = {
            (_, _) throws(ConnectorError) in
        }
        var vendorDate: Timestamp?
        var isDown = false
    }

    private let state: Mutex<State>

    /// The script of the test that runs: a connector's streams are static.
    @TaskLocal static var current: Script?

    init(_ streams: [Stream]) { state = Mutex(State(streams: streams)) }

    var descriptions: [StreamDescription] { state.withLock { $0.streams.map(\.description) } }
    var calls: Int { state.withLock { $0.calls } }
    /// The ids that were asked for one by one.
    var singles: [String] { state.withLock { $0.singles } }
    func scopes(_ stream: String) -> [ReadScope] { state.withLock { $0.scopes[stream] ?? [] } }
    func positions(_ stream: String) -> [ReadPosition?] { state.withLock { $0.positions[stream] ?? [] } }

    func change(_ name: String, _ body: (inout Stream) -> Void) {
        state.withLock { state in
            guard let index = state.streams.firstIndex(where: { $0.description.name == name }) else { return }
            body(&state.streams[index])
        }
    }

    func set(_ name: String, _ records: [SourceRecord]) { change(name) { $0.records = records } }
    /// Whether the vendor fails whatever it is asked.
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }
    func setVendorDate(_ date: Timestamp?) { state.withLock { $0.vendorDate = date } }

    /// What happens at each call before it is answered; calls are counted from 1 again.
    func onCall(_ hook: @escaping @Sendable (Int, String) async throws(ConnectorError) -> Void) {
        state.withLock { state in
            state.hook = hook
            state.calls = 0
        }
    }

    func calmDown() { onCall { (_, _) throws(ConnectorError) in } }

    fileprivate func enter(
        _ stream: String, single id: String
    ) async throws(ConnectorError) -> Stream {
        let (hook, call, found) = state.withLock { state in
            state.calls += 1
            state.singles.append(id)
            return (state.hook, state.calls, state.streams.first { $0.description.name == stream })
        }
        try await hook(call, "\(stream)/\(id)")
        guard let found else { throw .engine("no such stream in the script") }
        return found
    }

    fileprivate func enter(
        _ stream: String, _ request: ReadRequest, _ position: ReadPosition?
    ) async throws(ConnectorError) -> (Stream, Timestamp?) {
        let (hook, call, found, date) = state.withLock { state in
            state.calls += 1
            state.scopes[stream, default: []].append(request.scope)
            state.positions[stream, default: []].append(position)
            return (
                state.hook, state.calls, state.streams.first { $0.description.name == stream }, state.vendorDate
            )
        }
        try await hook(call, stream)
        guard let found else { throw .engine("no such stream in the script") }
        return (found, date)
    }
}

/// A vendor that does what a test's script says.
struct ScriptedConnector: Connector {
    static let vendor = Vendor(
        id: "scripted", name: "Scripted", side: .rmm, credentialFields: [],
        budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 1))
    static var streams: [StreamDescription] { Script.current?.descriptions ?? [] }

    let script: Script

    init(_ context: ConnectorContext) throws(ConnectorError) { throw .engine("made by the test itself") }
    init(_ script: Script) { self.script = script }

    func test() async throws(ConnectorError) { if script.isDown { throw .unavailable("down") } }

    func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let (found, date) = try await script.enter(stream, request, position)
        var page =
            if case .perParent = found.description.reading {
                try await children(found, request, position)
            } else { list(found, request, position) }
        page.calls = 1
        page.bytes = 100
        page.vendorDate = date
        page.highWater = page.records.compactMap(\.sourceUpdatedAt).max()
        return page
    }

    func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        let found = try await script.enter(stream, single: externalID)
        if let single = found.single[externalID] { return single }
        return found.records.last { $0.externalID == externalID }
    }

    private func list(_ stream: Script.Stream, _ request: ReadRequest, _ position: ReadPosition?) -> Page {
        let all = stream.records.filter { record in
            guard case .changed(let since) = request.scope, let updated = record.sourceUpdatedAt else { return true }
            return updated >= since
        }
        let start = position?.fields["offset"].flatMap { Int($0) } ?? 0
        let end = min(start + stream.pageSize, all.count)
        let isLast = end >= all.count
        return Page(
            records: start < end ? Array(all[start..<end]) : [], rejected: start == 0 ? stream.rejected : [],
            next: isLast ? nil : ReadPosition(["offset": String(end)], isResumable: stream.isResumable),
            provesWhole: isLast && stream.provesWhole)
    }

    private func children(
        _ stream: Script.Stream, _ request: ReadRequest, _ position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let parents: [String]
        do {
            parents = try await request.parents(position?.fields["after"], 2)
        } catch {
            throw .engine("\(error)")
        }
        guard let last = parents.last else { return Page(provesWhole: request.scope == .everything) }
        let failing = stream.failingParents.intersection(parents)
        guard failing.isEmpty || request.skipsFailing else { throw .unavailable("a crash at \(failing.sorted())") }
        let read = parents.filter { !stream.skippedParents.contains($0) && !failing.contains($0) }
        return Page(
            records: stream.records.filter { read.contains(stream.parentOf($0)) },
            next: ReadPosition(["after": last]), completedParents: read,
            skippedParents: parents.filter { !read.contains($0) }.map {
                RejectedRecord(externalID: $0, reason: "the vendor would not say", payload: "{}")
            })
    }
}
