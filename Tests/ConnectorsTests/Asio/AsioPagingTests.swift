import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// How lists are walked: companies, pages, and what proves the end.
@Suite struct AsioPagingTests {
    private let five = ["c1", "c2", "c3", "c4", "c5"]

    @Test func fourCompaniesAreAskedForAtOnce() async throws {
        let vendor = try AsioVendor(
            [AsioVendor.devices: [.devices(["e1"], of: "c2"), .devices(["e2"], of: "c5")]], companies: five)
        let pages = try await vendor.read("devices")
        #expect(vendor.asked(AsioVendor.devices).map(\.companies) == [["c1", "c2", "c3", "c4"], ["c5"]])
        #expect(pages.flatMap(\.records).map(\.externalID) == ["e1", "e2"])
        #expect(pages.map(\.provesWhole) == [false, true])
    }

    @Test func theNextPageIsTheLinksCursorWithTheSameBodyHoweverShortThePage() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [
                .devices(["e1"], of: "c1", next: "731"), .devices(["e2"], of: "c1", next: "735"),
                .devices(["e3"], of: "c1"),
            ]
        ])
        let pages = try await vendor.read("devices")
        let asked = vendor.asked(AsioVendor.devices)
        #expect(asked.map { $0.query["cursor"] } == ["0", "731", "735"])
        #expect(asked.allSatisfy { $0.query["limit"] == "500" && $0.companies == ["c1"] })
        #expect(pages.flatMap(\.records).count == 3)
        #expect(pages.map(\.provesWhole) == [false, false, true])
    }

    @Test func afterAFullPageWithoutALinkOneMoreIsAskedForAnd404EndsTheList() async throws {
        let full = TransportResponse.devices((0..<500).map { "e\($0)" }, of: "c1")
        let vendor = try AsioVendor([AsioVendor.devices: [full, AsioVendor.nothing]])
        let pages = try await vendor.read("devices")
        #expect(vendor.asked(AsioVendor.devices).map { $0.query["cursor"] } == ["0", "500"])
        #expect(pages.flatMap(\.records).count == 500 && pages.last?.provesWhole == true)
    }

    @Test func afterAFullPageWithoutALink400OrTheSameRowsEndTheList() async throws {
        let full = TransportResponse.devices((0..<500).map { "e\($0)" }, of: "c1")
        for end in [.json(#"{"message":"bad cursor"}"#, status: 400), full] {
            let vendor = try AsioVendor([AsioVendor.devices: [full, end]])
            #expect(try await vendor.read("devices").last?.provesWhole == true)
            #expect(vendor.asked(AsioVendor.devices).count == 2)
        }
    }

    @Test func aCursorThatDoesNotRiseIsAListInACircle() async throws {
        let vendor = try AsioVendor([AsioVendor.devices: [.devices(["e1"], of: "c1", next: "7")]])
        let first = try await vendor.page("devices")
        guard case .positionLost = await vendor.failure("devices", at: first.next) else {
            Issue.record("another error")
            return
        }
    }

    @Test func aCursorThatIsNotKnownAnyMoreStartsTheReadAgain() async throws {
        let refusal = TransportResponse.json(#"{"message":"cursor 7 is not valid"}"#, status: 400)
        let vendor = try AsioVendor([AsioVendor.devices: [.devices(["e1"], of: "c1", next: "7"), refusal]])
        let first = try await vendor.page("devices")
        guard case .positionLost = await vendor.failure("devices", at: first.next) else {
            Issue.record("another error")
            return
        }
        #expect(vendor.asked(AsioVendor.devices).count == 2)
    }

    @Test func aReadGoesOnWhereItStoodInAnotherProcess() async throws {
        let answers = [AsioVendor.devices: [TransportResponse.devices(["e1"], of: "c1", next: "7")]]
        let first = try await AsioVendor(answers, companies: five).page("devices")
        let second = try AsioVendor([AsioVendor.devices: [.devices(["e2"], of: "c4")]], companies: five)
        _ = try await second.page("devices", at: first.next)
        let asked = try #require(second.asked(AsioVendor.devices).first)
        #expect(asked.query["cursor"] == "7" && asked.companies == ["c1", "c2", "c3", "c4"])
    }

    @Test func trap2CompaniesThatAreAnsweredWith404AreAskedForAgainBesideOneThatHasSomething() async throws {
        let vendor = try AsioVendor(
            [
                AsioVendor.devices: [
                    AsioVendor.nothing, .devices(["e1"], of: "c5"), .devices(["e1"], of: "c5"),
                ]
            ], companies: five)
        let pages = try await vendor.read("devices")
        #expect(
            vendor.asked(AsioVendor.devices).map(\.companies)
                == [["c1", "c2", "c3", "c4"], ["c5"], ["c5", "c1", "c2", "c3"], ["c5", "c4"]])
        #expect(pages.last?.provesWhole == true)
    }

    @Test func trap2NothingIsProvenBy404() async throws {
        let silent = try AsioVendor([:], companies: five)
        #expect(try await silent.read("devices").allSatisfy { !$0.provesWhole && $0.records.isEmpty })
        let inconsistent = try AsioVendor(
            [AsioVendor.devices: [AsioVendor.nothing, .devices(["e1"], of: "c5"), AsioVendor.nothing]],
            companies: five)
        #expect(try await inconsistent.read("devices").allSatisfy { !$0.provesWhole })
    }

    @Test func trap2APathThatIsNotThereIsNoEmptyList() async throws {
        let missing = TransportResponse.json(#"{"message":"no Route matched with those values"}"#, status: 404)
        let vendor = try AsioVendor([AsioVendor.devices: [missing]])
        guard case .rejectedCall(404, _) = await vendor.failure("devices") else {
            Issue.record("another error")
            return
        }
    }

    @Test func whereAPostIsRefusedTheListIsGotWithTheSameBody() async throws {
        let refusal = TransportResponse.json(#"{"message":"Method Not Allowed"}"#, status: 405)
        let vendor = try AsioVendor(
            [AsioVendor.devices: [refusal, .devices(["e1"], of: "c1", next: "3"), .devices(["e2"], of: "c1")]])
        #expect(try await vendor.records("devices").count == 2)
        let requests = vendor.transport.requests.filter { $0.url.contains(AsioVendor.devices) }
        #expect(requests.map(\.method) == [.post, .get, .get])
        #expect(Set(requests.map(\.body)).count == 1)
    }

    @Test(arguments: ["https://elsewhere.example", "https://vendor.example.evil.example", "http://vendor.example"])
    func trap11ALinkToAnotherHostIsRefused(host: String) async throws {
        let body = #"{"platform":[{"companyID":"c1","siteID":"s1","endpoints":[{"endpointID":"e1"}]}]}"#
        let vendor = try AsioVendor([AsioVendor.devices: [.linked(body, next: "7", host: host)]])
        guard case .malformedAnswer = await vendor.failure("devices") else {
            Issue.record("another error")
            return
        }
        #expect(vendor.transport.requests.allSatisfy { $0.url.hasPrefix(ScriptedTransport.base + "/") })
    }
}
