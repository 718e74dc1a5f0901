import Inventory

/// The streams of NinjaOne, a file each. All are snapshots: no list and no report has a modified-since filter that can
/// be relied on (sheet, Incremental sync).
enum NinjaStreams {
    typealias Stream = VendorStream<NinjaReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<NinjaReader>(
        "NinjaOne",
        [
            organizations, sites, devices, deviceVolumes, deviceNetworkInterfaces, deviceAntivirus, deviceSecurity,
            software, osPatches, softwarePatches, patchStatus, backups, alerts,
        ])

    /// The end as the sheet has it (Pagination, style A).
    static let endOfList = "An empty page after the greatest id seen; a short page is not taken for it (Pagination, A)."
    /// The end as the sheet has it (Pagination, style B).
    static let endOfReport = "A page without results, or without a cursor, of a report read in one go (Pagination, B)."

    /// How often the sheet would have it: lists hourly, alerts every few minutes, reports once or twice a day.
    static let hourly = Duration.seconds(3600)
    static let everyFewMinutes = Duration.seconds(300)
    static let everyFewHours = Duration.seconds(4 * 3600)
    static let twiceADay = Duration.seconds(12 * 3600)
}
