import Inventory

extension Autotask.Entity {
    /// The entities that can be asked for.
    static let all: [Autotask.Entity] = [
        Autotask.Clients.companies.entity, Autotask.Clients.locations.entity, Autotask.Clients.contacts.entity,
        Autotask.Clients.resources.entity, Autotask.Clients.countries.entity, Autotask.Tickets.tickets.entity,
        Autotask.Tickets.notes.entity, Autotask.Tickets.timeEntries.entity, Autotask.Tickets.additionalItems.entity,
        Autotask.Tickets.deleted.entity, Autotask.Assets.items.entity, Autotask.Finance.contracts.entity,
        Autotask.Finance.services.entity, Autotask.Finance.bundles.entity, Autotask.Finance.serviceUnits.entity,
        Autotask.Finance.bundleUnits.entity, Autotask.Finance.opportunities.entity,
        Autotask.Catalogue.products.entity, Autotask.Catalogue.services.entity, Autotask.Catalogue.bundles.entity,
        list("Roles", .role, Autotask.Setup.roles), list("Departments", .department, Autotask.Setup.departments),
        list("CompanyCategories", .companyCategory, Autotask.Setup.companyCategories),
        list("ConfigurationItemCategories", .itemCategory, Autotask.Setup.itemCategories), billingCodes,
    ]

    private static func list(
        _ name: String, _ schema: Autotask.Schema, _ entries: [Autotask.Entry]
    ) -> Autotask.Entity {
        Autotask.Table<Autotask.Entry>(
            name, schema,
            fields: [Autotask.Field("id") { .whole($0.number) }, Autotask.Field("name") { .text($0.name) }]
                + (schema.kinds["isActive"] == nil ? [] : [Autotask.Field("isActive") { .flag($0.isActive) }]),
            rows: { _ in Autotask.Rows(entries) { $0.number } }
        ).entity
    }

    /// Work types, and behind them codes of another use.
    private static let billingCodes = Autotask.Table<Lookups.Named>(
        "BillingCodes", .billingCode,
        fields: [
            Autotask.Field("id") { .whole(Autotask.ID.workType($0.number)) },
            Autotask.Field("name") { .text($0.name) },
            Autotask.Field("useType") { $0.number > 100 ? .whole(3) : .whole(1) },
            Autotask.Field("isActive") { _ in .flag(true) },
        ],
        rows: { scope in
            let others = [Lookups.Named(number: 101, name: "Vacation"), Lookups.Named(number: 102, name: "Licences")]
            return Autotask.Rows(scope.fleet.lookups.workTypes + others) { Autotask.ID.workType($0.number) }
        }
    ).entity
}
