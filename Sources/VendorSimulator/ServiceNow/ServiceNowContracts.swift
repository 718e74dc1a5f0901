import Inventory

extension ServiceNow {
    /// Contracts, and what customers are entitled to by them.
    enum Contracts {
        private static let table = "ast_contract"

        static let contracts = Source<Agreement>(
            .contract, root: table, all: \.agreements, find: { $0.agreement($1) },
            classOf: { $0.number % 3 == 0 ? "ast_service" : table },
            changed: { agreement, _ in (agreement.createdAt, agreement.updatedAt) },
            columns: [
                Column("number", in: table) { agreement, _ in .text("CNTR000\(agreement.number)") },
                Column("short_description", in: table) { agreement, _ in .text(agreement.name) },
                Column("vendor_contract", in: table) { _, _ in .empty },
                Column("account", in: table, to: "core_company") { .reference($1.company($0.company)) },
                // Who sells it, never the customer.
                Column("vendor", in: table, to: "core_company") { .reference($1.named("MSP Ltd", $0.kind, .maker)) },
                Column("state", in: table) { agreement, _ in
                    let state = agreement.status.rawValue
                    return .choice(state, state.prefix(1).uppercased() + state.dropFirst())
                },
                Column("starts", in: table) { agreement, _ in .day(agreement.startsOn) },
                Column("ends", in: table) { agreement, _ in .day(agreement.endsOn) },
                Column("active", in: table) { agreement, _ in .flag(agreement.status == .active) },
                Column("payment_schedule", in: table) { agreement, _ in
                    .choice(schedule(agreement.cycle), schedule(agreement.cycle))
                },
                Column("payment_amount", in: table) { agreement, _ in .money(agreement.amountCents) },
                Column("monthly_cost", in: table) { agreement, _ in .money(monthlyCents(agreement)) },
                Column("contract_model", in: table) { .reference($1.named($0.kind, "cmdb_model", .model)) },
                Column("po_number", in: table) { _, _ in .empty },
            ])

        static func monthlyCents(_ agreement: Agreement) -> Int {
            switch agreement.cycle {
            case .monthly: agreement.amountCents
            case .quarterly: agreement.amountCents / 3
            case .yearly: agreement.amountCents / 12
            case .oneTime: 0
            }
        }

        private static func schedule(_ cycle: Agreement.Cycle) -> String {
            switch cycle {
            case .monthly: "Monthly"
            case .quarterly: "Quarterly"
            case .yearly: "Annually"
            case .oneTime: "One Time"
            }
        }

        static let entitlements = Source<Addition>(
            .entitlement, root: "service_entitlement", all: \.additions,
            find: { fleet, number in Fleet.find(number, in: fleet.additions) },
            classOf: { _ in "service_entitlement" }, changed: { line, _ in (line.updatedAt, line.updatedAt) },
            columns: [
                Column("entitlement_name", in: "service_entitlement") { line, _ in .text(line.name) },
                Column("contract", in: "service_entitlement", to: table) { .reference($1.contract($0.agreement)) },
                Column("account", in: "service_entitlement", to: "core_company") {
                    .reference($1.company($1.fleet.agreement($0.agreement)?.company))
                },
                Column("start_date", in: "service_entitlement") { line, _ in .day(line.startsOn) },
                Column("end_date", in: "service_entitlement") { line, _ in .day(line.endsOn) },
                Column("active", in: "service_entitlement") { _, _ in .flag(true) },
                Column("per_unit", in: "service_entitlement") { _, _ in .flag(true) },
                Column("total_units", in: "service_entitlement") { line, _ in .whole(line.quantity) },
                Column("remaining_units", in: "service_entitlement") { line, _ in .whole(line.included) },
                Column("unit", in: "service_entitlement") { _, _ in .choice("piece", "Piece") },
            ])
    }
}
