import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing

/// The traps of the vendor's sheet, by their numbers; 2, 11 are in the paging tests, 3, 15 in those of the sign-in.
@Suite struct AsioTrapTests {
    private let device = Device.entity.description

    private func rows(_ text: String, _ company: String = "c1") -> TransportResponse {
        .json(#"{"platform":[{"companyID":"\#(company)","siteID":"s1","endpoints":[\#(text)]}]}"#)
    }

    @Test func trap1ListsAskInTheSingularAndStatesInThePlural() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [rows(#"{"endpointID":"e1"}"#)], AsioVendor.heartbeat: [.json("{}")],
        ])
        _ = try await vendor.read("devices")
        _ = try await vendor.read("heartbeat")
        let body = try JSONValue.parse(
            #require(vendor.transport.requests.first { $0.url.contains(AsioVendor.devices) }).body)
        #expect(body["resourceType"].string == "company")
        let query = try #require(vendor.asked(AsioVendor.heartbeat).first).query
        #expect(query["resourceType"] == "companies" && query["resources"] == "c1")
    }

    @Test func trap1TheWordsCanBeSet() async throws {
        let vendor = try AsioVendor(
            [AsioVendor.devices: [rows(#"{"endpointID":"e1"}"#)], AsioVendor.heartbeat: [.json("{}")]],
            settings: ["list_resource_type": "companies", "state_resource_type": "clients"])
        _ = try await vendor.read("devices")
        _ = try await vendor.read("heartbeat")
        let body = try JSONValue.parse(
            #require(vendor.transport.requests.first { $0.url.contains(AsioVendor.devices) }).body)
        #expect(body["resourceType"].string == "companies")
        #expect(vendor.asked(AsioVendor.heartbeat).first?.query["resourceType"] == "clients")
    }

    @Test(arguments: [400, 403]) func trap1AWrongWordIsSaidAloudWithTheSettingThatMendsIt(status: Int) async throws {
        let refusal = TransportResponse.json(#"{"message":"Invalid Resource Type"}"#, status: status)
        let vendor = try AsioVendor([AsioVendor.heartbeat: [refusal]])
        guard case .rejectedCall(status, let words) = await vendor.failure("heartbeat") else {
            Issue.record("another error")
            return
        }
        #expect(words.contains("state_resource_type"))
    }

    @Test func trap2APatchListThatIsNotFoundKeepsWhatIsKnown() async throws {
        let vendor = try AsioVendor(["/api/platform/v2/patching/e1/patches": [.json(#"{"patches":[]}"#)]])
        let page = try await vendor.page("system_patches", parents: ["e1", "e2"])
        #expect(page.completedParents == ["e1"] && page.skippedParents.isEmpty && !page.provesWhole)
    }

    @Test(arguments: ["endpointID", "endpointId", "EndpointID"])
    func trap4KeysAreReadInAnySpelling(spelling: String) async throws {
        let row = #"{"\#(spelling)":"e1","DeviceName":"WS1","baseBoard":{"Manufacturer":"Dell Inc."},"siteId":"s7"}"#
        let vendor = try AsioVendor([
            AsioVendor.devices: [.json(#"{"platform":[{"companyId":"c1","endpoints":[\#(row)]}]}"#)]
        ])
        let record = try #require(try await vendor.records("devices").first)
        #expect(record.externalID == "e1")
        #expect(try record.cell("hostname", of: device) == .text("WS1"))
        #expect(try record.cell("manufacturer", of: device) == .text("Dell Inc."))
        #expect(try record.cell("organization_external_id", of: device) == .text("c1"))
        #expect(try record.cell("site_external_id", of: device) == .text("s7"))
        #expect(record.vendorFields == nil)
    }

    @Test func trap5ASiteThatTheListLeavesOutIsLearnedFromTheHeartbeat() async throws {
        let beat = #"{"successfulRecords":[{"companyID":"c1","siteID":"s9","endpoints":[{"EndpointID":"e1"}]}]}"#
        let vendor = try AsioVendor([
            AsioVendor.devices: [.devices(["e1", "e2"], of: "c1", site: nil)], AsioVendor.heartbeat: [.json(beat)],
        ])
        let records = try await vendor.records("devices")
        #expect(try records.map { try $0.cell("site_external_id", of: device) } == [.text("s9"), .null])
        // Known by now: no further call is made for it.
        #expect(try await vendor.connector.record(of: "devices", externalID: "e1") == records.first)
        #expect(vendor.asked(AsioVendor.heartbeat).count == 1)
    }

    @Test func trap5AHeartbeatThatIsRefusedLeavesTheSiteUnknown() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [.devices(["e1"], of: "c1", site: nil)],
            AsioVendor.heartbeat: [.json(#"{"message":"Invalid Resource Type"}"#, status: 400)],
        ])
        #expect(try await vendor.records("devices").count == 1)
    }

    @Test func trap6ANameThatATenantDoesNotKnowIsLeftOut() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [
                .json(#"{"message":"Invalid field: virtualType"}"#, status: 400),
                .json(#"{"message":"Bad Request"}"#, status: 400), rows(#"{"endpointID":"e1"}"#),
            ]
        ])
        #expect(try await vendor.records("devices").count == 1)
        let fields = vendor.asked(AsioVendor.devices).compactMap { $0.query["field"]?.split(separator: ",") }
        #expect(fields[0].contains("virtualType") && fields[0].contains("networks"))
        #expect(!fields[1].contains("virtualType") && fields[1].contains("networks"))
        #expect(!fields[2].contains("networks") && fields[2].contains("baseboard"))
        // A section that is not known has no list of its own.
        guard case .notAvailable = await vendor.failure("device_network_interfaces") else {
            Issue.record("another error")
            return
        }
    }

    @Test func trap6WhatIsRefusedForGoodIsAnErrorInTheEnd() async throws {
        let refusal = TransportResponse.json(#"{"message":"Bad Request"}"#, status: 400)
        let vendor = try AsioVendor([
            AsioVendor.devices: [refusal], "/api/platform/v2/device/categories/platform/endpoints": [refusal],
        ])
        guard case .rejectedCall(400, _) = await vendor.failure("devices") else {
            Issue.record("another error")
            return
        }
    }

    @Test func trap7TheMakerIsTheBoardsAndNoOther() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [
                rows(
                    #"""
                    {"endpointID":"e1","baseboard":{"manufacturer":"Dell Inc."},"bios":{"manufacturer":"AMI"},
                    "system":{"product":"SKU=3","model":"OptiPlex 7090"}},
                    {"endpointID":"e2","bios":{"manufacturer":"AMI"},"system":{"product":"HP"}}
                    """#)
            ]
        ])
        let records = try await vendor.records("devices")
        #expect(try records.map { try $0.cell("manufacturer", of: device) } == [.text("Dell Inc."), .null])
        #expect(records[1].vendorFields?.contains("AMI") == true)
    }

    @Test func trap8AFleetOf5000FitsTheQuotaThatAllJobsShare() throws {
        let budget = Asio.vendor.budget
        #expect(budget.callsPerMinute <= 100 && (2...4).contains(budget.concurrentCalls))
        var callsADay = 0.0
        for stream in Asio.streams {
            var period = stream.period
            if case .perParent(_, .moved(_, let rest)) = stream.reading { period = max(period, rest) }
            let times = 86_400 / Double(period.components.seconds)
            callsADay += times * Double(stream.callsPerThousand) * 5
        }
        #expect(callsADay < Double(budget.callsPerMinute) * 60 * 24 / 5)
    }

    @Test func trap9TheCompanyThatWasAskedForIsTrusted() async throws {
        let vendor = try AsioVendor(
            [
                AsioVendor.devices: [
                    rows(#"{"endpointID":"e1"}"#, "50000001"), rows(#"{"endpointID":"e1"}"#, "50000001"),
                    rows(#"{"endpointID":"e2"}"#, "50000002"),
                ]
            ], companies: ["c1", "c2"])
        let records = try await vendor.records("devices")
        #expect(vendor.asked(AsioVendor.devices).map(\.companies) == [["c1", "c2"], ["c1"], ["c2"]])
        #expect(
            try records.map { try $0.cell("organization_external_id", of: device) } == [.text("c1"), .text("c2")])
    }

    @Test func theShapeWithoutCompaniesAndSitesIsReadCompanyByCompany() async throws {
        let vendor = try AsioVendor(
            [AsioVendor.devices: [.json(#"{"platform":[{"endpointID":"e1","deviceName":"WS1"}]}"#)]],
            companies: ["c1", "c2"])
        let records = try await vendor.records("devices")
        #expect(try records.first?.cell("organization_external_id", of: device) == .text("c1"))
        #expect(vendor.asked(AsioVendor.devices).map(\.companies) == [["c1", "c2"], ["c1"], ["c2"]])
    }

    @Test func trap9ThePSAsNumberIsTheOneOfItsProduct() async throws {
        let company = #"""
            {"id":"c1","name":"Acme","externalIds":[{"externalId":"50000001","productId":"command"},
            {"externalId":"101","productId":"PSA"},{"externalId":"9","productId":"other"}]}
            """#
        for (setting, id) in [(nil, "101"), ("other", "9")] {
            let vendor = try AsioVendor(
                [AsioVendor.companies: [.json("[\(company)]")]],
                settings: setting.map { ["psa_product_id": $0] } ?? [:])
            let record = try #require(try await vendor.records("organizations").first)
            let cell = try record.cell("psa_company_external_id", of: Organization.entity.description)
            #expect(cell == .text(id))
        }
    }

    @Test func trap10WhatAnAnswerLacksIsSetAside() async throws {
        let partly = #"""
            {"status":"success","successfulRecords":[{"companyID":"c1","siteID":"s1","endpoints":[
            {"EndpointID":"e1","Availability":true,"DcDateTimeUTC":"2025-06-01T08:30:00Z"}]}],
            "failedRecords":[{"companyID":"c2","message":"timeout"}]}
            """#
        let vendor = try AsioVendor([AsioVendor.heartbeat: [.json(partly)]])
        let page = try await vendor.page("heartbeat")
        #expect(page.records.map(\.externalID) == ["e1"])
        #expect(page.rejected.map(\.externalID) == ["c2"])
        #expect(try page.records[0].cell("online", of: device) == .boolean(true))
    }

    @Test func trap10AThrottleInTheMiddleOfPagingKeepsThePlace() async throws {
        let throttle = TransportResponse.json(#"{"message":"limit exceeded"}"#, status: 429)
        let vendor = try AsioVendor([
            AsioVendor.devices: [.devices(["e1"], of: "c1", next: "7"), throttle, .devices(["e2"], of: "c1")]
        ])
        let first = try await vendor.page("devices")
        guard case .throttled(300, _) = await vendor.failure("devices", at: first.next) else {
            Issue.record("another error")
            return
        }
        #expect(try await vendor.page("devices", at: first.next).provesWhole)
    }

    @Test func aThrottleEndsWithTheQuotasReset() async throws {
        let name = try #require(HTTPField.Name("Reset"))
        let throttle = TransportResponse.json(
            "{}", status: 503, headers: [name: "1751900120", .date: "Mon, 07 Jul 2025 14:53:20 GMT"])
        let vendor = try AsioVendor(["/api/platform/v1/company/sites": [throttle]])
        guard case .throttled(120, _) = await vendor.failure("sites") else {
            Issue.record("another wait")
            return
        }
    }

    @Test func traps12And14And16TicketsWritesAndTheOldRoutesAreLeftAlone() async throws {
        let vendor = try AsioVendor([AsioVendor.devices: [.devices(["e1"], of: "c1")]])
        for stream in Asio.streams { _ = try? await vendor.read(stream.name, parents: ["e1"]) }
        let urls = vendor.transport.requests.map(\.url)
        for part in ["ticketing", "automation", "/v1/device", "uninstall", "/v2/alerts"] {
            #expect(!urls.contains { $0.contains(part) }, "\(part)")
        }
        #expect(vendor.transport.requests.allSatisfy { [.get, .post].contains($0.method) })
    }

    @Test func trap13TimesAreISOOrSecondsOrMilliseconds() async throws {
        let summaries = [#""2025-06-01T08:30:00Z""#, "1748766600000", "1748766600", "0", #""""#].enumerated().map {
            #"{"endpointID":"e\#($0)","assessedAt":\#($1)}"#
        }
        let vendor = try AsioVendor([
            AsioVendor.summary: [
                .json(#"{"data":[{"companyID":"c1","endpoints":[\#(summaries.joined(separator: ","))]}]}"#)
            ]
        ])
        let cells = try await vendor.records("patch_status").map {
            try $0.cell("last_scanned_at", of: PatchStatus.entity.description)
        }
        let moment = Value.timestamp(Timestamp(seconds: 1_748_766_600))
        #expect(cells == [moment, moment, moment, .null, .null])
    }

    @Test(arguments: [400, 403, 404], ["patch_status", "third_party_patches", "backups", "software"])
    func trap17AProductThatAPartnerLacksIsNotAvailable(status: Int, stream: String) async throws {
        let refusal = TransportResponse.json(#"{"message":"resource or access: none"}"#, status: status)
        let vendor = try AsioVendor([
            AsioVendor.summary: [refusal], AsioVendor.products: [refusal], AsioVendor.applications: [refusal],
            "/api/backup-dashboard/companies/c1/instances": [refusal],
        ])
        guard case .notAvailable = await vendor.failure(stream) else {
            Issue.record("another error")
            return
        }
    }

    @Test func trap17PatchesThatTheKeyMayNotSeeAreNotAvailable() async throws {
        let refusal = TransportResponse.json(#"{"message":"client has no access"}"#, status: 403)
        let parents = (1...50).map { "e\($0)" }
        let answers = parents.map { ("/api/platform/v2/patching/\($0)/patches", [refusal]) }
        let vendor = try AsioVendor(Dictionary(uniqueKeysWithValues: answers))
        await #expect(throws: ConnectorError.self) {
            try await vendor.page("system_patches", parents: parents.sorted())
        }
        do {
            _ = try await vendor.page("system_patches", parents: parents.sorted())
        } catch {
            guard case .notAvailable = error as? ConnectorError else {
                Issue.record("another error")
                return
            }
        }
    }

    @Test func whatTheVendorCannotGiveIsSaid() {
        #expect(Set(Asio.vendor.notAvailable.keys) == ["alerts", "device_volumes"])
    }
}
