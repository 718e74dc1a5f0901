/// The lists that are set up by hand, as they are served.
extension ConnectWisePSA.Endpoint {
    typealias Entry = ConnectWisePSA.Entry
    typealias Field = ConnectWisePSA.Field
    typealias Setup = ConnectWisePSA.Setup
    typealias Schema = ConnectWisePSA.Schema

    static let setup = merged([
        list(
            "company/companies/statuses", .companyStatus, Setup.companyStatuses,
            [Field("inactiveFlag") { _ in .flag(false) }]),
        list(
            "company/companies/types", .companyType, Setup.companyTypes,
            [Field("vendorFlag") { .flag($0.name == "Vendor") }]),
        list(
            "company/configurations/types", .configurationType, Setup.configurationTypes,
            [Field("inactiveFlag") { _ in .flag(false) }]),
        described(
            "company/configurations/statuses", .configurationStatus, Setup.configurationStatuses,
            [Field("closedFlag") { .flag($0.name == "Retired") }]),
        described("company/contacts/types", .contactType, Setup.contactTypes),
        list("company/contacts/departments", .contactDepartment, Setup.contactDepartments),
        described("company/communicationTypes", .communicationType, Setup.communicationTypes),
        list("service/impacts", .impact, Setup.gradings), list("service/severities", .severity, Setup.gradings),
        list(
            "service/locations", .serviceLocation, Setup.serviceLocations,
            [Field("where") { .text($0.number == 1 ? "Remote" : "OnSite") }]),
        list("service/SLAs", .sla, Setup.serviceLevels, [Field("basedOn") { _ in .text("MyCalendar") }]),
        list("time/workRoles", .workRole, Setup.roles, [Field("inactiveFlag") { _ in .flag(false) }]),
        ConnectWisePSA.Resource<Entry>(
            .userDefinedField, isForward: false, id: ConnectWisePSA.ID.plain,
            fields: [
                Field("caption") { .text($0.name) },
                Field("podId") { _ in .whole(1) },
                Field("fieldTypeIdentifier") { .text($0.number == 7 ? "Password" : "Number") },
                Field("entryTypeIdentifier") { _ in .text("EntryField") },
            ], things: { _ in Setup.customFields }
        ).endpoints("system/userDefinedFields"),
        list("system/locations", .location, Setup.locations),
        list("system/departments", .department, Setup.departments, [Field("identifier") { .text($0.name) }]),
    ])

    /// A list whose entries have names.
    static func list(
        _ path: String, _ schema: Schema, _ entries: [Entry], _ more: [Field<Entry>] = []
    ) -> [String: ConnectWisePSA.Endpoint] {
        resource(schema, entries, [Field("name") { .text($0.name) }] + more).endpoints(path)
    }

    /// A list whose entries carry their name as a description.
    static func described(
        _ path: String, _ schema: Schema, _ entries: [Entry], _ more: [Field<Entry>] = []
    ) -> [String: ConnectWisePSA.Endpoint] {
        resource(schema, entries, [Field("description") { .text($0.name) }] + more).endpoints(path)
    }

    private static func resource(
        _ schema: Schema, _ entries: [Entry], _ fields: [Field<Entry>]
    ) -> ConnectWisePSA.Resource<Entry> {
        ConnectWisePSA.Resource(
            schema, isForward: false, id: ConnectWisePSA.ID.plain,
            fields: fields + [Field("_info") { _, scope in scope.info(scope.fleet.start) }], things: { _ in entries })
    }
}
