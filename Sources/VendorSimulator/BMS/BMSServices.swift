import HTTPTypes
import Inventory

/// The billing catalogue, and the contract lines that use each service.
enum BMSServices {
    static let endpoints = [
        BMSEndpoint(
            "admin/finance/services/search",
            BMSEndpoint.list(
                "name", "categoryids", "subcategoryids", "unitofmeasureids", "isactive", "istaxable", "description"),
            method: .post
        ) { request in
            let rows = request.fleet.products.filter { request.takes(isActive: $0.isActive) }
            return BMSList(request).page(rows, number: \.number) { write($0, to: &$1) }
        },
        BMSEndpoint("admin/finance/services/{}") { request in
            guard let product = product(request) else { return BMSAnswer.failure(0, "The service does not exist") }
            return BMSAnswer.result { json in
                json.object {
                    write(product, to: &$0)
                    $0.member("incomeAccountId", 3)
                }
            }
        },
        BMSEndpoint(
            "admin/finance/services/{}/relatedservices/search",
            BMSEndpoint.list("servicename", "contractname", "accountname", "effectivedatefrom", "effectivedateto"),
            method: .post
        ) { request in
            guard let product = product(request) else { return BMSAnswer.failure(0, "The service does not exist") }
            let rows = request.fleet.additions.filter { $0.product == product.number }
            return BMSList(request).page(rows, number: \.number) { line($0, request.fleet, to: &$1) }
        },
    ]

    private static func product(_ request: BMSRequest) -> Product? {
        request.ids.last.flatMap { request.fleet.product($0 - BMSID.service(0)) }
    }

    private static func write(_ product: Product, to json: inout JSONWriter) {
        json.member("id", BMSID.service(product.number))
        json.member("name", product.name)
        json.member("description", nil as String?)
        json.member("unitCost", cents: product.costCents)
        json.member("unitPrice", cents: product.priceCents)
        json.member("categoryId", product.category.utf8.count)
        json.member("category", product.category)
        json.member("unitOfMeasure", "Each")
        json.member("isActive", product.isActive)
        json.member("isTaxable", true)
        json.member("createdOn", local: product.createdAt)
        json.member("modifiedOn", local: product.updatedAt)
    }

    /// No quantity.
    private static func line(_ line: Addition, _ fleet: Fleet, to json: inout JSONWriter) {
        let agreement = fleet.agreement(line.agreement)
        json.member("id", BMSID.line(line.number))
        json.member("serviceId", BMSID.service(line.product))
        json.member("contractId", BMSID.contract(line.agreement))
        json.member("accountId", agreement.map { BMSID.account($0.company) })
        json.member("serviceName", line.name)
        json.member("contractName", agreement?.name)
        json.member("effectiveDate", midnight: line.startsOn)
        json.member("contractStartDate", midnight: agreement?.startsOn)
        json.member("unitCost", cents: line.costCents)
        json.member("unitPrice", cents: line.priceCents)
        json.member("excludeFromContractBulkUpdates", line.number % 4 == 0)
    }
}
