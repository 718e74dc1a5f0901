import Inventory

extension Automate {
    /// Machines with an agent.
    enum Computers {
        static func isOne(_ device: Device) -> Bool { device.hasAgent || device.kind == .virtualMachine }

        /// One that was just added has sent no inventory yet, nor has one whose agent is told to send none.
        static func hasInventory(_ device: Device) -> Bool { device.hasAgent && device.approval == .approved }

        @Sendable static func row(_ device: Device, _ scope: Scope) -> Row {
            let readings = scope.fleet.readings(of: device)
            return identity(device, scope) + system(device) + state(device, readings, scope) + dates(device, readings)
                + bulk
        }

        private static func identity(_ device: Device, _ scope: Scope) -> Row {
            [
                Member("Id", .text(String(ID.computer(device.number)))),
                Member("ComputerName", .text(device.hostname)),
                Member("FriendlyName", .text(device.displayName ?? "")),
                Member("DomainName", .text(device.domain ?? "")),
                Member("Client", Clients.client(of: device.organization, scope)),
                Member("Location", Clients.location(of: device.site, scope)),
                Member("Contact", .null),
                Member("PrimaryContactName", .text("")),
                Member("Type", .text(type(device))),
                Member("AssetTag", .text("")),
                Member("Comment", .text(device.notes ?? "")),
                Member("SerialNumber", .text(device.serial ?? "")),
                Member("BiosManufacturer", .text(device.manufacturer ?? "")),
                Member("BiosFlash", .text("")),
            ]
        }

        static func type(_ device: Device) -> String {
            device.kind == .server || device.kind == .virtualMachine ? "Server" : "Workstation"
        }

        private static func system(_ device: Device) -> Row {
            [
                Member("IsVirtualMachine", .flag(device.isVirtual)),
                Member("IsVirtualHost", .flag(false)),
                Member("OperatingSystemName", .text(systemName(device) ?? "")),
                Member("OperatingSystemVersion", .text(device.system?.version ?? "")),
                Member("TotalMemory", .whole(hasInventory(device) ? megabytes(device.memoryBytes ?? 0) : 0)),
                Member("FreeMemory", .whole(hasInventory(device) ? megabytes(device.memoryBytes ?? 0) / 3 : 0)),
                Member("CpuUsage", .whole(7)),
                Member("LocalIPAddress", .text(device.interfaces.first?.addresses.first ?? "")),
                Member("GatewayIPAddress", .text(device.publicAddress ?? "0.0.0.0")),
                Member("MACAddress", .text(device.interfaces.first?.mac ?? "")),
                Member("RemoteAgentVersion", .text(device.agentVersion ?? "")),
                Member(
                    "VirusScanner",
                    device.antivirus.first.map { product in
                        .object([Member("Id", .text("31")), Member("Name", .text(product.product))])
                    } ?? .null),
            ]
        }

        static func systemName(_ device: Device) -> String? {
            device.system.map { $0.family == .windows ? "Microsoft \($0.name) x64" : $0.name }
        }

        static func megabytes(_ bytes: Int) -> Int { bytes / 1_048_576 }

        private static func state(_ device: Device, _ readings: Readings, _ scope: Scope) -> Row {
            [
                Member("Status", .text(readings.isOnline ? "Online" : "Offline")),
                Member("LastUserName", .text(device.lastUser ?? "")),
                Member("LoggedInUsers", .list([])),
                Member("IsRebootNeeded", .flag(device.needsReboot)),
                Member("IsMaintenanceModeEnabled", .flag(false)),
                Member("IsHeartbeatEnabled", .flag(false)),
                Member("IsFasTalk", .flag(false)),
                Member("IsMaster", .flag(false)),
                Member("IsNetworkProbe", .flag(false)),
                Member("IsLockedDown", .flag(false)),
                Member("SystemUptime", .whole(uptime(device, readings))),
                Member("UserIdleTime", .whole(scope.fleet.tick % 60)),
                Member("UTCOffset", .whole(zoneHours)),
            ]
        }

        /// In minutes.
        private static func uptime(_ device: Device, _ readings: Readings) -> Int {
            guard let booted = device.bootedAt else { return 0 }
            return max(0, Int((readings.lastContact.microseconds - booted.microseconds) / 60_000_000))
        }

        private static func dates(_ device: Device, _ readings: Readings) -> Row {
            [
                Member("RemoteAgentLastContact", .moment(readings.lastContact.wholeSecond)),
                Member("LastHeartbeat", .text(noTime)),
                Member("RemoteAgentLastInventory", .moment(inventoried(device, readings))),
                Member("LastInventoryReceived", .moment(inventoried(device, readings))),
                Member("WindowsUpdateDate", .text(noTime)),
                Member("AntivirusDefinitionDate", .local(device.antivirus.first?.definitionsAt?.wholeSecond)),
                Member("LastStartup", .local(device.bootedAt?.wholeSecond)),
                Member("DateAdded", .moment(device.createdAt.wholeSecond)),
                Member("AssetDate", device.purchasedOn.map { .day($0) } ?? .text("1899-12-30T00:00:00")),
                Member("WarrantyEndDate", .day(device.warranty?.endsOn)),
            ]
        }

        static func inventoried(_ device: Device, _ readings: Readings) -> Timestamp? {
            hasInventory(device) ? readings.lastUpdate.wholeSecond : nil
        }

        /// What nobody should ask for.
        private static let bulk: Row = [
            Member("OpenPortsTCP", .list((1...40).map { .whole($0 * 113) })),
            Member("OpenPortsUDP", .list((1...20).map { .whole($0 * 57) })),
            Member("UserAccounts", .list([.text("Administrator"), .text("Guest")])),
            Member("TempFiles", .text("")),
            Member("PowerProfiles", .list([.text("Balanced")])),
        ]
    }

    /// What network probes have found. Their ids are a count of their own.
    enum NetworkDevices {
        @Sendable static func row(_ device: Device, _ scope: Scope) -> Row {
            let readings = scope.fleet.readings(of: device)
            return [
                Member("Id", .text(String(ID.networkDevice(device.number)))),
                Member("Name", .text(device.hostname)),
                Member("FriendlyName", .text(device.displayName ?? "")),
                Member("DeviceType", .named(typeID(device), type(device))),
                Member("LocalIPAddress", .text(device.interfaces.first?.addresses.first ?? "")),
                Member("MACAddress", .text(device.interfaces.first?.mac ?? "")),
                Member("Status", .text(readings.isOnline ? "Online" : "Offline")),
                Member("ManufacturerName", .text(device.manufacturer ?? "")),
                Member("ModelName", .text(device.model ?? "")),
                Member("Description", .text(device.notes ?? "")),
                Member("LastContact", .local(readings.lastContact.wholeSecond)),
                Member("LastUpdated", .local(readings.lastUpdate.wholeSecond)),
                Member("DateAdded", .local(device.createdAt.wholeSecond)),
                Member("AssetDate", .text(noTime)),
                Member("Uptime", .whole(readings.isOnline ? 8_640_000 : 0)),
                Member("UptimeDisplay", .text("1 day")),
                Member("InterfaceCount", .whole(device.interfaces.count)),
                Member("ProbeId", .whole(0)),
                Member("Client", Clients.client(of: device.organization, scope)),
                Member("Location", Clients.location(of: device.site, scope)),
                Member("DetectionTemplateName", .text("SNMP")),
                Member("SNMPCommunityGet", .text(Clients.leak)),
                Member("SNMPCommunitySet", .text(Clients.leak)),
                Member("ExternalSystemCredentials", .object([Member("Password", .text(Clients.leak))])),
            ]
        }

        static func type(_ device: Device) -> String {
            switch device.kind {
            case .networkSwitch: "Switch"
            case .router: "Router"
            case .firewall: "Firewall"
            case .accessPoint: "Wireless Access Point"
            case .printer: "Printer"
            case .hypervisor: "VMware ESX Host"
            default: "Unknown"
            }
        }

        private static func typeID(_ device: Device) -> Int { type(device).utf8.count }
    }

    /// What monitors have found and not yet seen mended. The ids in it are numbers, and the list has no end but by
    /// absence.
    enum Alerts {
        @Sendable static func row(_ alert: Alert, _ scope: Scope) -> Row {
            let device = alert.device.flatMap(scope.fleet.device)
            let isComputer = device.map(Computers.isOne) ?? false
            let organization = alert.organization.flatMap(scope.fleet.organization)
            let site = device?.site.flatMap(scope.fleet.site)
            let minutes = Int((scope.fleet.now.microseconds - alert.raisedAt.microseconds) / 60_000_000)
            return [
                Member("AlertId", .whole(ID.alert(alert.number))),
                Member("AlertDate", .local(alert.raisedAt.wholeSecond)),
                Member("AlertAge", .text("\(minutes / 60):\(minutes % 60)")),
                Member("Severity", .named(severity(alert).utf8.count, severity(alert))),
                Member("Source", .text("Monitor")),
                Member("Message", .text(alert.message)),
                Member("FieldName", .text(alert.kind.rawValue)),
                Member(
                    "Computer",
                    !isComputer
                        ? .null
                        : device.map { .named(ID.computer($0.number), $0.hostname) } ?? .null),
                Member(
                    "Device",
                    isComputer ? .null : device.map { .named(ID.networkDevice($0.number), $0.hostname) } ?? .null),
                Member("Client", organization.map { .named(ID.client($0.number), $0.name) } ?? .null),
                Member("Location", site.map { .named(ID.location($0.number), $0.name) } ?? .null),
                Member("Monitor", .named(200 + alert.kind.rawValue.count, monitor(alert))),
            ]
        }

        static func severity(_ alert: Alert) -> String {
            switch alert.severity {
            case .critical: "Critical"
            case .major: "High"
            case .moderate: "Medium"
            case .minor: "Low"
            case .none: "Information"
            }
        }

        static func monitor(_ alert: Alert) -> String { "LT - \(alert.kind.rawValue)" }
    }
}
