import Connectors
import HTTPTransport
import Inventory
import Testing

/// Contracts, their lines, and the services that are the catalogue.
@Suite struct BMSFinanceTests {
    private static let contracts = "/v2/finance/contracts/summary"
    private static let services = "/v2/admin/finance/services"

    private func contract(_ id: Int, _ account: String, _ more: String = "") -> String {
        #"{"id":\#(id),"contractName":"Gold","accountName":"\#(account)"\#(more)}"#
    }

    @Test func trap5AContractsAccountIsFoundByItsNameAndByIDsWhereTheNameIsSharedByTwo() async throws {
        let vendor = try BMSVendor([
            Self.contracts: [.bms([contract(1, "Acme"), contract(2, "Twin"), contract(3, "Gone")], total: 3)],
            "/v2/crm/accounts/lookup": [
                .bms([#"{"id":10,"name":"Acme"}"#, #"{"id":20,"name":"Twin"}"#, #"{"id":21,"name":"Twin"}"#]), .bms([]),
            ],
            "/v2/finance/contracts/lookup": [.bms([#"{"Id":9}"#]), .bms([#"{"Id":2}"#])],
        ])
        let read = try await vendor.read("agreements")
        #expect(
            try (0..<3).map { try read.cell("company_external_id", of: $0) } == [.text("10"), .text("21"), .null])
        #expect(
            vendor.asked.contains("/v2/crm/accounts/lookup?Filter.WithInactiveAccounts=true&PageSize=100&PageNumber=1"))
        #expect(vendor.asked.contains("/v2/finance/contracts/lookup?AccountId=20&ExcludeExpiredContracts=false"))
        #expect(read.provesWhole)
    }

    private func read(_ more: String) async throws -> BMSRead {
        try await BMSVendor([
            Self.contracts: [.bms([contract(1, "A", more)], total: 1)], "/v2/crm/accounts/lookup": [.bms([])],
        ]).read("agreements")
    }

    @Test(arguments: ["0001-01-01T00:00:00", "9999-12-31T00:00:00", "9999-12-31T23:59:59.9999999"])
    func anOpenEndIsNoDate(end: String) async throws {
        let read = try await read(#","startDate":"2024-01-01T00:00:00","endDate":"\#(end)""#)
        #expect(try read.cell("ends_on") == .null)
        #expect(try read.cell("starts_on") == .date(try #require(CalendarDate(year: 2024, month: 1, day: 1))))
        #expect(read.records[0].vendorFields?.contains(end) == true)
    }

    @Test(arguments: [
        ("Active", "Monthly", Value.text("active"), Value.text("monthly")),
        ("Expired", "Semi-Annually", .text("expired"), .text("semiannual")),
        ("On Hold", "Fortnight", .null, .text("other")),
        ("Cancelled", "One Time", .text("cancelled"), .text("one_time")),
    ])
    func aContractsWordsAreTheTenantsAndOnlyKnownOnesMeanSomething(
        status: String, cycle: String, expected: Value, billed: Value
    ) async throws {
        let read = try await read(#","status":"\#(status)","billingCycle":"\#(cycle)","contractBillingPrice":1450.5"#)
        #expect(try read.cell("status") == expected && read.cell("status_label") == .text(status))
        #expect(try read.cell("billing_cycle") == billed && read.cell("amount") == .decimal("1450.50"))
        #expect(try read.cell("monthly_amount") == .null)
    }

    @Test func linesAreReadByTheServicesThatTheyUse() async throws {
        let line =
            #"{"id":4,"serviceId":62,"contractId":812,"accountId":5,"serviceName":"Server","unitPrice":150.0,"#
            + #""effectiveDate":"0001-01-01T00:00:00"}"#
        let vendor = try BMSVendor([
            "\(Self.services)/search": [.bms([#"{"id":61}"#], total: 1), .bms([#"{"id":62}"#], total: 1)],
            "\(Self.services)/61/relatedservices/search": [.bms([], total: 0)],
            "\(Self.services)/62/relatedservices/search": [.bms([line], total: 1)],
        ])
        let read = try await vendor.read("agreement_lines")
        #expect(read.ids == ["4"] && read.provesWhole && read.pages.flatMap(\.completedParents) == [])
        #expect(try read.cell("agreement_external_id") == .text("812") && read.cell("quantity") == .null)
        #expect(try read.cell("product_external_id") == .text("62") && read.cell("starts_on") == .null)
    }

    @Test func aServiceWhoseLinesCannotBeReadLeavesTheOthersUnproven() async throws {
        let vendor = try BMSVendor([
            "\(Self.services)/search": [.bms([#"{"id":61}"#], total: 1), .bms([], total: 0)],
            "\(Self.services)/61/relatedservices/search": [.bmsFailure(0, "The service does not exist")],
        ])
        #expect(try await vendor.read("agreement_lines").provesWhole == false)
    }

    @Test func servicesInUseAndOutOfItAreSearchedForByANumber() async throws {
        let vendor = try BMSVendor(["\(Self.services)/search": [.bms([#"{"id":61,"unitPrice":150.0}"#], total: 1)]])
        let read = try await vendor.read("products")
        #expect(
            vendor.asked
                == [1, 0].map {
                    #"\#(Self.services)/search {"PageSize":100,"PageNumber":1,"Filter":{"IsActive":\#($0)}}"#
                })
        #expect(try read.cell("kind") == .text("service") && read.cell("unit_price") == .decimal("150.00"))
        #expect(try read.cell("sku") == .null)
    }
}
