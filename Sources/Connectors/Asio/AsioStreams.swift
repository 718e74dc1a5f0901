import Inventory

/// The streams of Asio, a file each. All are snapshots, but the patches of the system, which are a call a device: no list
/// has a modified-since filter (Incremental sync).
enum AsioStreams {
    typealias Stream = VendorStream<AsioReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<AsioReader>(
        "ConnectWise Asio",
        [
            organizations, sites, devices, heartbeat, users, deviceAntivirus, deviceNetworkInterfaces, software,
            patchStatus, deviceReboots, productPatches, systemPatches, backups,
        ])

    /// The end as the sheet has it (Pagination).
    static let endOfList = "The one answer is the whole list; no paging is documented (Pagination)."
    static let endOfPages = """
        No next page in the Link header, company by company, four at once; where the header never comes, a page that is \
        not full. A company that is answered with 404 is asked for again beside one that has something (Pagination).
        """
    static let endOfStates = "One answer for four companies at once, without failedRecords (Resources, Devices)."

    /// How often the sheet would have it: heartbeats every few minutes, all else daily or a few times a day.
    static let everyFewMinutes = Duration.minutes(15)
    static let everyFewHours = Duration.hours(4)
    static let twiceADay = Duration.hours(12)
}
