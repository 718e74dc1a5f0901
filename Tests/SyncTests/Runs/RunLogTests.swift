import Connectors
import InMemoryLogging
import Logging
import Postgres
import TestSupport
import Testing

@testable import Sync

@Suite(.timeLimit(.minutes(1))) struct RunLogTests {
    @Test func theLogTellsOfARunInConstantWordsWithItsFactsAside() async throws {
        try await Fixture.with([
            Make.organizations(Make.organizations(1...3)), Make.devices([Make.device("1")], after: []),
        ]) { fixture in
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                if stream == "devices" { throw .forbidden("not for this account") }
            }
            let (report, entries) = try await log(of: fixture)
            let run = "\(report.run)"
            let ofRun = entries.filter { $0.metadata["run"]?.description == run }
            #expect(
                Set(ofRun.map(\.message.description)).isSuperset(of: ["run started", "stream finished", "run finished"])
            )
            #expect(ofRun.allSatisfy { $0.metadata["tenant"]?.description == "\(fixture.tenant)" })
            let streams = ofRun.filter { $0.message == "stream finished" }
            let organizations = try #require(streams.first { $0.metadata["stream"]?.description == "organizations" })
            #expect(organizations.level == .debug)
            #expect(organizations.metadata["created"]?.description == "3")
            let devices = try #require(streams.first { $0.metadata["stream"]?.description == "devices" })
            #expect(devices.level == .warning)
            #expect(devices.metadata["reason"]?.description.contains("not for this account") == true)
        }
    }

    private func log(of fixture: Fixture) async throws -> (RunReport, [InMemoryLogHandler.Entry]) {
        var handler = InMemoryLogHandler()
        handler.logLevel = .debug
        let logger = Logger(label: "test") { [handler] _ in handler }
        let script = fixture.script
        let engine = SyncEngine(
            worker: fixture.database.worker,
            connect: { (_) throws(ConnectorError) in ScriptedConnector(script) }, options: fixture.options,
            logger: logger)
        let report = try await Script.$current.withValue(script) {
            try await engine.run(SyncRequest(tenant: fixture.tenant, connection: .id(fixture.connection)))
        }
        return (report, handler.entries)
    }
}
