import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// Trap 3: jobs, whose ids are text here and numbers there, in two families with paths of their own; and what else this
/// connector keeps away from.
@Suite struct BMSJobTests {
    private func job(_ result: String, _ family: BMSJob.Family = .tickets, _ sent: [String] = ["a"]) throws -> BMSJob? {
        BMSJob(try JSONValue.parse(Array(result.utf8)), family, integration: "dattormm", transactions: sent)
    }

    @Test(arguments: [
        #"{"JobId":"9007199254740993"}"#, #"{"jobId":"9007199254740993"}"#, #"{"jobId":9007199254740993}"#,
    ])
    func trap3AJobsIDIsTextWhicheverWayItComes(result: String) throws {
        let job = try #require(try job(result))
        #expect(job.id == "9007199254740993")
        #expect(job.path == "/v2/rmm/dattormm/tickets/status/9007199254740993")
    }

    @Test func trap3AssetsAreAskedForAtTheirOwnPath() throws {
        #expect(try job(#"{"jobId":"5"}"#, .assets)?.path == "/v2/rmm/dattormm/assets/status/5")
        #expect(try job(#"{"jobId":null}"#) == nil && job("{}") == nil)
    }

    private func status(_ answers: [TransportResponse], _ job: BMSJob) async throws -> BMSJobStatus {
        try await BMSVendor([job.path: answers]).connector.status(of: job)
    }

    /// The call that made the job was answered with success: that means queued.
    @Test func trap3QueuedIsNotDone() async throws {
        let job = try #require(try job(#"{"jobId":"5"}"#))
        let status = try await status([.bms(#"{"JobId":5,"JobStatus":"Queued","Details":[]}"#)], job)
        #expect(!status.isFinished && status.outcome(of: "a") == .pending && status.label == "Queued")
    }

    @Test func trap3WhatWasDoneIsToldByTheRowsEachForItself() async throws {
        let job = try #require(try job(#"{"jobId":"5"}"#, .tickets, ["a", "b", "c"]))
        let details = """
            [{"StatusCode":"Success","TransactionId":"a","TicketId":77},
            {"StatusCode":"Failed","StatusMessage":"not mapped","TransactionId":"b"},
            {"StatusCode":"Huh","TransactionId":"c"},{"StatusCode":"Success","TransactionId":"somebody else's"}]
            """
        let status = try await status([.bms(#"{"JobId":5,"JobStatus":"Done","Details":\#(details)}"#)], job)
        #expect(status.isFinished)
        #expect(status.outcome(of: "a") == .succeeded(psaID: "77"))
        #expect(status.outcome(of: "b") == .failed("Failed: not mapped"))
        #expect(status.outcome(of: "c") == .unknown("Huh"))
    }

    @Test func aJobIsNotFinishedWhileARowIsMissing() async throws {
        let job = try #require(try job(#"{"jobId":"5"}"#, .assets, ["a", "b"]))
        let status = try await status([.bms(#"{"details":[{"transactionId":"a","psaAssetId":3}]}"#)], job)
        #expect(!status.isFinished && status.outcome(of: "a") == .succeeded(psaID: "3"))
    }

    @Test func trap3AJobAtTheOtherFamilysPathIsNotThere() async throws {
        let job = try #require(try job(#"{"jobId":"5"}"#))
        await #expect(throws: ConnectorError.self) {
            try await status([.bmsFailure(404, "The job was not found")], job)
        }
    }

    /// Traps 10 and 11: notes that mail customers, replacing writes and deletions; trap 14: endpoints that return secrets.
    @Test func traps10And11And14NoStreamCallsWhatWritesOrWhatReturnsSecrets() {
        let calls = KaseyaBMS.streams.flatMap(\.calls)
        #expect(
            calls.allSatisfy { !$0.contains("integrations") && !$0.contains("password") && !$0.contains("webhooks") })
        #expect(calls.allSatisfy { !$0.contains("resolve") && !$0.contains("merge") && !$0.contains("assign/") })
    }

    /// Trap 12: what queue access and the security scope hide looks like a mass deletion, which the brake holds.
    @Test func trap12ListsThatAUsersScopeShortensHaveTheBrakeAndTheRightsSaySo() {
        #expect(KaseyaBMS.vendor.rights.contains("scope"))
        for name in ["companies", "contacts", "configurations", "tickets", "agreements", "products"] {
            let stream = KaseyaBMS.streams.first { $0.name == name }
            #expect(stream?.entity.hasBrake == true && stream?.deletion == .absence, "\(name)")
        }
    }
}
