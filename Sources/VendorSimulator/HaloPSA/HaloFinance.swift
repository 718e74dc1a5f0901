import Inventory

/// Contracts and items.
enum HaloFinance {
    static let endpoints: [String: HaloEndpoint.Answer] = [
        "clientcontract": contracts, "clientcontract/{id}": contract, "item": items, "item/{id}": item,
    ]

    @Sendable private static func contracts(_ request: HaloRequest) -> VendorAnswer {
        let rows = request.fleet.agreements.filter { $0.status == .active || request.asks("includeinactive") }
        return HaloList(request: request, key: "contracts").answer(rows, number: \.number) { agreement, json in
            write(agreement, request.fleet, &json)
        }
    }

    @Sendable private static func contract(_ request: HaloRequest) -> VendorAnswer {
        let agreement = request.id.flatMap { request.fleet.agreement($0 - HaloID.contract(0)) }
        return request.one(agreement, number: \.number) { agreement, json in
            write(agreement, request.fleet, &json)
            json.member("billing_period_string", periods[agreement.cycle])
            json.member("costperperiod", hundredths: agreement.amountCents)
        }
    }

    static let periods: [Agreement.Cycle: String] = [
        .monthly: "Monthly", .quarterly: "Quarterly", .yearly: "Yearly", .oneTime: "One Off",
    ]

    private static func write(_ agreement: Agreement, _ fleet: Fleet, _ json: inout JSONWriter) {
        let type = HaloSetup.contractTypes.firstIndex(of: agreement.kind) ?? 0
        json.member("id", HaloID.contract(agreement.number))
        // The name that people see stands in one member or the other.
        json.member("ref", agreement.number % 3 == 0 ? "REF-\(agreement.number)" : agreement.name)
        json.member("refextra", agreement.number % 3 == 0 ? agreement.name : "")
        json.member("client_id", HaloID.client(agreement.company))
        json.member("client_name", fleet.company(agreement.company)?.name)
        json.member("contracttype", type + 1)
        json.member("contracttype_name", agreement.kind)
        json.member("start_date", day: agreement.startsOn, agreement.number)
        json.member("end_date", day: agreement.endsOn, agreement.number)
        json.member("started", true)
        json.member("expired", agreement.status == .expired)
        json.member("active", agreement.status == .active)
        json.member("status", 0)
        json.member("contract_status", agreement.status == .active ? "Approved" : "Closed")
        json.member("billingperiod", 3)
        json.member("periodchargeamount", hundredths: agreement.amountCents)
        json.member("last_modified", time: agreement.updatedAt, agreement.number)
        json.member("customfields", array: { _ in })
    }

    @Sendable private static func items(_ request: HaloRequest) -> VendorAnswer {
        let rows = request.fleet.products.filter { request.admits(isActive: $0.isActive) }
        return HaloList(request: request, key: "items").answer(rows, number: \.number) { product, json in
            write(product, &json)
        }
    }

    @Sendable private static func item(_ request: HaloRequest) -> VendorAnswer {
        let product = request.id.flatMap { request.fleet.product($0 - HaloID.item(0)) }
        return request.one(product, number: \.number) { product, json in
            write(product, &json)
            json.member("lastmodified", time: product.updatedAt, product.number)
        }
    }

    private static func write(_ product: Product, _ json: inout JSONWriter) {
        json.member("id", HaloID.item(product.number))
        json.member("name", product.name)
        json.member("description", "\(product.name), as offered")
        json.member("assetgroup_id", 1)
        json.member("assetgroup_name", product.category)
        json.member("baseprice", hundredths: product.priceCents)
        json.member("costprice", hundredths: product.costCents)
        json.member("recurringprice", hundredths: product.kind == .service ? product.priceCents : 0)
        json.member("isrecurringitem", product.kind == .service)
        json.member("internalreference", product.sku)
        json.member("externalreference", "")
        json.member("status", 0)
    }
}
