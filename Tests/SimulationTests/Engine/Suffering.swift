import Connectors
import Foundation
import HTTPTransport
import Inventory
import Postgres
import TestSupport

@testable import Sync

/// One run with its trouble.
extension EngineWorld {
    mutating func suffer(_ trouble: Trouble) async throws {
        try await endLeases()
        // One that begins anew and then fails must leave nothing of the read whose place it took.
        let isForgotten = trouble == .forgotten || trouble == .down && laterDice.chance(50)
        options.checkpointAge = isForgotten ? .zero : .seconds(86_400)
        options.leaseRenewal = trouble == .expired ? .milliseconds(10) : .seconds(15)
        var weather = SimulatedVendor.Weather(changePercent: 25)
        let call = dice.within(1...9)
        var isFull = dice.chance(15)
        if vendor.lists.contains(where: { $0.kind == .volumes }), laterDice.chance(40) {
            // Whatever else befalls the run, the vendor does not answer for some devices.
            weather.refused = Set((1...9).filter { _ in laterDice.chance(25) }.map { String($0) })
            weather.refusal = laterDice.pick([.notFound("no"), .forbidden("no"), .unavailable("500")])
            isFull = laterDice.chance(50) || isFull
        }
        switch trouble {
        case .errors: weather.errorPercent = dice.within(3...25)
        case .down: weather.isDown = dice.chance(50) ? .malformedAnswer("down") : .unavailable("down")
        case .sessions: endSessions(&weather, from: call, times: dice.within(1...3))
        case .commits: loseCommits(&weather, from: call, times: dice.within(1...2), after: laterDice.below(8))
        case .refreshed: refresh(&weather, at: call)
        case .stop: return try await stop(weather, at: call, isFull: isFull)
        case .frozen, .expired:
            return try await loseLease(weather, at: call, isFull: isFull, isTaken: trouble == .frozen)
        case .empty: return try await lie(isFull: isFull)
        case .none, .none2, .forgotten:
            // So late that a stream's last step may be what is lost.
            if laterDice.chance(50) { loseCommits(&weather, from: call, times: 1, after: laterDice.below(12)) }
        }
        vendor.setWeather(weather)
        _ = try? await sync(by: lane.worker, isFull: isFull)
        lane.cutter.cutCommits(0)
        try Violation.unless(
            trouble != .down || vendor.calls <= vendor.lists.count * 8,
            "a vendor that is down was called \(vendor.calls) times")
        try Violation.unless(vendor.calls < SimulatedVendor.mostCalls, "a run called without end")
        if dice.chance(30) { vendor.dropCursors() }
    }

    private func endSessions(_ weather: inout SimulatedVendor.Weather, from first: Int, times: Int) {
        weather.hook = { [lane] (call, _) throws(ConnectorError) in
            if (first..<first + times).contains(call) { await lane.endSessions() }
        }
    }

    private func loseCommits(
        _ weather: inout SimulatedVendor.Weather, from first: Int, times: Int, after passing: Int
    ) {
        weather.hook = { [lane] (call, _) throws(ConnectorError) in
            if call == first { lane.cutter.cutCommits(times, after: passing) }
        }
    }

    /// The run is cancelled in the middle of a call.
    private func stop(_ weather: SimulatedVendor.Weather, at place: Int, isFull: Bool) async throws {
        var weather = weather
        let (reached, signal) = AsyncStream<Void>.makeStream()
        weather.hook = { (call, _) throws(ConnectorError) in
            guard call == place else { return }
            signal.yield()
            do { try await Task.sleep(for: .seconds(60)) } catch { throw .cancelled }
        }
        vendor.setWeather(weather)
        let world = self
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await world.sync(by: world.lane.worker, isFull: isFull)
                signal.finish()
            }
            for await _ in reached { break }
            group.cancelAll()
        }
        vendor.dropCursors()
    }

    /// The worker's lease ends while it waits for an answer; what it writes after that is judged.
    private func loseLease(
        _ weather: SimulatedVendor.Weather, at place: Int, isFull: Bool, isTaken: Bool
    ) async throws {
        var weather = weather
        let world = self
        let mark = Mark()
        weather.hook = { (call, _) throws(ConnectorError) in
            guard call == place, mark.begin() else { return }
            try? await world.endLeases()
            if isTaken {
                world.vendor.setWeather(SimulatedVendor.Weather(changePercent: 25))
                _ = try? await world.sync(by: world.lane.other)
                await world.budgets.other.leave()
            }
            mark.set(try? await Findings(world).fingerprint())
            // Who finds that the lease has ended is stopped here.
            if !isTaken { do { try await Task.sleep(for: .milliseconds(300)) } catch { throw .cancelled } }
        }
        vendor.setWeather(weather)
        _ = try? await sync(by: lane.worker, isFull: isFull)
        guard let before = mark.fingerprint else { return }
        let after = try await Findings(self).fingerprint()
        try Violation.unless(before == after, "a worker wrote after its lease had ended")
    }

    /// Another reads one new thing by itself, and stores it.
    private func refresh(_ weather: inout SimulatedVendor.Weather, at place: Int) {
        let world = self
        weather.hook = { (call, stream) throws(ConnectorError) in
            guard call == place, let kind = ListKind(rawValue: stream), !kind.isBulk, kind != .details, kind != .volumes
            else { return }
            try? await world.store(kind)
        }
    }

    private func store(_ kind: ListKind) async throws {
        guard let list = vendor.lists.first(where: { $0.kind == kind }), let row = vendor.create(kind) else { return }
        let loader = RowLoader(
            tenant: tenant, connection: connection, stream: list.description, brake: Brake(isReleased: true))
        let checkpoint = Checkpoint(since: nil, startedAt: Timestamp(microseconds: 0), isFirstRead: false)
        let links = Links(
            tenant: tenant, connection: connection, declared: vendor.lists.map(\.description), stream: list.description,
            isAnyReplaced: false)
        let run = UUID()
        try await lane.other.transaction(tenant: tenant) { session in
            let load = try await loader.load(
                MappedRows([kind.record(row)], loader.shape), checkpoint, carefully: false, in: session)
            try await ChangeLog.append(load.changes, tenant: tenant, connection: connection, run: run, in: session)
        }
        // By itself: what a run was storing meanwhile could not be seen before.
        try await lane.other.transaction(tenant: tenant) { session in
            try await ChangeLog.append(
                links.link(in: session), tenant: tenant, connection: connection, run: run, in: session)
        }
    }

    /// A list of the vendor's comes out empty, from its first page to its end.
    private mutating func lie(isFull: Bool) async throws {
        vendor.setWeather(SimulatedVendor.Weather(changePercent: 25))
        let candidates = try await Findings(self).mayLie()
        let kind = dice.pick(candidates)
        if let kind { vendor.lie(kind, .empty) }
        let before = try await Findings(self).ofLivingDevices()
        _ = try? await sync(by: lane.worker, isFull: isFull)
        if vendor.isBlind {
            let gone = before.subtracting(try await Findings(self).ofLivingDevices())
            try Violation.unless(gone.isEmpty, "went with devices that are held: \(gone.sorted().prefix(5))")
        }
        // As of a lie nothing is known.
        for list in vendor.lists { vendor.lie(list.kind, nil) }
    }
}
