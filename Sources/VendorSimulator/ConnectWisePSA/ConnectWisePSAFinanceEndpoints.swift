extension ConnectWisePSA.Endpoint {
    typealias Finance = ConnectWisePSA.Finance

    static let finance = merged([
        Finance.agreements.endpoints("finance/agreements"),
        Finance.additions.endpoints("finance/agreements/{id}/additions"),
        Finance.catalog.endpoints("procurement/catalog"), Finance.opportunities.endpoints("sales/opportunities"),
        Finance.manufacturers.endpoints("procurement/manufacturers"),
        list(
            "finance/agreements/types", .agreementType, Setup.agreementTypes,
            [Field("inactiveFlag") { _ in .flag(false) }]
        ),
        list(
            "finance/billingCycles", .billingCycle, Setup.billingCycles,
            [
                Field("identifier") { .text(String($0.name.suffix(5))) },
                Field("billingOptions") { .text(Setup.billingOptions[$0.number - 1]) },
            ]),
        list("procurement/categories", .category, Setup.categories, [Field("inactiveFlag") { _ in .flag(false) }]),
        list("procurement/types", .productType, Setup.productTypes, [Field("inactiveFlag") { _ in .flag(false) }]),
        list("sales/stages", .named, Setup.stages), list("sales/probabilities", .named, Setup.probabilities),
        list(
            "sales/opportunities/statuses", .opportunityStatus, Setup.opportunityStatuses,
            [
                Field("wonFlag") { .flag($0.name == "Won") }, Field("lostFlag") { .flag($0.name == "Lost") },
                Field("closedFlag") { .flag($0.name != "Open") }, Field("inactiveFlag") { _ in .flag(false) },
            ]),
        described("sales/opportunities/types", .opportunityType, Setup.opportunityTypes),
    ])
}

extension ConnectWisePSA.Schema {
    /// Of lists that the document's part at hand leaves out.
    static let named = Self("whole: id sortOrder\ntext: name\nflag: defaultFlag inactiveFlag\ninfo: _info")
}
