/// What a server bears (sheet, Rate limits): calls at once, an endpoint each, and no number a minute. A refusal speaks of
/// its endpoint alone, so that a busy one does not hold up the others; hence every path that is called is in one part.
enum NCentralBudget {
    static let description = BudgetDescription(
        // Ours, for the server's sake: the sheet knows of none.
        callsPerMinute: 600, concurrentCalls: 12, isTold: false,
        parts: [
            part("lifecycle", 1, ["/api/devices/*/assets/lifecycle-info$"]),
            part("active-issues", 3, ["/api/org-units/*/active-issues$"]),
            // Unpublished; what clients use.
            part("assets", 3, ["/api/devices/*/assets$"]),
            part("devices", 5, ["/api/devices$"]),
            part("customers", 5, ["/api/customers$"]),
            part("sites", 5, ["/api/sites$"]),
            part("device-properties", 5, ["/api/devices/*/custom-properties$"]),
            part("org-unit-properties", 5, ["/api/org-units/*/custom-properties$"]),
            part(
                "other", 3,
                [
                    "/api/auth/", "/api/server-info", "/api/appliance-tasks/", "/api/devices/*$", "/api/customers/*$",
                    "/api/sites/*$",
                ]),
        ])

    private static func part(_ name: String, _ calls: Int, _ paths: [String]) -> BudgetDescription.Part {
        BudgetDescription.Part(.endpoint(name, paths: paths), concurrentCalls: calls, isTold: true)
    }
}
