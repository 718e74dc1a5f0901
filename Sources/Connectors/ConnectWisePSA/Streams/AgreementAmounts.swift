import Foundation
import Inventory
import JSON

extension PSAStreams {
    /// What an agreement brings in a month: its own amount and its additions in force, both a billing cycle's, over
    /// the cycle's length. Both are read together here, so that they belong to one moment.
    static let agreementAmounts = Stream(
        description: StreamDescription(
            name: "agreement_amounts",
            calls: [
                "/{codebase}/apis/3.0/finance/agreements/{id}",
                "/{codebase}/apis/3.0/finance/agreements/{id}/additions",
            ],
            entity: Agreement.entity.description, owns: ["monthly_amount"], isPrimary: false,
            after: ["agreements"], reading: .perParent(entity: "agreements"), deletion: .never,
            endOfList: endOfChildren, period: .hours(6), callsPerThousand: 2000)
    ) { (reader, request, position) async throws(ConnectorError) in
        let cycles = try await reader.known.billingOptionsByID()
        return try await ParentWalker().page(request, at: position) { (id, _) async throws(ConnectorError) in
            try await amount(of: id, cycles, reader)
        }
    }

    private static func amount(
        of id: String, _ cycles: [String: String], _ reader: PSAReader
    ) async throws(ConnectorError) -> Page {
        let path = "/finance/agreements/\(URLText.encoded(id))"
        let header = try await reader.client.get(path)
        var additions: [JSONValue] = []
        var cost = header.cost
        var place: ReadPosition?
        repeat {
            let page = try await reader.client.numbered("\(path)/additions", at: place)
            additions += page.rows
            cost += page.cost
            place = page.next
        } while place != nil
        let today = (cost.vendorDate ?? reader.now()).date
        var agreement = Agreement()
        agreement.monthlyAmount = PSAMonthlyAmount(PSARow(json: header.json), additions, cycles, today).value
        return Page(
            records: [SourceRecord(agreement, externalID: id)], vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
    }
}

/// A month's money of an agreement, or nil wherever a part of it is not known.
struct PSAMonthlyAmount {
    let value: DecimalText?

    init(_ agreement: PSARow, _ additions: [JSONValue], _ cycles: [String: String], _ today: CalendarDate) {
        let cycle = agreement.reference("billingCycle").flatMap { cycles[$0] }
        guard let cycle, let timesAYear = Self.cyclesAYear[cycle], let own = Self.number(agreement["billAmount"]) else {
            value = nil
            return
        }
        let prices = additions.map { Self.price(PSARow(json: $0), today) }
        let known = prices.compactMap { $0 }
        let total = known.reduce(own, +)
        value = known.count == prices.count ? Self.text(total * Decimal(timesAYear) / 12) : nil
    }

    /// One-time agreements have no month, and BiMonthly is twice a month or every second month.
    private static let cyclesAYear = [
        "Weekly": 52, "BiWeekly": 26, "Monthly": 12, "Quarterly": 4, "SemiAnnual": 2, "Yearly": 1,
    ]

    /// What an addition brings today; nil where that is not known.
    private static func price(_ addition: PSARow, _ today: CalendarDate) -> Decimal? {
        if let start = addition.date("effectiveDate"), start > today { return 0 }
        if let end = addition.date("cancelledDate"), end <= today { return 0 }
        switch addition.text("billCustomer") {
        case "Billable":
            return number(addition["extPrice"]) ?? product(addition["billedQuantity"], addition["unitPrice"])
        case "DoNotBill", "NoCharge": return 0
        default: return nil
        }
    }

    private static func product(_ quantity: JSONValue, _ price: JSONValue) -> Decimal? {
        number(quantity).flatMap { quantity in number(price).map { quantity * $0 } }
    }

    private static func number(_ value: JSONValue) -> Decimal? {
        value.cleaned.flatMap { DecimalText($0) }.flatMap { Decimal(string: $0.digits) }
    }

    private static func text(_ amount: Decimal) -> DecimalText? {
        var (amount, rounded) = (amount, Decimal())
        NSDecimalRound(&rounded, &amount, 2, .plain)
        return DecimalText("\(rounded)")
    }
}
