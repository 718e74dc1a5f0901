import Inventory

/// A connection's own settings.
struct NinjaOptions: Sendable, Hashable {
    let customFields: AllowedFields
    /// The organisations' custom field that holds the PSA's id of the company.
    let psaCompanyField: String?
    private let patchHistoryDays: Int?
    private let backupHistoryDays: Int?

    static let meanings = [
        "custom_fields": "Names of custom fields (of organisations and devices) that may be stored, comma separated.",
        "psa_company_field": """
        The organisations' custom field that holds the PSA's id of the company (NinjaOne has no member of its own \
        for it); it fills psa_company_external_id.
        """,
        "patch_history_days": """
        Installations older than this are not asked for, which bounds the patch reports of large fleets. Patches \
        installed before then are not shown. Without it the whole history is read.
        """,
        "backup_history_days": """
        Backup jobs older than this are not asked for; a plan that has not run since is not shown. Without it all \
        jobs are read.
        """,
    ]

    init(_ settings: [String: String]) {
        customFields = AllowedFields(settings)
        psaCompanyField = Cleaned.text(settings["psa_company_field"])
        patchHistoryDays = Self.days(settings["patch_history_days"])
        backupHistoryDays = Self.days(settings["backup_history_days"])
    }

    /// The filters that bound the reports: epoch seconds for installations, ISO 8601 with milliseconds for jobs.
    func sinceFilters(now: Timestamp) -> (installs: [(String, String)], jobs: [(String, String)]) {
        let installs = patchHistoryDays.map { Self.second(now, daysBefore: $0) }
        let jobs = backupHistoryDays.map { Self.second(now, daysBefore: $0) }
        return (
            installs.map { [("installedAfter", String($0))] } ?? [],
            jobs.map { [("stf", "startTime after \(Self.milliseconds($0))")] } ?? []
        )
    }

    private static func days(_ text: String?) -> Int? {
        text.flatMap { Int($0) }.flatMap { (1...36_500).contains($0) ? $0 : nil }
    }

    private static func second(_ now: Timestamp, daysBefore days: Int) -> Int64 {
        now.microseconds / 1_000_000 - Int64(days) * 86_400
    }

    /// `2026-01-02T00:00:00.000Z`: the one form that a client is known to send.
    private static func milliseconds(_ second: Int64) -> String {
        String(Timestamp(microseconds: second * 1_000_000).iso8601.dropLast()) + ".000Z"
    }
}
