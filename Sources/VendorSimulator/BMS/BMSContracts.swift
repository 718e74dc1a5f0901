import Inventory

/// Contracts: a list without the account's id, and an account's own by a list of its own.
enum BMSContracts {
    static let endpoints = [
        BMSEndpoint(
            "finance/contracts/summary",
            BMSEndpoint.list("contracttype", "contractname", "billingcycle", "accountname", "status"),
            hasCapitals: true
        ) { request in
            BMSList(request).page(request.fleet.agreements, number: \.number) { write($0, request.fleet, to: &$1) }
        },
        BMSEndpoint(
            "finance/contracts/lookup", ["ids", "accountid", "name", "excludeexpiredcontracts"], hasCapitals: true
        ) { request in
            let account = request.parameters["accountid"].flatMap { Int($0) }
            let rows = request.fleet.agreements.filter { account == nil || BMSID.account($0.company) == account }
            return BMSAnswer.result { json in
                json.array { json in
                    for agreement in rows {
                        json.object {
                            $0.member("id", BMSID.contract(agreement.number))
                            $0.member("name", agreement.name)
                            $0.member("isActive", agreement.status == .active)
                            $0.member("endDate", end(agreement))
                        }
                    }
                }
            }
        },
    ]

    /// An open end is one of two dates that mean none.
    private static func end(_ agreement: Agreement) -> String {
        let open = agreement.number % 2 == 0 ? "0001-01-01T00:00:00" : "9999-12-31T00:00:00"
        return agreement.endsOn.map(BMSTime.midnight) ?? open
    }

    private static func write(_ agreement: Agreement, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member("id", BMSID.contract(agreement.number))
        json.member("contractName", agreement.name)
        json.member("accountName", fleet.company(agreement.company)?.name)
        json.member("contractType", agreement.kind)
        json.member("contractBillingPrice", cents: agreement.amountCents)
        json.member("status", agreement.status.rawValue.withCapital)
        json.member("contractNumber", "C-\(agreement.number)")
        json.member("billingCycle", cycle(agreement.cycle))
        json.member("startDate", midnight: agreement.startsOn)
        json.member("endDate", end(agreement))
    }

    private static func cycle(_ cycle: Agreement.Cycle) -> String {
        switch cycle {
        case .monthly: "Monthly"
        case .quarterly: "Quarterly"
        case .yearly: "Yearly"
        case .oneTime: "One Time"
        }
    }
}
