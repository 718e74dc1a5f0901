import Inventory

extension Autotask {
    /// Contracts with their lines, what is sold, and what may be.
    enum Finance {
        static let contracts = Table<Agreement>(
            "Contracts", .contract,
            fields: [
                Field("id") { .whole(ID.contract($0.number)) },
                Field("companyID") { .whole(ID.company($0.company)) },
                Field("contractName") { .text($0.name) },
                Field("contractType") { .whole(Setup.number($0.kind, in: Setup.contractTypes)) },
                Field("contractCategory") { _ in .whole(15) },
                Field("status") { .whole($0.status == .active ? 1 : 0) },
                Field("startDate") { .day($0.startsOn) },
                Field("endDate") { .day($0.endInAutotask) },
                Field("estimatedRevenue") { .hundredths($0.amountCents) },
                Field("setupFee") { _ in .hundredths(0) },
                Field("lastModifiedDateTime") { contract, scope in scope.stamp(contract.updatedAt, contract.number) },
                Field("userDefinedFields") { _ in .fields([]) },
            ], rows: { scope in Rows(scope.fleet.agreements) { ID.contract($0.number) } })

        static let services = Table<Addition>(
            "ContractServices", .contractService,
            fields: [
                Field("id") { .whole(ID.line($0.number)) },
                Field("contractID") { .whole(ID.contract($0.agreement)) },
                Field("serviceID") { .whole(ID.service($0.product)) },
                Field("unitPrice") { .hundredths($0.priceCents) },
                Field("unitCost") { .hundredths($0.costCents) },
                Field("invoiceDescription") { .text("\($0.name) as agreed") },
            ],
            rows: { scope in Rows(scope.fleet.lines(ofBundles: false)) { ID.line($0.number) } })

        static let bundles = Table<Addition>(
            "ContractServiceBundles", .contractBundle,
            fields: [
                Field("id") { .whole(ID.line($0.number)) },
                Field("contractID") { .whole(ID.contract($0.agreement)) },
                Field("serviceBundleID") { .whole(ID.service($0.product)) },
                Field("unitPrice") { .hundredths($0.priceCents) },
                Field("adjustedPrice") { .hundredths($0.priceCents) },
            ],
            rows: { scope in Rows(scope.fleet.lines(ofBundles: true)) { ID.line($0.number) } })

        static let serviceUnits = units("ContractServiceUnits", .serviceUnit, ofBundles: false) {
            [
                Field("contractServiceID") { .whole(ID.line($0.line.number)) },
                Field("serviceID") { .whole(ID.service($0.line.product)) },
            ]
        }

        static let bundleUnits = units("ContractServiceBundleUnits", .bundleUnit, ofBundles: true) {
            [
                Field("contractServiceBundleID") { .whole(ID.line($0.line.number)) },
                Field("serviceBundleID") { .whole(ID.service($0.line.product)) },
            ]
        }

        /// How many of a line are billed in a period: periods that are over stay in the list with their own numbers.
        private static func units(
            _ name: String, _ schema: Schema, ofBundles: Bool, _ own: () -> [Field<LinePeriod>]
        ) -> Table<LinePeriod> {
            Table<LinePeriod>(
                name, schema,
                fields: own() + [
                    Field("id") { .whole(ID.unit($0.line.number, $0.place)) },
                    Field("contractID") { .whole(ID.contract($0.line.agreement)) },
                    Field("units") { .whole($0.units) },
                    Field("price") { .hundredths($0.units * $0.line.priceCents) },
                    Field("cost") { .hundredths($0.units * $0.line.costCents) },
                    Field("startDate") { .day($0.starts) },
                    Field("endDate") { .day($0.ends) },
                ],
                rows: { scope in
                    let today = TimeText.date(scope.now)
                    let periods = scope.fleet.lines(ofBundles: ofBundles).flatMap { line in
                        (0..<3).map { LinePeriod(line, place: $0, today: today) }
                    }
                    return Rows(periods) { ID.unit($0.line.number, $0.place) }
                })
        }

        static let opportunities = Table<Opportunity>(
            "Opportunities", .opportunity,
            fields: [
                Field("id") { .whole(ID.opportunity($0.number)) },
                Field("title") { .text($0.name) },
                Field("companyID") { .whole(ID.company($0.company)) },
                Field("contactID") { opportunity, scope in scope.contact(opportunity.contact) },
                Field("ownerResourceID") { .whole(ID.resource($0.owner)) },
                Field("stage") { .whole(Setup.number($0.stage, in: Setup.stages)) },
                Field("status") { .whole($0.status == .open ? 1 : $0.status == .lost ? 2 : 3) },
                Field("probability") { .whole($0.probability) },
                Field("amount") { .hundredths($0.amountCents) },
                Field("projectedCloseDate") { .day($0.expectedCloseOn) },
                Field("closedDate") { $0.status == .won ? .day($0.closedOn) : .null },
                Field("lostDate") { $0.status == .lost ? .day($0.closedOn) : .null },
                Field("createDate") { .time($0.createdAt, $0.number) },
                Field("lastActivity") { opportunity, scope in scope.stamp(opportunity.updatedAt, opportunity.number) },
                Field("userDefinedFields") { _ in .fields([]) },
            ], rows: { scope in Rows(scope.fleet.opportunities) { ID.opportunity($0.number) } })
    }

    /// A line's last month, this one or the next.
    struct LinePeriod: Sendable {
        let line: Addition
        /// 0, 1, 2; the middle one holds today.
        let place: Int
        let starts: CalendarDate
        let ends: CalendarDate

        init(_ line: Addition, place: Int, today: CalendarDate) {
            let (year, month, _) = TimeText.civil(today)
            (self.line, self.place) = (line, place)
            starts = Self.first(year, month + place - 1)
            ends = Self.first(year, month + place).plus(days: -1)
        }

        private static func first(_ year: Int, _ month: Int) -> CalendarDate {
            let months = year * 12 + month - 1
            return CalendarDate(year: months / 12, month: months % 12 + 1, day: 1) ?? CalendarDate(days: 0)
        }

        var units: Int { line.quantity + place - 1 }
    }
}

extension Agreement {
    /// One that was cancelled keeps the end that it was made with.
    var endInAutotask: CalendarDate? { status == .cancelled ? startsOn.plus(days: 1460) : endsOn }
}

extension Fleet {
    /// The lines that are bundles, or those that are not: each kind is a list of its own.
    func lines(ofBundles: Bool) -> [Addition] {
        additions.filter { (product($0.product)?.kind == .bundle) == ofBundles }
    }
}
