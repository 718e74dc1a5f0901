/// 1,500 calls an hour an endpoint (sheet, Rate limits). Whether that is the path's template or the path itself is not
/// said: the template is counted, for the whole account. How many calls at once are borne is not said either.
enum BMSBudget {
    static let callsPerHour = 1_500

    static let description = BudgetDescription(
        // Ours, for the server's sake: the account as a whole has no limit that is known.
        callsPerMinute: 240, concurrentCalls: 2, isTold: false, pauseSeconds: 120,
        parts: [
            // The search and the single ticket together, and likewise below: a path's shape does not tell them apart.
            part("tickets", ["/v2/servicedesk/tickets/*$"]),
            part("ticket-notes", ["/v2/servicedesk/tickets/*/notes$"]),
            part("ticket-custom-fields", ["/v2/system/customFields/"]),
            part("timelogs", ["/v2/timelogs"]),
            part("accounts", ["/v2/crm/accounts/summary"]), part("accounts-lookup", ["/v2/crm/accounts/lookup"]),
            part("contacts", ["/v2/crm/contacts/summary"]),
            part("contracts", ["/v2/finance/contracts/summary"]),
            part("contracts-lookup", ["/v2/finance/contracts/lookup"]),
            part("services", ["/v2/admin/finance/services/*$"]),
            part("related-services", ["/v2/admin/finance/services/*/relatedservices/"]),
            part("assets", ["/v2/servicedesk/hardwareasset/*$"]),
            part("sub-issue-types", ["/v2/system/issuetypes/*/issuesubtypes/"]),
            part("tenant-tables", ["/v2/system/tenantlookup/"]),
            part("security", ["/v2/security/"]), part("jobs", ["/v2/rmm/"]),
        ] + BMSLookupKind.all.map { part($0.name, ["\($0.path)$"]) })

    private static func part(_ name: String, _ paths: [String]) -> BudgetDescription.Part {
        BudgetDescription.Part(
            .endpoint(name, paths: paths), callsPerHour: callsPerHour, concurrentCalls: 2, isTold: true)
    }
}
