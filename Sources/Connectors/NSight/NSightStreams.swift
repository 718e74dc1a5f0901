import Inventory

/// The streams of N-sight, a file each. No inventory service has a modified-since filter (Incremental sync): lists are
/// read whole, and what takes a call a device is spread over a day; all devices are asked regardless of their turn once a
/// month.
enum NSightStreams {
    typealias Stream = VendorStream<NSightReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<NSightReader>(
        "N-sight",
        [
            organizations, sites, devices, software, deviceVolumes, deviceNetworkInterfaces, deviceHardware, patches,
            patchStatus, backups, alerts,
        ])

    static let oneAnswer = "The one answer holds all rows: no service has pages (Pagination)."
    static let everyClient = "Every client of the list of clients has answered with all its rows (Pagination)."
    static let everyDevice =
        "A device's one answer holds all its rows; the walk ends with the last device (Pagination)."
}
