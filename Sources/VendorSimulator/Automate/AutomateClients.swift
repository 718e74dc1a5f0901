import Inventory

extension Automate {
    /// Clients and their locations.
    enum Clients {
        @Sendable static func client(_ organization: Organization, _ scope: Scope) -> Row {
            let company = organization.company.flatMap(scope.fleet.company)
            return [
                Member("Id", .text(String(ID.client(organization.number)))),
                Member("Name", .text(organization.name)),
                Member("Company", .text(company?.name ?? "")),
                Member("FirstName", .text("")),
                Member("LastName", .text("")),
                Member("Address1", .text(company?.address.line1 ?? "")),
                Member("Address2", .text(company?.address.line2 ?? "")),
                Member("City", .text(company?.address.city ?? "")),
                Member("State", .text(company?.address.region ?? "")),
                Member("ZipCode", .text(company?.address.postalCode ?? "")),
                Member("PhoneNumber", .text(company?.phone ?? "")),
                Member("FaxNumber", .text("")),
                Member("Comment", .text(organization.details ?? "")),
                Member("Country", .text(company?.address.country ?? "")),
                Member("ExternalId", .text(externalID(organization))),
                Member("UsesInHouseSupportStaff", .flag(false)),
                Member("NewTicketNotificationEmail", .text("")),
                Member("IsHiddenFromAllInclusiveGroup", .flag(false)),
            ]
        }

        /// The linked PSA's id of the company; where there is none it is "0" or nothing.
        static func externalID(_ organization: Organization) -> String {
            guard let company = organization.company else { return organization.number.isMultiple(of: 2) ? "0" : "" }
            return String(ConnectWisePSA.ID.company(company))
        }

        /// The list's rows have both ids, and extra fields; the single ones have one. Credentials stand in the open.
        static func location(_ site: Site, _ scope: Scope, isListed: Bool) -> Row {
            let id = ID.location(site.number)
            let both = isListed ? [Member("LocationId", .whole(id)), Member("ExtraFields", .list([]))] : []
            return [Member("Id", .whole(id))] + both + [
                Member("Name", .text(site.name)),
                Member("Client", client(of: site.organization, scope)),
                Member("Address1", .text(site.address.line1)),
                Member("Address2", .text(site.address.line2 ?? "")),
                Member("City", .text(site.address.city)),
                Member("State", .text(site.address.region)),
                Member("ZipCode", .text(site.address.postalCode)),
                Member("Country", .text(site.address.country)),
                Member("PhoneNumber", .text(site.phone ?? "")),
                Member("FaxNumber", .text("")),
                Member("Comments", .text("")),
                Member("ProbeId", .whole(0)),
                Member("ExternalId", .whole(ConnectWisePSA.ID.site(site.number))),
                Member("Contact", .null),
                Member("MaintenanceWindow", .null),
            ] + credentials
        }

        private static let credentials: Row = [
            Member("ScriptDrive", .text("")),
            Member("ScriptUsername", .text("ACME\\installer")),
            Member("ScriptPassword", .text(leak)),
            Member("ScriptRouterAddress", .text("10.0.0.1")),
            Member("ScriptExtra1", .text(leak)),
            Member("ScriptExtra2", .text("")),
            Member("RouterPort", .whole(443)),
            Member(
                "Router",
                .object([Member("Id", .whole(3)), Member("Username", .text("admin")), Member("Password", .text(leak))])),
            Member("DeploymentTemplate", .object([Member("Id", .whole(1)), Member("Password", .text(leak))])),
            Member("DefaultDeploymentGroup", .null),
            Member(
                "DefaultDeploymentLogin",
                .object([Member("DeploymentLoginId", .whole(4)), Member("Title", .text("Domain administrator"))])),
        ]

        /// What must never get out of the connector.
        static let leak = "simulated-leak-7c1f"

        static func client(of number: Int?, _ scope: Scope) -> Cell {
            guard let organization = number.flatMap(scope.fleet.organization) else { return .null }
            return .object([
                Member("Id", .text(String(ID.client(organization.number)))),
                Member("Name", .text(organization.name)),
                Member("ExternalId", .text(externalID(organization))),
            ])
        }

        /// As it is nested in other rows, credentials and all.
        static func location(of number: Int?, _ scope: Scope) -> Cell {
            guard let site = number.flatMap(scope.fleet.site) else { return .null }
            return .object([
                Member("Id", .whole(ID.location(site.number))),
                Member("Name", .text(site.name)),
                Member("ScriptPassword", .text(leak)),
            ])
        }
    }
}
