import Inventory

extension ConnectWisePSA {
    /// What is sold and billed.
    enum Finance {
        static let agreements = Resource<Agreement>(
            .agreement, id: ID.agreement,
            fields: [
                Field("name") { .text($0.name) },
                Field("type") { agreement, scope in
                    scope.named(Setup.named(agreement.kind, in: Setup.agreementTypes))
                },
                Field("company") { agreement, scope in scope.company(agreement.company) },
                Field("contact") { agreement, scope in
                    scope.contact(scope.fleet.people.first { $0.company == agreement.company }?.number)
                },
                Field("startDate") { .day($0.startsOn) },
                Field("endDate") { .day($0.endsOn) },
                Field("noEndingDateFlag") { .flag($0.endsOn == nil) },
                Field("cancelledFlag") { .flag($0.status == .cancelled) },
                Field("dateCancelled") { $0.status == .cancelled ? .day($0.endsOn) : .absent },
                Field("oneTimeFlag") { .flag($0.cycle == .oneTime) },
                Field("billingCycle") { agreement, scope in scope.named(Setup.billingCycle(agreement.cycle)) },
                Field("billAmount") { .hundredths($0.amountCents) },
                Field("billTime") { _ in .text("Billable") },
                Field("currency") { _, _ in Scope.dollars },
                Field("periodType") { _ in .text("Current") },
                Field("agreementStatus") { .text($0.status.rawValue.withCapital) },
                Field("customFields") { _ in .list([]) },
                Field("_info") { agreement, scope in
                    scope.info(agreement.updatedAt, entered: agreement.createdAt)
                },
            ], things: { $0.fleet.agreements })

        static let additions = Resource<Addition>(
            .addition, id: ID.addition,
            fields: [
                Field("product") { line, scope in
                    guard let product = scope.fleet.product(line.product) else { return .absent }
                    return .object([
                        Member("id", .whole(ID.product(product.number))), Member("identifier", .text(product.sku)),
                    ])
                },
                Field("quantity") { .hundredths($0.quantity * 100) },
                Field("lessIncluded") { .hundredths($0.included * 100) },
                Field("unitPrice") { .hundredths($0.priceCents) },
                Field("unitCost") { .hundredths($0.costCents) },
                Field("billCustomer") { _ in .text("Billable") },
                Field("effectiveDate") { .day($0.startsOn) },
                Field("cancelledDate") { .day($0.endsOn) },
                Field("taxableFlag") { _ in .flag(true) },
                Field("agreementId") { .whole(ID.agreement($0.agreement)) },
                Field("description") { .text($0.name) },
                Field("billedQuantity") { .hundredths($0.billed * 100) },
                Field("extPrice") { .hundredths($0.priceCents * $0.billed) },
                Field("extCost") { .hundredths($0.costCents * $0.quantity) },
                Field("_info") { line, scope in scope.info(line.updatedAt) },
            ],
            things: { request in
                let agreement = ID.agreementNumber(request.ids.first ?? 0)
                guard request.fleet.agreement(agreement) != nil else { return nil }
                return request.fleet.additions.filter { $0.agreement == agreement }
            })

        static let catalog = Resource<Product>(
            .catalogItem, id: ID.product,
            fields: [
                Field("identifier") { .text($0.sku) },
                Field("description") { .text($0.name) },
                Field("customerDescription") { .text("\($0.name), as offered") },
                Field("inactiveFlag") { .flag(!$0.isActive) },
                Field("category") { product, scope in
                    scope.named(Setup.named(product.category, in: Setup.categories))
                },
                Field("subcategory") { _, scope in scope.named(1, "General") },
                Field("type") { product, scope in
                    scope.named(Setup.named(product.kind.rawValue.withCapital, in: Setup.productTypes))
                },
                Field("productClass") { .text($0.kind.word) },
                Field("price") { .hundredths($0.priceCents) },
                Field("cost") { .hundredths($0.costCents) },
                Field("recurringFlag") { .flag($0.kind == .service) },
                Field("customFields") { _ in .list([]) },
                Field("_info") { product, scope in scope.info(product.updatedAt, entered: product.createdAt) },
            ], things: { $0.fleet.products })

        static let opportunities = Resource<Opportunity>(
            .opportunity, id: ID.opportunity,
            fields: [
                Field("name") { .text($0.name) },
                Field("expectedCloseDate") { .day($0.expectedCloseOn) },
                Field("type") { _, scope in scope.named(Setup.opportunityTypes[0]) },
                Field("stage") { opportunity, scope in
                    scope.named(Setup.named(opportunity.stage, in: Setup.stages))
                },
                Field("status") { opportunity, scope in
                    scope.named(Setup.named(opportunity.status.rawValue.withCapital, in: Setup.opportunityStatuses))
                },
                Field("probability") { opportunity, scope in
                    scope.named(Setup.named("\(opportunity.probability)%", in: Setup.probabilities))
                },
                Field("primarySalesRep") { opportunity, scope in scope.member(opportunity.owner) },
                Field("company") { opportunity, scope in scope.company(opportunity.company) },
                Field("contact") { opportunity, scope in scope.contact(opportunity.contact) },
                Field("dateBecameLead") { .time($0.createdAt) },
                Field("closedDate") { .day($0.closedOn) },
                Field("currency") { _, _ in Scope.dollars },
                Field("customFields") { _ in .list([]) },
                Field("_info") { opportunity, scope in
                    scope.info(opportunity.updatedAt, entered: opportunity.createdAt)
                },
            ], things: { $0.fleet.opportunities })

        static let manufacturers = Resource<Entry>(
            .manufacturer, isForward: false, id: ID.plain,
            fields: [
                Field("name") { .text($0.name) },
                Field("inactiveFlag") { _ in .flag(false) },
            ], things: { Setup.manufacturers($0.fleet) })
    }
}

extension Product.Kind {
    /// The vendor's word.
    var word: String {
        switch self {
        case .product: "NonInventory"
        case .service: "Service"
        case .bundle: "Bundle"
        }
    }
}
