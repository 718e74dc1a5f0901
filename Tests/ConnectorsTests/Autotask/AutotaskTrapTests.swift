import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// The traps of the sheet by their numbers; those of signing in, of paging and of tickets have suites of their own.
@Suite struct AutotaskTrapTests {
    /// Traps 1 and 11.
    @Test(arguments: [
        ("companies", "Companies", "lastActivityDate"), ("contacts", "Contacts", "lastModifiedDate"),
        ("tickets", "Tickets", "lastActivityDate"), ("ticket_configurations", "Tickets", "lastActivityDate"),
        ("ticket_notes", "TicketNotes", "lastActivityDate"), ("time_entries", "TimeEntries", "lastModifiedDateTime"),
        ("configurations", "ConfigurationItems", "lastModifiedTime"),
        ("agreements", "Contracts", "lastModifiedDateTime"), ("services", "Services", "lastModifiedDate"),
        ("service_bundles", "ServiceBundles", "lastModifiedDate"), ("opportunities", "Opportunities", "lastActivity"),
    ])
    func theFieldOfChangeIsTheEntitysOwn(_ stream: String, _ entity: String, _ field: String) async throws {
        let read = try await AutotaskRead(stream, AutotaskScript(), scope: AutotaskRead.since)
        let filter = read.queries(entity).first?.filter ?? ""
        #expect(filter.contains(#"{"op":"gte","field":"\#(field)","value":"2025-05-02T14:00:00.123Z"}"#))
        let whole = try await AutotaskRead(stream, AutotaskScript())
        #expect(whole.queries(entity).first?.filter.contains("gte") == false)
    }

    /// Trap 1: an entity without such a field is never filtered by one.
    @Test(arguments: [
        ("company_sites", "CompanyLocations"), ("products", "Products"), ("contract_services", "ContractServices"),
        ("additional_ticket_configurations", "TicketAdditionalConfigurationItems"),
    ])
    func anEntityWithoutAFieldOfChangeIsReadWhole(_ stream: String, _ entity: String) async throws {
        let read = try await AutotaskRead(stream, AutotaskScript(), scope: AutotaskRead.since)
        #expect(read.queries(entity).map(\.filter) == [#"[{"op":"exist","field":"id"}]"#])
        #expect(Autotask.streams.first { $0.name == stream }?.reading == .snapshot)
    }

    /// Trap 2: one shared budget, so that nothing is called once for each ticket.
    @Test func nothingIsCalledForEachTicket() {
        for stream in Autotask.streams {
            if case .perParent = stream.reading { Issue.record("\(stream.name) calls for each of its parents") }
        }
        #expect(Autotask.vendor.budget.callsPerMinute * 60 <= 5_000)
    }

    /// Trap 3.
    @Test func noEntityIsCalledThreeTimesAtOnce() {
        let scope = BudgetScope(key: "account")
        let rules = Autotask.vendor.budget.rules(account: scope, host: "vendor.example", settings: [:])
        for stream in Autotask.streams {
            for call in stream.calls {
                let path = call.replacing("{zone}", with: "ATServicesRest")
                let own = rules.filter { rule in
                    rule.paths.contains { path.hasSuffix($0.dropFirst("/*/*".count)) || path.contains($0.dropFirst(4)) }
                }
                #expect(own.count == 1 && own.allSatisfy { $0.limits.concurrentCalls < 3 }, "\(call)")
            }
        }
    }

    /// Trap 3: refused with odd codes.
    @Test(arguments: ["Itgenatr005", "The thread threshold of 3 was exceeded", "ITGENATR005: try later"])
    func tooManyThreadsIsAThrottleWhateverItsStatus(_ words: String) async {
        guard case .throttled(5, _) = await refusal(#"{"errors":["\#(words)"]}"#, 500) else {
            return #expect(Bool(false))
        }
    }

    /// Trap 4.
    @Test func a500WithWordsIsAWrongCallOrAMissingRightAndAnyOtherIsAFailingServer() async {
        guard case .rejectedCall(500, let words) = await refusal(#"{"errors":["Unable to find X in Y"]}"#, 500) else {
            return #expect(Bool(false))
        }
        #expect(words.contains("Unable to find X in Y"))
        guard case .rejectedCall(500, _) = await refusal(#"{"errors":[{"message":"no"}]}"#, 500) else {
            return #expect(Bool(false))
        }
        let right = #"{"errors":["The logged in Resource does not have the adequate permissions"]}"#
        guard case .forbidden = await refusal(right, 500) else { return #expect(Bool(false)) }
        guard case .unavailable = await refusal("<html>Bad Gateway</html>", 502) else { return #expect(Bool(false)) }
        guard case .unavailable = await refusal("{}", 500) else { return #expect(Bool(false)) }
        guard case .rejectedCall(500, _) = await refusal(#"{"errors":["no"]}"#, 200) else {
            return #expect(Bool(false))
        }
        // The hour's limit: its status is not documented.
        let over = #"{"errors":["The request threshold was exceeded"]}"#
        for status in [429, 500, 403] {
            guard case .throttled = await refusal(over, status) else { return #expect(Bool(false), "\(status)") }
        }
    }

    /// Trap 4: nothing is asked again that would be refused the same way.
    @Test func aWrongCallIsMadeOnce() async throws {
        let transport = AutotaskScript(["Contacts/query": { _ in .json(#"{"errors":["no"]}"#, status: 500) }])
            .transport()
        let budgets = Budgets()
        let client = VendorClient(
            transport: transport, budgets: budgets,
            rules: [BudgetRule(BudgetScope(key: "t"), BudgetLimits(callsPerMinute: 10_000, concurrentCalls: 4))])
        var context = transport.context(credentials: AutotaskScript.credentials)
        context.transport = client
        let connector = try Autotask(context)
        await #expect(throws: ConnectorError.self) { try await connector.pages(of: "contacts") }
        #expect(transport.requests.count { $0.url.hasSuffix("Contacts/query") } == 1)
    }

    /// Trap 6.
    @Test func filterValuesHaveTheTypesOfTheirFields() async throws {
        let note = #"{"id":1,"ticketID":7,"createdByContactID":29683589}"#
        let read = try await AutotaskRead(
            "ticket_notes", AutotaskScript("TicketNotes/query", AutotaskScript.items(note)))
        let all = read.calls.map { $0.body["Filter"].serialised() }.joined()
        #expect(all.contains(#"{"op":"in","field":"id","value":[29683589]}"#))
        #expect(all.contains(#"{"op":"noteq","field":"noteType","value":13}"#))
        let either =
            #"{"op":"or","items":[{"op":"eq","field":"isActive","value":true},{"op":"eq","field":"isActive","value":false}]}"#
        #expect(read.queries("Resources").first?.filter.contains(either) == true)
    }

    /// Trap 7.
    @Test func companyZeroIsTheMSPItselfAndNotNone() async throws {
        let companies = try await AutotaskRead(
            "companies",
            AutotaskScript(
                "Companies/query",
                AutotaskScript.items(
                    #"{"id":0,"companyName":"Us","companyType":null},{"id":174,"companyType":1,"parentCompanyID":0}"#),
                and: ["Companies/entityInformation/fields": AutotaskScript.fields("companyType", [("1", "Customer")])]))
        #expect(companies.records.map(\.externalID) == ["0", "174"])
        #expect(companies.cell("kind") == .text("internal") && companies.cell("kind", of: 1) == .text("customer"))
        #expect(companies.cell("parent_external_id", of: 1) == .text("0"))
        let ticket = try await AutotaskRead(
            "tickets", AutotaskScript("Tickets/query", AutotaskScript.items(#"{"id":1,"companyID":0}"#)))
        #expect(ticket.cell("company_external_id") == .text("0"))
    }

    /// Trap 8.
    @Test(arguments: [("1", true), ("0", false), ("true", true)])
    func contactsAreActiveByANumber(_ sent: String, _ isActive: Bool) async throws {
        let read = try await AutotaskRead(
            "contacts", AutotaskScript("Contacts/query", AutotaskScript.items(#"{"id":1,"isActive":\#(sent)}"#)))
        #expect(read.cell("is_active") == .boolean(isActive))
        let site = try await AutotaskRead(
            "configurations",
            AutotaskScript("ConfigurationItems/query", AutotaskScript.items(#"{"id":1,"isActive":\#(isActive)}"#)))
        #expect(site.cell("is_active") == .boolean(isActive))
    }

    /// Trap 9.
    @Test func pickListNumbersAreLookedUpAsTextsAndUnlistedOnesStay() async throws {
        let read = try await AutotaskRead(
            "tickets",
            AutotaskScript(
                "Tickets/query", AutotaskScript.items(#"{"id":1,"queueID":29682833},{"id":2,"queueID":77}"#),
                and: ["Tickets/entityInformation/fields": AutotaskScript.fields("queueID", [("29682833", "Level 1")])]))
        #expect(read.cell("queue_label") == .text("Level 1") && read.cell("queue_label", of: 1) == .null)
        #expect(read.records[1].vendorFields?.contains(#""queueID":77"#) == true)
        #expect(read.calls.count { $0.tail == "Tickets/entityInformation/fields" } == 1)
    }

    /// Trap 10: ids are unique per entity only.
    @Test func idsThatSeveralEntitiesHaveCarryTheirKind() async throws {
        let row = #"{"id":5,"name":"X"}"#
        let script = AutotaskScript(
            "Products/query", AutotaskScript.items(row),
            and: ["Services/query": AutotaskScript.items(row), "ServiceBundles/query": AutotaskScript.items(row)])
        let ids = [
            try await AutotaskRead("products", script), try await AutotaskRead("services", script),
            try await AutotaskRead("service_bundles", script),
        ].flatMap { $0.records.map(\.externalID) }
        #expect(ids == ["product:5", "service:5", "bundle:5"])
    }

    /// Trap 12: by its own address what is not there is an empty item, an empty body or a 404.
    @Test func whatIsNotThereIsAskedForByAListWhichIsEmpty() async throws {
        let transport = AutotaskScript().transport()
        let connector = try Autotask(transport.context(credentials: AutotaskScript.credentials))
        for stream in Autotask.streams where stream.canReadOne {
            #expect(try await connector.record(of: stream.name, externalID: "99") == nil)
            #expect(try await connector.record(of: stream.name, externalID: "x") == nil)
        }
        let asked = transport.requests.map(AutotaskCall.init).filter { $0.filter.contains("99") }
        #expect(asked.count == 5 && asked.allSatisfy { $0.filter == #"[{"op":"eq","field":"id","value":99}]"# })
    }

    /// Trap 13.
    @Test(arguments: [
        ("2025-05-02T14:16:00.013", "2025-05-02T14:16:00.013Z"), ("2025-05-02T14:16:00Z", "2025-05-02T14:16:00Z"),
        ("2025-05-02T14:16:00.1234567Z", "2025-05-02T14:16:00.123456Z"),
        ("2025-05-02T14:16:00", "2025-05-02T14:16:00Z"),
    ])
    func timesWithoutAZoneAreUTC(_ sent: String, _ meant: String) async throws {
        let read = try await AutotaskRead(
            "tickets", AutotaskScript("Tickets/query", AutotaskScript.items(#"{"id":1,"createDate":"\#(sent)"}"#)))
        #expect(read.cell("opened_at") == Timestamp(iso8601: meant).map { .timestamp($0) })
    }

    /// Trap 13.
    @Test func daysAreNotShiftedAndSentinelsAreNone() async throws {
        let read = try await AutotaskRead(
            "agreements",
            AutotaskScript(
                "Contracts/query",
                AutotaskScript.items(
                    #"{"id":1,"startDate":"2024-01-01T00:00:00","endDate":"2026-12-31T00:00:00Z","status":1},"#
                        + #"{"id":2,"startDate":"0001-01-01T00:00:00","endDate":null}"#)))
        #expect(read.cell("starts_on") == CalendarDate(year: 2024, month: 1, day: 1).map { .date($0) })
        #expect(read.cell("ends_on") == CalendarDate(year: 2026, month: 12, day: 31).map { .date($0) })
        #expect(read.cell("starts_on", of: 1) == .null)
        #expect(read.records[1].vendorFields?.contains("0001-01-01") == true)
    }

    /// Trap 15.
    @Test func maskedCustomFieldsAndThoseThatAreNotAllowedAreNotStored() async throws {
        let row =
            #"{"id":1,"userDefinedFields":[{"name":"Tier","value":"Gold"},{"name":"Vault","value":"*****"},"#
            + #"{"name":"Wi-Fi","value":"S3CRET-UDF"},{"name":"Seats","value":null}]}"#
        let script = AutotaskScript("Companies/query", AutotaskScript.items(row))
        let read = try await AutotaskRead("companies", script, settings: ["custom_fields": "Tier,Vault,Seats"])
        #expect(read.records.first?.customFields == #"{"Tier":"Gold"}"#)
        #expect(read.records.first?.vendorFields?.contains("S3CRET-UDF") != true)
        let none = try await AutotaskRead("companies", script)
        #expect(none.records.first?.customFields == nil)
    }

    /// Traps 16 and 17: what our level may not see is missing without an error, so that the page says what to grant, and
    /// an empty list of what has a brake is held by it.
    @Test func whatALevelHidesIsMissingWithoutAnError() async throws {
        #expect(Autotask.vendor.rights.contains("not billable") && Autotask.vendor.rights.contains("modules"))
        for stream in ["companies", "contacts", "tickets", "configurations", "agreements", "products"] {
            let read = try await AutotaskRead(stream, AutotaskScript())
            #expect(read.records.isEmpty && read.pages.last?.provesWhole == true && read.entity.hasBrake, "\(stream)")
        }
    }

    /// Trap 18.
    @Test func nulCharactersAreDroppedAndLongNotesKept() async throws {
        let long = String(repeating: "x", count: 40_000)
        let read = try await AutotaskRead(
            "ticket_notes",
            AutotaskScript(
                "TicketNotes/query",
                AutotaskScript.items(#"{"id":1,"description":"a\u0000b"},{"id":2,"description":"\#(long)"}"#)))
        #expect(read.cell("body") == .text("ab") && read.cell("body", of: 1) == .text(long))
    }

    /// Trap 20.
    @Test func workflowRulesNotesAreReadOnlyWhereASettingAsksForThem() async throws {
        let filter = #"{"op":"noteq","field":"noteType","value":13}"#
        let usual = try await AutotaskRead("ticket_notes", AutotaskScript())
        #expect(usual.queries("TicketNotes").first?.filter == "[\(filter)]")
        let all = try await AutotaskRead("ticket_notes", AutotaskScript(), settings: ["workflow_notes": "true"])
        #expect(all.queries("TicketNotes").first?.filter == #"[{"op":"exist","field":"id"}]"#)
    }

    /// Trap 21.
    @Test func companiesOutOfUseAreKept() async throws {
        let read = try await AutotaskRead(
            "companies", AutotaskScript("Companies/query", AutotaskScript.items(#"{"id":1,"isActive":false}"#)))
        #expect(read.records.map(\.isDeleted) == [false] && read.cell("is_active") == .boolean(false))
        #expect(read.queries("Companies").first?.filter.contains("isActive") == false)
    }

    private func refusal(_ body: String, _ status: Int) async -> ConnectorError? {
        let script = AutotaskScript(["Contacts/query": { _ in .json(body, status: status) }])
        let transport = script.transport()
        do throws(ConnectorError) {
            _ = try await Autotask(transport.context(credentials: AutotaskScript.credentials)).pages(of: "contacts")
            return nil
        } catch {
            return error
        }
    }
}
