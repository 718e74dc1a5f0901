/// A fleet report (style B): its path, its filters, and how many rows to ask for.
struct NinjaReport: Sendable {
    let path: String
    var query: [(String, String)] = []
    var pageSize = NinjaClient.pageSize

    /// The most that is known to be asked for in practice: about 1.5 MB, and a transaction for each.
    static let software = NinjaReport(path: "/v2/queries/software", pageSize: 5000)
    static let volumes = NinjaReport(path: "/v2/queries/volumes", query: [("include", "bl")])
    /// Its page size counts devices, not rows.
    static let networkInterfaces = NinjaReport(path: "/v2/queries/network-interfaces", pageSize: 200)
    static let antivirus = NinjaReport(path: "/v2/queries/antivirus-status")
    static let health = NinjaReport(path: "/v2/queries/device-health")
    static let osPatches = NinjaReport(path: "/v2/queries/os-patches")
    static let osPatchInstalls = NinjaReport(path: "/v2/queries/os-patch-installs")
    static let softwarePatches = NinjaReport(path: "/v2/queries/software-patches")
    static let softwarePatchInstalls = NinjaReport(path: "/v2/queries/software-patch-installs")
    static let backupJobs = NinjaReport(path: "/v2/backup/jobs", pageSize: 5000)

    func adding(_ filters: [(String, String)]) -> NinjaReport {
        NinjaReport(path: path, query: query + filters, pageSize: pageSize)
    }
}
