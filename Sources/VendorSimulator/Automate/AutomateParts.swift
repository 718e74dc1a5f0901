import Inventory

/// What hangs on one computer.
extension Automate.Computers {
    typealias Member = Automate.Member
    typealias Row = Automate.Row

    static func part(_ name: String, _ device: Device, _ call: VendorCall) -> VendorAnswer? {
        let id = Automate.ID.computer(device.number)
        switch name {
        case "processors": return Automate.page(processors(device), call)
        case "operatingsystem": return object(operatingSystem(device))
        case "bios": return object(bios(device))
        case "microsoftupdates": return wrapped(Automate.Patches.microsoft(device, call.fleet), device, call)
        case "thirdpartypatches": return Automate.page(Automate.Patches.thirdParty(device, call.fleet), call)
        case "patchingstats": return object(Automate.Patches.stats(device, call.fleet))
        case "extrafields": return Automate.ExtraFields.answer(id, "computer \(device.number)", call)
        default: return nil
        }
    }

    private static func object(_ row: Row) -> VendorAnswer {
        .json { json in json.object { for member in row { $0.member(member) } } }
    }

    /// The document promises an object and no more: one computer's answer is an array, another's an object around one.
    private static func wrapped(_ rows: [Row], _ device: Device, _ call: VendorCall) -> VendorAnswer {
        let array = Automate.page(rows, call)
        guard device.number.isMultiple(of: 2), array.status == 200 else { return array }
        return .json { json in json.object { $0.member("MicrosoftUpdates", raw: array.body) } }
    }

    /// A row a socket, and one of a socket that stands empty.
    private static func processors(_ device: Device) -> [Row] {
        guard let cpu = device.cpu, hasInventory(device) else { return [] }
        let used = (0..<cpu.sockets).map { processor(device, $0, cpu, isEnabled: true) }
        return used + (cpu.sockets > 1 ? [processor(device, cpu.sockets, cpu, isEnabled: false)] : [])
    }

    private static func processor(_ device: Device, _ socket: Int, _ cpu: Processor, isEnabled: Bool) -> Row {
        [
            Member("ComputerId", .whole(Automate.ID.computer(device.number))),
            Member("ProcessorHandle", .whole(4 + socket)),
            Member("Socket", .named(socket + 1, "CPU\(socket)")),
            Member("IsEnabled", .flag(isEnabled)),
            Member("Manufacturer", .text(isEnabled ? "GenuineIntel" : "")),
            Member("ProcessorName", .text(isEnabled ? cpu.name : "")),
            Member("Speed", .whole(cpu.megahertz)),
            Member("Cores", .whole(cpu.cores)),
            Member("Threads", .whole(cpu.threads)),
            Member("Is64Bit", .flag(true)),
            Member("UpdateDate", .text(Automate.noTime)),
        ]
    }

    private static func operatingSystem(_ device: Device) -> Row {
        [
            Member("ComputerId", .whole(Automate.ID.computer(device.number))),
            Member("Name", .text(systemName(device) ?? "")),
            Member("Version", .text(device.system?.version ?? "")),
            Member("MajorVersion", .whole(10)),
            Member("MinorVersion", .whole(0)),
            Member("ReleaseId", .whole(0)),
            Member("Edition", .text("")),
            Member("InstallDate", .local(device.createdAt.wholeSecond)),
            Member("Is64Bit", hasInventory(device) ? .flag(true) : .null),
            Member("IsServer", .flag(device.kind == .server)),
            Member("IsDomainController", .flag(false)),
            Member("DateUpdated", .local(device.createdAt.wholeSecond)),
        ]
    }

    private static func bios(_ device: Device) -> Row {
        [
            Member("ComputerId", .whole(Automate.ID.computer(device.number))),
            Member("Vendor", .text(device.manufacturer ?? "")),
            Member("Version", .text("1.17.0")),
            Member("Date", hasInventory(device) ? .day(device.biosReleasedOn) : .text(Automate.noTime)),
            Member("IsPortable", .flag(device.kind == .laptop)),
            Member("IsVirtualMachine", .flag(device.isVirtual)),
            Member("VmHost", .text("")),
            Member("SupportsUefi", .flag(true)),
            Member("DateUpdated", .local(device.createdAt.wholeSecond)),
        ]
    }
}

extension Automate {
    /// A page of what hangs on one thing.
    static func page(_ rows: [Row], _ call: VendorCall) -> VendorAnswer {
        do throws(Complaint) {
            let query = try Query(call)
            let size = call.disturbance.pageSize(asked: query.pageSize)
            let skipped = call.disturbance.has(.cursorRepeats) ? 0 : (query.page - 1) * size
            let page = call.disturbance.has(.emptyLists) ? [] : rows.dropFirst(skipped).prefix(size)
            return .json { json in
                json.array { json in
                    for (place, row) in page.enumerated() {
                        json.row(call.path.utf8.count + skipped + place, call.disturbance) { json in
                            for member in row { json.member(member) }
                        }
                    }
                }
            }
        } catch {
            return failure("InvalidRequest", error.message, status: 400)
        }
    }

    /// Extra data fields: one value each, in one of three holders; what is encrypted is sent all the same.
    enum ExtraFields {
        static func answer(_ id: Int, _ name: String, _ call: VendorCall) -> VendorAnswer {
            Automate.page(
                [
                    row(
                        id, 1, "Contract",
                        Member(
                            "TextFieldSettings",
                            .object([
                                Member("IsMasked", .flag(false)), Member("Value", .text("Contract of \(name)")),
                            ]))),
                    row(id, 2, "Tier", Member("DropdownSettings", .object([Member("SelectedValue", .text("Gold"))]))),
                    row(
                        id, 3, "Exclude from patching",
                        Member(
                            "CheckboxSettings",
                            .object([
                                Member("IsChecked", .flag(true))
                            ]))),
                    row(
                        id, 4, "Admin password", isEncrypted: true,
                        Member(
                            "TextFieldSettings",
                            .object([
                                Member("IsMasked", .flag(true)), Member("Value", .text(Clients.leak)),
                            ]))),
                ], call)
        }

        private static func row(
            _ id: Int, _ definition: Int, _ title: String, isEncrypted: Bool = false, _ value: Member
        ) -> Row {
            [
                Member("TargetId", .whole(id)),
                Member("ExtraFieldDefinitionId", .whole(definition)),
                Member("Title", .text(title)),
                Member("Section", .text("Info")),
                Member("IsEncrypted", .flag(isEncrypted)),
                value,
            ]
        }
    }
}
