import Connectors
import HTTPTransport
import Inventory
import Testing

/// How lists are read: the traps of the vendor's sheet that concern pages, conditions and their parameters.
@Suite struct AutomatePagingTests {
    private func client(_ ids: Int...) -> TransportResponse {
        .json("[" + ids.map { "{\"Id\":\"\($0)\",\"Name\":\"C\($0)\"}" }.joined(separator: ",") + "]")
    }

    @Test func trap4AListGoesOnUntilAPageIsEmptyInTheOrderOfItsIDs() async throws {
        let server = try AutomateServer(["/Clients": [client(3, 9), client(12), AutomateServer.empty]])
        let pages = try await server.read("organizations")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["3", "9", "12"])
        #expect(pages.map(\.provesWhole) == [false, false, true])
        let asked = server.asked("/Clients")
        #expect(asked.map { $0["condition"] } == [nil, "Id > 9", "Id > 12"])
        #expect(asked.allSatisfy { $0["orderBy"] == "Id asc" && $0["pageSize"] == "1000" && $0["page"] == "1" })
    }

    @Test func trap5ParametersHaveTheNamesThatClientsSend() async throws {
        let server = try AutomateServer(["/Locations": [AutomateServer.empty]])
        _ = try await server.read("sites")
        let asked = try #require(server.asked("/Locations").first)
        #expect(Set(asked.keys) == ["page", "pageSize", "orderBy", "includeFields"])
    }

    @Test func trap15AConditionThatIsPassedOverIsNoticedAndThePagesAreNumbered() async throws {
        let server = try AutomateServer([
            "/Clients": [client(1, 2), client(1, 2), client(3, 4), AutomateServer.empty]
        ])
        let pages = try await server.read("organizations")
        #expect(Set(pages.flatMap(\.records).map(\.externalID)) == ["1", "2", "3", "4"])
        #expect(pages.last?.provesWhole == true)
        #expect(server.asked("/Clients").map { $0["page"] } == ["1", "1", "2", "3"])
        #expect(server.asked("/Clients").map { $0["condition"] } == [nil, "Id > 2", nil, nil])
    }

    @Test(arguments: [400, 500]) func trap15AConditionThatIsRefusedGivesWayToNumberedPages(status: Int) async throws {
        let refused = TransportResponse.json(#"{"Message":"An error has occurred."}"#, status: status)
        let server = try AutomateServer(["/Clients": [client(1, 2), refused, client(3), AutomateServer.empty]])
        let records = try await server.records("organizations")
        #expect(records.map(\.externalID) == ["1", "2", "3"])
        #expect(server.asked("/Clients").map { $0["page"] } == ["1", "1", "2", "3"])
    }

    @Test func aServerThatIsDownIsNotPagedPast() async throws {
        let down = TransportResponse.json("{}", status: 503)
        let server = try AutomateServer(["/Clients": [client(1, 2), down]])
        await #expect(throws: ConnectorError.unavailable("status 503")) { try await server.read("organizations") }
    }

    @Test func aListThatRunsInACircleIsNoticed() async throws {
        let server = try AutomateServer(["/Clients": [client(1, 2)]])
        do {
            _ = try await server.read("organizations")
            Issue.record("no error")
        } catch ConnectorError.positionLost {}
    }

    @Test func fieldsThatTheServerDoesNotKnowAreNotAskedForAgain() async throws {
        let refused = TransportResponse.json(#"{"Message":"Unknown field"}"#, status: 400)
        let server = try AutomateServer([
            "/Locations": [refused, .json(#"[{"Id":31,"Name":"Main"}]"#), AutomateServer.empty]
        ])
        #expect(try await server.records("sites").map(\.externalID) == ["31"])
        #expect(server.asked("/Locations").map { $0["includeFields"] != nil } == [true, false, false])
    }

    @Test func readsWhatHasMovedAndTheDayBeforeIt() async throws {
        let since = try #require(Timestamp(iso8601: "2025-06-02T10:15:30.75Z"))
        let server = try AutomateServer([
            "/Computers": [AutomateServer.empty], "/Computers/Software": [AutomateServer.empty],
        ])
        let pages = try await server.read("devices", .changed(since: since))
        #expect(pages.last?.provesWhole == false)
        #expect(
            server.asked("/Computers").first?["condition"] == """
                RemoteAgentLastContact >= 2025-06-01T10:15:30.000Z or \
                LastInventoryReceived >= 2025-06-01T10:15:30.000Z or DateAdded >= 2025-06-01T10:15:30.000Z
                """)
        _ = try await server.read("software", .changed(since: since))
        #expect(
            server.asked("/Computers/Software").first?["condition"] == "DateLastInventoried >= 2025-06-01T10:15:30.000Z"
        )
    }

    @Test func aConditionGoesBeforeTheOneOfThePage() async throws {
        let row = #"{"ApplicationId":7,"ComputerId":4711,"Name":"7-Zip","DateLastInventoried":"2025-06-03T02:00:00Z"}"#
        let server = try AutomateServer(["/Computers/Software": AutomateServer.list(row)])
        let since = try #require(Timestamp(iso8601: "2025-06-02T00:00:00Z"))
        let pages = try await server.read("software", .changed(since: since))
        #expect(
            server.asked("/Computers/Software").last?["condition"]
                == "(DateLastInventoried >= 2025-06-01T00:00:00.000Z) and ApplicationId > 7")
        #expect(pages.first?.highWater == Timestamp(iso8601: "2025-06-03T02:00:00Z"))
    }

    @Test func aConditionOfDatesThatIsRefusedIsLeftOut() async throws {
        let refused = TransportResponse.json(#"{"Message":"Bad condition"}"#, status: 400)
        let row = #"{"DriveId":7,"ComputerId":4711,"Letter":"C:","Size":100,"FreeSpace":10}"#
        let server = try AutomateServer(["/Computers/Drives": [refused, .json("[\(row)]"), AutomateServer.empty]])
        let records = try await server.records("device_volumes", .changed(since: Timestamp(seconds: 1_700_000_000)))
        #expect(records.map(\.externalID) == ["7"])
        #expect(server.asked("/Computers/Drives").map { $0["condition"] }[1...] == [nil, "DriveId > 7"])
    }

    @Test func aFailureThatComesWith200IsNoAnswer() async throws {
        let failure = TransportResponse.json(#"{"code":"InternalServerError","message":"Timeout","errors":[]}"#)
        let server = try AutomateServer(["/Alerts": [failure], "/Computers/4711/PatchingStats": [failure]])
        await #expect(throws: ConnectorError.unavailable("the server reports a failure: InternalServerError: Timeout"))
        {
            try await server.read("alerts")
        }
        await #expect(throws: ConnectorError.self) { try await server.read("patch_status", parents: ["4711"]) }
    }

    @Test(arguments: ["{}", "null", #"{"Message":"x"}"#, #"{"A":[],"B":[]}"#])
    func whatIsNoListClearsNothing(answer: String) async throws {
        let server = try AutomateServer(["/Alerts": [.json(answer)]])
        await #expect(throws: ConnectorError.self) { try await server.read("alerts") }
    }

    @Test func oneByItsIDIsTheOneThatWasAskedFor() async throws {
        let server = try AutomateServer(["/Clients": [client(1, 2)]])
        #expect(try await server.connector.record(of: "organizations", externalID: "2")?.externalID == "2")
        #expect(server.asked("/Clients").first?["ids"] == "2")
        #expect(try await server.connector.record(of: "organizations", externalID: "3") == nil)
        #expect(try await server.connector.record(of: "organizations", externalID: "no id") == nil)
    }
}
