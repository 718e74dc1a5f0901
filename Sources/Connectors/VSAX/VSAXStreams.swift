import Inventory

/// The streams of VSA X, a file each. All lists are read whole: none but the notifications has a modified-since filter,
/// and of those what is gone must be known (sheet, Incremental sync).
enum VSAXStreams {
    typealias Stream = VendorStream<VSAXReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<VSAXReader>(
        "Kaseya VSA X",
        [
            organizations, sites, devices, deviceAssets, deviceVolumes, deviceNetworkInterfaces, deviceAntivirus,
            software, patchStatus, alerts, alertDetails,
        ])

    /// The end as the sheet has it (Pagination).
    static let endOfList = """
        As many rows as Meta.TotalCount says, in the order of their ids, with a total that stayed and each page beginning \
        where the one before ended; else nothing is taken for gone (Pagination).
        """
}
