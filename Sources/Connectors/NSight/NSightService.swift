/// A service of the API: its name, and what its answer looks like (sheet, Envelope per service).
struct NSightService: Sendable {
    let name: String
    let form: XMLForm
    /// Where its rows lie, below the root's element; missing altogether is no answer, unless they lie right there.
    let rows: [String]

    /// - Parameters:
    ///   - rows: the path of the rows.
    ///   - lists: paths of lists within the rows.
    ///   - root: a root beside `result`, in which failures come whatever the service.
    private init(
        _ name: String, rows: String, lists: [String] = [], root: String? = nil, kept: Set<String>? = nil
    ) {
        self.name = name
        self.rows = rows.split(separator: "/").map(String.init)
        form = XMLForm(
            roots: Set(["result", root].compactMap { $0 }), lists: Set(lists.map { "\(rows)/\($0)" } + [rows]),
            dropped: NSightSecrets.elements, kept: kept.map { [rows: $0] } ?? [:])
    }

    static let clients = NSightService("list_clients", rows: "items/client")
    static let sites = NSightService("list_sites", rows: "items/site")
    static let roster = NSightService(
        "list_devices_at_client", rows: "items/client",
        lists: ["site"] + NSightKind.all.flatMap { ["site/\($0.rawValue)", "site/\($0.rawValue)/checkcount"] })
    static let patches = NSightService("patch_list_all", rows: "patch", root: "patches")
    static let sessions = NSightService("list_mob_sessions", rows: "session")
    static let checks = NSightService("list_checks", rows: "items/check")
    static let failingChecks = NSightService(
        "list_failing_checks", rows: "items/client",
        lists: ["site"]
            + ["servers/server", "workstations/workstation"].flatMap {
                ["site/\($0)", "site/\($0)/failed_checks/check"]
            })
    static let outages = NSightService("list_outages", rows: "outage")
    /// Its rows are the software; the hardware stands beside it.
    static let assets = NSightService("list_device_asset_details", rows: "software/item")
        .adding(list: "hardware/item")

    /// Servers or workstations of a site. A row's other elements are custom fields, named as the customer likes, and
    /// often hold secrets: only those that are allowed are read at all.
    static func devices(_ kind: NSightKind, _ options: NSightOptions) -> NSightService {
        NSightService(
            "list_\(kind.rawValue)s", rows: "items/\(kind.rawValue)",
            kept: NSightDeviceFields.known.union(options.customFields.keys))
    }

    private func adding(list: String) -> NSightService {
        var form = form
        form.lists.insert(list)
        return NSightService(name: name, form: form, rows: rows)
    }

    private init(name: String, form: XMLForm, rows: [String]) {
        self.name = name
        self.form = form
        self.rows = rows
    }
}

/// The types of devices, by the vendor's words; letter case counts (Traps, 10).
enum NSightKind: String, Sendable, Hashable {
    case server, workstation
    case mobileDevice = "mobile_device"

    static let all: [NSightKind] = [.server, .workstation, .mobileDevice]
}

/// What travels in plain lists and lets somebody in, or is a licence: dropped as it is met, so that no record, no
/// quarantine and no log can hold it (Traps, 14). A scan's serial number looks like the system's own.
enum NSightSecrets {
    static let elements: Set<String> = Set(
        [
            "guid", "os_serial_number", "os_product_key", "productkey", "serialnumber", "dashboard_username",
            "remote_username", "remote_domain", "remote_address", "remote_port",
        ] + (1...10).map { "custom\($0)" })
}
