import Inventory

extension ServiceNow {
    /// Configuration items, each in the table of its class.
    enum Items {
        static func table(_ item: Configuration) -> String {
            switch item.kind {
            case "Managed Server": item.number % 3 == 0 ? "cmdb_ci_linux_server" : "cmdb_ci_win_server"
            case "Managed Workstation": "cmdb_ci_computer"
            case "Printer": "cmdb_ci_printer"
            default: "cmdb_ci_ip_switch"
            }
        }

        static func status(_ item: Configuration) -> (value: String, label: String) {
            switch item.status {
            case "Active": ("1", "Installed")
            case "Retired": ("7", "Retired")
            default: ("5", "Pending Repair")
            }
        }

        static let items = Source<Configuration>(
            .configuration, root: "cmdb", all: \.configurations, find: { $0.configuration($1) }, classOf: table,
            changed: { item, _ in (item.createdAt, item.updatedAt) }, columns: ofAll + ofHardware + ofComputers)

        private static let ofAll: [Column<Configuration>] = [
            Column("name", in: "cmdb_ci") { item, _ in .text(item.name) },
            Column("company", in: "cmdb_ci", to: "core_company") {
                .reference($0.tellsCompany($1) ? $1.company($0.company) : nil)
            },
            Column("location", in: "cmdb_ci", to: "cmn_location") { .reference($1.location($0.site)) },
            Column("assigned_to", in: "cmdb_ci", to: "sys_user") { .reference($1.person($0.contact)) },
            Column("serial_number", in: "cmdb_ci") { item, _ in .text(item.serial) },
            Column("asset_tag", in: "cmdb_ci") { item, _ in .text("A-\(item.number)") },
            Column("manufacturer", in: "cmdb_ci", to: "core_company") {
                .reference($1.named($0.manufacturer, "core_company", .maker))
            },
            Column("model_id", in: "cmdb_ci") { .reference($1.named($0.model, "cmdb_model", .model)) },
            Column("model_number", in: "cmdb_ci") { _, _ in .empty },
            Column("install_status", in: "cmdb_ci") { item, _ in .choice(status(item).value, status(item).label) },
            Column("operational_status", in: "cmdb_ci") { item, _ in
                item.isActive ? .choice("1", "Operational") : .choice("6", "Retired")
            },
            Column("purchase_date", in: "cmdb_ci") { item, _ in .day(item.purchasedOn) },
            Column("warranty_expiration", in: "cmdb_ci") { item, _ in .day(item.warrantyEndsOn) },
            Column("install_date", in: "cmdb_ci") { item, _ in .moment(item.installedOn?.midnight.plus(hours: 23)) },
            Column("correlation_id", in: "cmdb_ci") { item, _ in .text(item.deviceIdentifier) },
            Column("discovery_source", in: "cmdb_ci") { item, _ in
                item.isLinked ? .choice("NinjaOne", "NinjaOne") : .choice("Manual Entry", "Manual Entry")
            },
            Column("last_discovered", in: "cmdb_ci") { item, scope in
                .moment(item.isLinked && item.isActive ? scope.fleet.now : nil)
            },
            Column("duplicate_of", in: "cmdb_ci", to: "cmdb_ci") { _, _ in .empty },
            Column("object_id", in: "cmdb_ci") { _, _ in .empty },
            Column("sys_class_name", in: "cmdb") { item, _ in Classes.cell(table(item)) },
        ]

        private static let ofHardware: [Column<Configuration>] = [
            Column("hardware_status", in: "cmdb_ci_hardware") { _, _ in .empty },
            Column("default_gateway", in: "cmdb_ci_hardware") { _, _ in .empty },
        ]

        private static let ofComputers: [Column<Configuration>] = [
            Column("host_name", in: "cmdb_ci_computer") { _, _ in .empty },
            Column("os", in: "cmdb_ci_computer") { .text($1.device($0)?.system?.name) },
            Column("os_version", in: "cmdb_ci_computer") { .text($1.device($0)?.system?.version) },
            Column("ram", in: "cmdb_ci_computer") { item, scope in
                scope.device(item)?.memoryBytes.map { .whole($0 >> 20) } ?? .empty
            },
            Column("disk_space", in: "cmdb_ci_computer") { item, scope in
                let bytes = scope.device(item)?.volumes.reduce(0) { $0 + $1.capacityBytes } ?? 0
                return bytes == 0 ? .empty : .whole(bytes >> 30)
            },
            Column("cpu_name", in: "cmdb_ci_computer") { .text($1.device($0)?.cpu?.name) },
            Column("form_factor", in: "cmdb_ci_computer") { item, scope in
                scope.device(item)?.kind == .laptop ? .choice("Laptop", "Laptop") : .empty
            },
        ]
    }
}

extension ServiceNow.Scope {
    fileprivate func device(_ item: Configuration) -> Device? { item.device.flatMap(fleet.device) }
}

extension Configuration {
    /// Where an item names no company, that of whom it is assigned to is meant.
    func tellsCompany(_ scope: ServiceNow.Scope) -> Bool {
        number % 6 != 0 || contact.flatMap(scope.fleet.person)?.company != company
    }
}
