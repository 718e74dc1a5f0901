import Inventory

/// The streams of Datto RMM, a file each. No list has a modified-since filter (sheet, Incremental sync): lists are read
/// whole, and what takes a call a device follows the device's own stamps.
enum DattoStreams {
    typealias Stream = VendorStream<DattoReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<DattoReader>(
        "Datto RMM",
        [
            organizations, devices, deviceAudits, deviceVolumes, deviceNetworkInterfaces, software, patches,
            patchStatus, alerts,
        ])

    /// The end as the sheet has it (Pagination).
    static let endOfList = """
        No nextPageUrl (null or empty), and as many rows as totalCount said from the first page to the last \
        (Pagination).
        """
    static let endOfParent = "No nextPageUrl (null or empty) in the device's own list (Pagination)."
    static let oneAnswer = "The one answer about a device is whole (Hardware audit)."
}
