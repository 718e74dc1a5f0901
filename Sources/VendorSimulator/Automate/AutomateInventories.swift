import Inventory

extension Automate {
    /// The lists over the whole fleet of what agents have found: some rows a computer.
    enum Inventories {
        static let chassis = list("ComputerId") { device, _ in [(ID.computer(device.number), chassis(device))] }

        static let drives = list("DriveId") { device, scope in
            let at = inventoried(device, scope)
            let free = scope.fleet.readings(of: device).freeBytes
            let present = zip(device.volumes, free).enumerated().map { index, volume in
                (ID.drive(device.number, index), drive(device, index, volume.0, free: volume.1, at))
            }
            return present + [gone(device, at)].compactMap { $0 }
        }

        /// When the rows were last seen. The fleet's machines get programs while they are off too: those have had their
        /// inventory just now, so that a reader by this time can see it.
        private static func inventoried(_ device: Device, _ scope: Scope) -> Timestamp {
            let isVisited = device.offlineSince != nil && device.softwareRevision > 0
            return (isVisited ? scope.fleet.now : scope.fleet.readings(of: device).lastUpdate).wholeSecond
        }

        static let software = list("ApplicationId") { device, scope in
            let at = inventoried(device, scope)
            return scope.fleet.software(of: device).map { item in
                (ID.application(device.number, item.title), program(device, item, at))
            }
        }

        /// A list whose rows hang on computers and are in the order of both.
        private static func list(
            _ key: String, _ rows: @escaping @Sendable (Device, Scope) -> [(Int, Row)]
        ) -> List {
            List(key) { scope, bounds, visitor in
                let devices = scope.fleet.devices
                let first = Fleet.index(after: firstNumber(key, bounds) - 1, in: devices)
                for device in devices[first...] where Computers.hasInventory(device) {
                    let id = ID.computer(device.number)
                    if id > bounds.computers.upperBound { return }
                    for (number, row) in rows(device, scope) where bounds.keys.contains(number) {
                        if !visitor(number, row) { return }
                    }
                }
            }
        }

        /// The first device that can have rows within the bounds.
        private static func firstNumber(_ key: String, _ bounds: Bounds) -> Int {
            let low = bounds.keys.lowerBound
            let byKey =
                switch key {
                case "DriveId": low / 16
                case "ApplicationId": low / 1024
                default: ID.computerNumber(low)
                }
            return max(byKey - 1, ID.computerNumber(bounds.computers.lowerBound), 0)
        }

        private static func chassis(_ device: Device) -> Row {
            [
                Member("ComputerId", .whole(ID.computer(device.number))),
                Member("Manufacturer", .text(device.manufacturer ?? "To be filled by O.E.M.")),
                Member("ProductName", .text(device.model ?? "System Product Name")),
                Member("Version", .text("")),
                Member("SerialNumber", .text(device.biosSerial ?? "")),
                Member("UUID", .text(device.uid.uppercased())),
                Member("SkuNumber", .text("")),
                Member("Family", .text("")),
                Member("ChassisType", .text(chassisType(device))),
                Member("ChassisLock", .flag(false)),
                Member("AssetTag", .text("No Asset Tag")),
                Member("MainBoardManufacturer", .text(device.manufacturer ?? "")),
                Member("LastUpdate", .local(device.createdAt.wholeSecond)),
            ]
        }

        static func chassisType(_ device: Device) -> String {
            switch device.kind {
            case .laptop: device.number.isMultiple(of: 2) ? "Laptop" : "Notebook"
            case .workstation: device.number.isMultiple(of: 2) ? "Desktop" : "Mini Tower"
            default: device.isVirtual ? "Other" : "Rack Mount Chassis"
            }
        }

        /// Sizes in MB of 1,048,576 bytes.
        private static func drive(
            _ device: Device, _ index: Int, _ volume: Volume, free: Int, _ at: Timestamp
        ) -> Row {
            driveRow(
                device, index, letter: volume.name, size: volume.capacityBytes, free: free,
                fileSystem: volume.fileSystem ?? "", label: volume.label ?? "", isMissing: false, at)
        }

        /// A drive that was there once, and is told of still.
        private static func gone(_ device: Device, _ at: Timestamp) -> (Int, Row)? {
            guard device.number.isMultiple(of: 5) else { return nil }
            return (
                ID.drive(device.number, 9),
                driveRow(
                    device, 9, letter: "X:", size: 64 << 30, free: 1 << 30, fileSystem: "FAT32", label: "STICK",
                    isMissing: true, at)
            )
        }

        private static func driveRow(
            _ device: Device, _ index: Int, letter: String, size: Int, free: Int, fileSystem: String, label: String,
            isMissing: Bool, _ at: Timestamp
        ) -> Row {
            [
                Member("DriveId", .whole(ID.drive(device.number, index))),
                Member("ComputerId", .whole(ID.computer(device.number))),
                Member("Letter", .text(letter)),
                Member("Size", .whole(Computers.megabytes(size))),
                Member("FreeSpace", .whole(Computers.megabytes(free))),
                Member("FileSystem", .text(fileSystem)),
                Member("Model", .text("SAMSUNG MZVL2512HCJQ")),
                Member("VolumeName", .text(label)),
                Member("SmartStatus", .text("OK")),
                Member("IsSolidState", .flag(true)),
                Member("IsInternal", .flag(true)),
                Member("IsMissing", .flag(isMissing)),
                Member("BackupFlag", .whole(0)),
                Member("DateLastInventoried", .local(at)),
            ]
        }

        private static func program(_ device: Device, _ item: InstalledSoftware, _ at: Timestamp) -> Row {
            let title = SoftwareCatalogue.shared.titles[item.title]
            return [
                Member("ApplicationId", .whole(ID.application(device.number, item.title))),
                Member("ComputerId", .whole(ID.computer(device.number))),
                Member("Name", .text(title.name)),
                Member("InstallationPath", .text(title.location ?? "")),
                Member("DateInstalled", item.installedOn.map { .day($0) } ?? .text(noTime)),
                Member("Size", .whole((title.sizeBytes ?? 0) / 1024)),
                Member("UninstallerPath", .text("")),
                Member("Version", .text(SoftwareCatalogue.version(title, item.step) ?? "")),
                Member("Classification", .null),
                Member("DateLastInventoried", .local(at)),
                Member("ClientId", .whole(ID.client(device.organization))),
                Member("ComputerName", .text(device.hostname)),
            ]
        }
    }
}
