import Inventory

/// BMS's words for enums of the model, most of which the tenant names itself.
enum BMSWords {
    /// By the words in a type's name; "Former Client" is no client.
    static func companyKind(_ name: String) -> CompanyKind {
        let words = words(of: name)
        return kinds.first { entry in words.contains { entry.words.contains($0) } }?.kind ?? .other
    }

    private static let kinds: [(kind: CompanyKind, words: Set<String>)] = [
        (.former, ["former", "past", "ex", "lost", "previous", "terminated", "cancelled", "canceled", "old"]),
        (.prospect, ["prospect", "prospects", "lead", "leads", "suspect", "potential"]),
        (.internal, ["internal", "owner", "us"]), (.customer, ["customer", "customers", "client", "clients"]),
        (.partner, ["partner", "partners", "reseller", "referral"]),
        (.vendor, ["vendor", "vendors", "supplier", "suppliers", "manufacturer", "distributor"]),
    ]

    /// By the words in a priority's name.
    static func priority(_ name: String) -> TicketPriority? {
        let words = words(of: name)
        return priorities.first { entry in words.contains { entry.words.contains($0) } }?.priority
    }

    private static let priorities: [(priority: TicketPriority, words: Set<String>)] = [
        (.critical, ["critical", "urgent", "emergency"]), (.high, ["high"]), (.medium, ["medium", "normal"]),
        (.low, ["low", "lowest"]),
    ]

    /// No list of them is published.
    static let agreementStatuses = Vocabulary<AgreementStatus>([
        "active": .active, "expired": .expired, "cancelled": .cancelled, "canceled": .cancelled,
        "terminated": .cancelled, "draft": .draft, "not started": .draft,
    ])

    /// By its letters alone: "Semi-Annually", "One Time".
    static func billingCycle(_ label: String?) -> BillingCycle? {
        guard let label else { return nil }
        return cycles[label.lowercased().filter(\.isLetter)] ?? .other
    }

    private static let cycles: [String: BillingCycle] = [
        "onetime": .oneTime, "once": .oneTime, "weekly": .weekly, "biweekly": .biweekly, "monthly": .monthly,
        "quarterly": .quarterly, "semiannual": .semiannual, "semiannually": .semiannual, "halfyearly": .semiannual,
        "yearly": .yearly, "annual": .yearly, "annually": .yearly,
    ]

    private static func words(of name: String) -> [String] { name.lowercased().split { !$0.isLetter }.map(String.init) }
}
