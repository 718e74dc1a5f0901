import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct ConnectWisePSAAgreementTests {
    private let entity = Agreement.entity.description
    private static let cycles = """
        [{"id":1,"name":"Jaehrlich","billingOptions":"Yearly"},{"id":2,"name":"Monthly","billingOptions":"Monthly"},
         {"id":3,"name":"Zweimonatlich","billingOptions":"BiMonthly"},{"id":4,"name":"Q","billingOptions":"Quarterly"},
         {"id":5,"name":"Once","billingOptions":"NotRecurring"}]
        """

    private func script(_ answers: [String: String]) -> ConnectWisePSAScript {
        let all = answers.merging(["/finance/billingCycles": Self.cycles]) { one, _ in one }
        return ConnectWisePSAScript(all.mapValues { json in { _ in .json(json, headers: ConnectWisePSAScript.end) } })
    }

    @Test func mapsAnAgreement() async throws {
        let read = try await ConnectWisePSARead(
            "agreements",
            script([
                "/finance/agreements": """
                [{"id":3,"name":"Gold","type":{"id":5,"name":"Managed"},"company":{"id":250},
                 "startDate":"2024-01-01T00:00:00Z",
                  "endDate":"2020-12-31T00:00:00Z","noEndingDateFlag":true,"cancelledFlag":false,"billAmount":1200.5,
                  "billingCycle":{"id":1,"name":"Jaehrlich"},"agreementStatus":"Active","currency":{"isoCode":"EUR"}}]
                """
            ]))
        let expected: [(String, Value)] = [
            ("kind_label", .text("Managed")), ("status", .text("active")), ("ends_on", .null),
            ("starts_on", .date(try #require(CalendarDate(iso8601: "2024-01-01")))), ("amount", .decimal("1200.50")),
            ("billing_cycle", .text("yearly")), ("billing_cycle_label", .text("Jaehrlich")), ("currency", .text("EUR")),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: entity) == value, "\(column)") }
        let stream = ConnectWisePSA.streams.first { $0.name == "agreements" }
        #expect(stream?.owns?.contains("monthly_amount") == false)
    }

    @Test(arguments: [
        (#""agreementStatus":"Active","cancelledFlag":true"#, Value.text("cancelled")),
        (#""agreementStatus":"Expired""#, .text("expired")),
        (#""agreementStatus":"Inactive","startDate":"2030-01-01T00:00:00Z""#, .text("draft")),
        (#""agreementStatus":"Inactive","startDate":"2020-01-01T00:00:00Z""#, .null),
        (#""endDate":"2020-01-01T00:00:00Z""#, .text("expired")), (#""agreementStatus":"Odd""#, .null),
    ])
    func readsTheStatus(_ members: String, _ status: Value) async throws {
        let read = try await ConnectWisePSARead(
            "agreements", script(["/finance/agreements": "[{\"id\":1,\(members)}]"]))
        #expect(read.cell("status", in: entity) == status)
    }

    @Test func withoutTheRightToBillingCyclesTheCycleIsUnknown() async throws {
        let script = ConnectWisePSAScript([
            "/finance/billingCycles": { _ in ConnectWisePSAScript.forbidden },
            "/finance/agreements": { _ in
                .json(#"[{"id":1,"billingCycle":{"id":2,"name":"Monthly"}}]"#, headers: ConnectWisePSAScript.end)
            },
        ])
        let read = try await ConnectWisePSARead("agreements", script)
        #expect(read.cell("billing_cycle", in: entity) == .null)
        #expect(read.cell("billing_cycle_label", in: entity) == .text("Monthly"))
    }

    @Test func mapsAdditionsToLines() async throws {
        let read = try await ConnectWisePSARead(
            "agreement_lines",
            script([
                "/finance/agreements/3/additions": """
                [{"id":11,"agreementId":3,"product":{"id":5,"identifier":"MW-1"},"description":"Managed Workstation",
                  "quantity":12.5,"lessIncluded":2,"billedQuantity":10.5,"unitPrice":45,"unitCost":12.255,
                  "effectiveDate":"2024-01-01T00:00:00Z","billCustomer":"Billable"}]
                """
            ]), parents: ["3"])
        let lines = AgreementLine.entity.description
        let expected: [(String, Value)] = [
            ("agreement_external_id", .text("3")), ("product_external_id", .text("5")),
            ("name", .text("Managed Workstation")), ("quantity", .decimal("12.5")),
            ("included_quantity", .decimal("2")), ("billed_quantity", .decimal("10.5")),
            ("unit_price", .decimal("45.00")), ("ends_on", .null),
        ]
        for (column, value) in expected { #expect(read.cell(column, in: lines) == value, "\(column)") }
    }

    private static let additions = """
        [{"id":1,"extPrice":100,"billCustomer":"Billable","effectiveDate":"2024-01-01T00:00:00Z"},
         {"id":2,"billedQuantity":2,"unitPrice":10.1,"billCustomer":"Billable"},
         {"id":3,"extPrice":7,"billCustomer":"NoCharge"},
         {"id":4,"extPrice":7,"billCustomer":"Billable","cancelledDate":"2024-06-30T00:00:00Z"},
         {"id":5,"extPrice":7,"billCustomer":"Billable","effectiveDate":"2031-01-01T00:00:00Z"}]
        """

    /// 30 and the additions in force, 120.20, make 150.20 a cycle; the test's clock stands in July 2025.
    @Test(arguments: [
        (2, Value.decimal("150.20")), (1, .decimal("12.52")), (4, .decimal("50.07")), (3, .null), (5, .null),
        (99, .null),
    ])
    func theMonthlyAmountHasTheLinesInForceWhateverTheCycle(_ cycle: Int, _ amount: Value) async throws {
        let read = try await ConnectWisePSARead(
            "agreement_amounts",
            script([
                "/finance/agreements/3": #"{"id":3,"billAmount":30,"billingCycle":{"id":\#(cycle)}}"#,
                "/finance/agreements/3/additions": Self.additions,
            ]), parents: ["3"])
        #expect(read.cell("monthly_amount", in: entity) == amount)
    }

    @Test(arguments: [
        (#"{"id":3,"billingCycle":{"id":2}}"#, "[]"),
        (#"{"id":3,"billAmount":30,"billingCycle":{"id":2}}"#, #"[{"id":1,"billCustomer":"Billable"}]"#),
        (#"{"id":3,"billAmount":30,"billingCycle":{"id":2}}"#, #"[{"id":1,"extPrice":5}]"#),
    ])
    func theMonthlyAmountIsUnknownWhereAPartOfItIs(_ agreement: String, _ additions: String) async throws {
        let read = try await ConnectWisePSARead(
            "agreement_amounts",
            script([
                "/finance/agreements/3": agreement, "/finance/agreements/3/additions": additions,
            ]), parents: ["3"])
        #expect(read.cell("monthly_amount", in: entity) == .null)
    }
}
