import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

@Suite struct AutotaskMappingTests {
    @Test func mapsACompany() async throws {
        let row =
            #"{"id":174,"companyName":"Acme","companyNumber":"AC-01","companyType":1,"isActive":true,"countryID":237,"#
            + #""ownerResourceID":5,"address1":"1 Main St","city":"Tampa","state":"FL","postalCode":"33602","phone":"8","#
            + #""webAddress":"","createDate":"2019-02-03T09:00:00.000Z","lastActivityDate":"2025-05-02T14:01:09.307Z"}"#
        let script = AutotaskScript(
            "Companies/query", AutotaskScript.items(row),
            and: [
                "Countries/query": AutotaskScript.items(#"{"id":237,"name":"United States"}"#),
                "Resources/query": AutotaskScript.items(#"{"id":5,"firstName":"Jo","lastName":"Doe"}"#),
            ])
        let read = try await AutotaskRead("companies", script)
        let expected: [(String, Value)] = [
            ("name", .text("Acme")), ("identifier", .text("AC-01")), ("country", .text("United States")),
            ("account_manager_name", .text("Jo Doe")), ("website", .null), ("region", .text("FL")),
        ]
        for (column, value) in expected { #expect(read.cell(column) == value, "\(column)") }
        #expect(read.records.first?.sourceCreatedAt == Timestamp(iso8601: "2019-02-03T09:00:00Z"))
    }

    @Test(arguments: [
        ("Customer", "customer"), ("Lead", "prospect"), ("Prospect", "prospect"), ("Dead", "former"),
        ("Cancellation", "former"), ("Former Customer", "former"), ("Vendor", "vendor"), ("Partner", "partner"),
        ("Neighbour", "other"),
    ])
    func aCompanysTypeIsReadByItsWords(_ label: String, _ kind: String) async throws {
        let read = try await AutotaskRead(
            "companies",
            AutotaskScript(
                "Companies/query", AutotaskScript.items(#"{"id":1,"companyType":7}"#),
                and: ["Companies/entityInformation/fields": AutotaskScript.fields("companyType", [("7", label)])]))
        #expect(read.cell("kind") == .text(kind) && read.cell("kind_label") == .text(label))
    }

    private func configuration(_ members: String) async throws -> AutotaskRead {
        let script = AutotaskScript(
            "ConfigurationItems/query", AutotaskScript.items("{\"id\":41237,\(members)}"),
            and: [
                "Products/query": AutotaskScript.items(
                    #"{"id":29683001,"manufacturerName":"Dell","manufacturerProductName":"Latitude"}"#),
                "ConfigurationItems/entityInformation/fields": AutotaskScript.fields(
                    "rmmDeviceAuditManufacturerID", [("3", "Dell Inc.")]),
            ])
        return try await AutotaskRead("configurations", script)
    }

    /// What ties an item to an RMM's device.
    @Test(arguments: [
        (#""rmmDeviceUID":"7f0c","rmmDeviceID":1203344"#, "datto-rmm", "7f0c"),
        (#""rmmVsaxDeviceID":"v-9","rmmDeviceUID":null"#, "kaseya-vsa-x", "v-9"),
        (#""rmmDeviceID":1203344"#, "datto-rmm", "1203344"), (#""rmmDeviceID":0"#, nil, nil),
        (#""rmmDeviceUID":"""#, nil, nil),
    ])
    func itemsAreTiedToTheDevicesOfTheRMMThatSyncedThem(
        _ members: String, _ vendor: String?, _ device: String?
    ) async throws {
        let read = try await configuration(members)
        #expect(read.cell("rmm_vendor") == Value(text: vendor))
        #expect(read.cell("rmm_device_external_id") == Value(text: device))
    }

    @Test func makeAndModelComeFromTheAuditAndElseFromTheProduct() async throws {
        let both = try await configuration(#""productID":29683001,"rmmDeviceAuditManufacturerID":3"#)
        #expect(both.cell("manufacturer") == .text("Dell Inc.") && both.cell("model") == .text("Latitude"))
        let none = try await configuration(#""productID":1"#)
        #expect(none.cell("manufacturer") == .null && none.cell("model") == .null)
        #expect(none.queries("Products").map(\.filter) == [#"[{"op":"in","field":"id","value":[1]}]"#])
    }

    @Test func notesOnDevicesArePasswordsAndAreNotStored() async throws {
        let read = try await configuration(
            #""referenceTitle":"WS","notes":"S3CRET","serialNumber":"To be filled by O.E.M.","location":"Attic""#)
        let record = try #require(read.records.first)
        #expect(!"\(record)".contains("S3CRET") && record.vendorFields?.contains("Attic") == true)
        #expect(read.cell("serial_number") == .null)
    }

    @Test func whatMovesAtEachSyncOfTheRMMIsNeverCompared() throws {
        let stream = try #require(Autotask.streams.first { $0.name == "configurations" })
        #expect(stream.volatileVendorFields.isSuperset(of: ["rmmDeviceAuditLastUser", "rmmOpenAlertCount"]))
    }

    @Test func aRecordThatCannotBeUsedIsShownWithoutSecrets() async throws {
        let row = #"{"id":null,"notes":"S3CRET-1","userDefinedFields":[{"name":"PW","value":"S3CRET-2"}]},{"id":2}"#
        let read = try await AutotaskRead(
            "configurations", AutotaskScript("ConfigurationItems/query", AutotaskScript.items(row)))
        #expect(read.records.map(\.externalID) == ["2"])
        #expect(read.pages.flatMap(\.rejected).count == 1)
        #expect(!"\(read.pages.flatMap(\.rejected))".contains("S3CRET"))
    }

    /// By the vendor's clock, which stands at 7 July 2025.
    @Test(arguments: [
        (#""status":1,"startDate":"2024-01-01T00:00:00Z","endDate":"2026-12-31T00:00:00Z""#, "active"),
        (#""status":1,"startDate":"2024-01-01T00:00:00Z","endDate":"2025-07-06T00:00:00Z""#, "expired"),
        (#""status":1,"startDate":"2024-01-01T00:00:00Z","endDate":"2025-07-07T00:00:00Z""#, "active"),
        (#""status":1,"startDate":"2025-08-01T00:00:00Z""#, "draft"),
        (#""status":0,"endDate":"2025-01-01T00:00:00Z""#, "expired"),
        (#""status":0,"endDate":"2026-01-01T00:00:00Z""#, "cancelled"), (#""status":7"#, nil),
    ])
    func aContractIsInEffectByItsStatusAndItsDates(_ members: String, _ status: String?) async throws {
        let read = try await AutotaskRead(
            "agreements", AutotaskScript("Contracts/query", AutotaskScript.items("{\"id\":1,\(members)}")))
        #expect(read.cell("status") == Value(text: status))
        #expect(read.cell("amount") == .null)
    }

    @Test func aLinesNameIsItsServicesAndItsQuantityThePeriodsThatHoldsToday() async throws {
        let script = AutotaskScript(
            "ContractServices/query",
            AutotaskScript.items(
                #"{"id":5,"contractID":3,"serviceID":9,"unitPrice":45.5,"unitCost":12,"invoiceDescription":"As agreed"},"#
                    + #"{"id":6,"contractID":3,"serviceID":8,"invoiceDescription":"As agreed"}"#),
            and: [
                "Services/query": AutotaskScript.items(#"{"id":9,"name":"Managed workstation"}"#),
                "ContractServiceUnits/query": AutotaskScript.items(
                    #"{"id":1,"contractServiceID":5,"units":7,"startDate":"2025-06-07T00:00:00Z"},"#
                        + #"{"id":2,"contractServiceID":5,"units":8,"startDate":"2025-07-07T00:00:00Z"}"#),
            ])
        let read = try await AutotaskRead("contract_services", script)
        #expect(read.records.map(\.externalID) == ["service:5", "service:6"])
        #expect(read.cell("name") == .text("Managed workstation") && read.cell("name", of: 1) == .text("As agreed"))
        #expect(read.cell("product_external_id") == .text("service:9"))
        #expect(read.cell("quantity") == .decimal("8") && read.cell("quantity", of: 1) == .null)
        let filter = read.queries("ContractServiceUnits").first?.filter ?? ""
        #expect(filter.contains(#"{"op":"lte","field":"startDate","value":"2025-07-07T00:00:00.000Z"}"#))
        #expect(filter.contains(#"{"op":"gte","field":"endDate","value":"2025-07-07T00:00:00.000Z"}"#))
        #expect(filter.contains(#"{"op":"in","field":"contractServiceID","value":[5,6]}"#))
    }

    @Test(arguments: [
        (#""closedDate":null,"lostDate":null"#, "Active", "open"),
        (#""closedDate":"2025-05-02T00:00:00Z""#, "Closed", "won"),
        (#""lostDate":"2025-05-02T00:00:00Z","closedDate":"2025-05-02T00:00:00Z""#, "Lost", "lost"),
        (#""closedDate":"2025-05-02T00:00:00Z""#, "Lost", "lost"),
    ])
    func anOpportunityIsWonOrLostByItsDates(_ members: String, _ label: String, _ status: String) async throws {
        let read = try await AutotaskRead(
            "opportunities",
            AutotaskScript(
                "Opportunities/query",
                AutotaskScript.items("{\"id\":1,\"status\":4,\"probability\":50,\"amount\":1200.5,\(members)}"),
                and: ["Opportunities/entityInformation/fields": AutotaskScript.fields("status", [("4", label)])]))
        #expect(read.cell("status") == .text(status) && read.cell("amount") == .decimal("1200.50"))
    }

    @Test func lookupsComeFromPickListsAndListsWithTheirKindAndParent() async throws {
        let tickets = #"""
            {"fields":[{"name":"status","picklistValues":[{"value":"5","label":"Complete","isActive":true,"isSystem":true}]},
             {"name":"subIssueType","picklistParentValueField":"issueType","picklistValues":[
              {"value":"136","label":"Printer","parentValue":"10","isActive":false},{"value":null,"label":"Broken"}]},
             {"name":"title","picklistValues":null}]}
            """#
        let script = AutotaskScript(
            "Tickets/entityInformation/fields", tickets,
            and: [
                "Resources/query": AutotaskScript.items(#"{"id":5,"firstName":"Jo","lastName":"Doe","isActive":false}"#)
            ])
        let read = try await AutotaskRead("lookups", script)
        #expect(read.records.map(\.externalID) == ["ticket_status:5", "ticket_subtype:136", "member:5"])
        #expect(read.cell("parent_external_id", of: 1) == .text("ticket_issue_type:10"))
        #expect((0..<3).map { read.cell("is_active", of: $0) } == [.boolean(true), .boolean(false), .boolean(false)])
        #expect(read.cell("name", of: 2) == .text("Jo Doe"))
        #expect(read.pages.flatMap(\.rejected).count == 1 && read.pages.last?.provesWhole == true)
        // Personal and cost data is not asked for.
        #expect(
            read.queries("Resources").allSatisfy { $0.body["IncludeFields"].texts.contains("internalCost") == false })
        #expect(read.queries("BillingCodes").first?.filter == #"[{"op":"eq","field":"useType","value":1}]"#)
    }

    @Test func aListOfLookupsThatMayNotBeReadIsLeftOutAndNothingIsProvenGone() async throws {
        let script = AutotaskScript([
            "Departments/query": { _ in .json(#"{"errors":["no adequate permissions"]}"#, status: 500) }
        ])
        let read = try await AutotaskRead("lookups", script)
        #expect(read.pages.flatMap(\.skippedParents).compactMap(\.externalID) == ["Departments"])
        #expect(read.pages.last?.provesWhole == false)
        #expect(!read.queries("Countries").isEmpty)
    }
}
