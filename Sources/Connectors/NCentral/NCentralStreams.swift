import Inventory

/// The streams of N-central, a file each. No list has a modified-since filter: lists are read whole, and what hangs on
/// one device is read device by device (sheet, Incremental sync).
enum NCentralStreams {
    typealias Stream = VendorStream<NCentralReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<NCentralReader>(
        "N-central",
        [
            organizations, sites, devices, deviceAssets, deviceVolumes, deviceNetworkInterfaces, software,
            deviceLifecycle, alerts, alertDetails,
        ])

    /// The end as the sheet has it.
    static let endOfList = """
        By the first that the answer has: no rows, its number of pages, its number of rows, no next page behind one \
        that is not full. A list of several pages is read twice and proven by two equal readings (Pagination).
        """
    static let endOfAssets = "One answer has a device's whole record; 404 means that it has none (Hardware audit)."

    /// Agents send their inventory about daily: a device is read again when it has checked in since, twice a day at most.
    static let assetsTurn = ParentTurn.moved(column: "last_seen_at", rest: .hours(12))
    static let assetsReading = Reading.perParent(entity: "devices", turn: assetsTurn)
    /// How often devices that wait for their turn are looked for: a new one is soon read.
    static let assetsPeriod = Duration.hours(1)
    static let weekly = Duration.days(7)

    /// As many at once as the endpoint bears.
    static let assetsWalk = ParentWalker(batch: 40, width: 3)
    static let issuesWalk = ParentWalker(batch: 20, width: 3)
    static let lifecycleWalk = ParentWalker(batch: 40)
}
