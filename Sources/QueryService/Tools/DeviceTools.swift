import Inventory

/// Devices as the RMM sees them.
enum DeviceTools {
    static let list = Tool(
        name: "list_devices",
        description: "Devices of the RMMs, by organization, site or company and by state.",
        group: .devices, tables: ["devices"],
        arguments: [
            ToolArgument("organization", .text, "Name or id."), ToolArgument("site", .text, "Name or id."),
            ToolArgument("company", .text, "Name or id."),
            ToolArgument("search", .text, "Words in names, serial number, people."),
            ToolArgument("device_class", .choices(DeviceClass.allCases.map(\.rawValue))),
            ToolArgument("os_family", .choices(OSFamily.allCases.map(\.rawValue))), ToolArgument("online", .flag),
            ToolArgument("needs_reboot", .flag),
        ] + ToolArgument.paging, run: devices)

    static let get = Tool(
        name: "get_device",
        description: "One device: its record, disks, antivirus, patch status, backups and open alerts.",
        group: .devices,
        tables: ["devices", "device_volumes", "device_antivirus", "patch_status", "backups", "alerts"],
        arguments: named + [ToolArgument.maxAge], form: .single, run: device, parts: ["device"] + state("").map(\.name))

    static let audit = Tool(
        name: "audit_device",
        description: """
            What a device consists of, by section. Patches are those not installed, unless with_installed. A cursor goes on \
            with the one section that is named.
            """,
        group: .devices,
        tables: ["devices"] + DeviceSection.allCases.flatMap(\.tables),
        arguments: named + [
            ToolArgument("sections", .choices(DeviceSection.allCases.map(\.rawValue))),
            ToolArgument("search", .text, "Words in a program or patch."),
            ToolArgument("with_installed", .flag),
        ] + ToolArgument.paging, form: .single, run: audited,
        parts: DeviceSection.allCases.map(\.rawValue),
        reads: { arguments, _ in
            arguments.choices("sections").map { sections in
                ["devices"] + sections.compactMap { DeviceSection(rawValue: $0) }.flatMap(\.tables)
            }
        })

    /// How a device is named.
    private static let named = [
        ToolArgument("device", .text, "Host name or id.", isRequired: true),
        ToolArgument("organization", .text, "Where names repeat."),
        ToolArgument("company", .text, "Where names repeat."),
    ]

    static let fields = [
        "id", "organization_id", "site_id", "hostname", "display_name", "device_class", "os_family", "os_name",
        "online",
        "last_seen_at", "needs_reboot", "antivirus_status", "last_user",
    ]

    private static func devices(_ run: ToolRun) async throws -> ToolAnswer {
        let conditions =
            try await run.conditions([.organization, .company, .site]) + run.search()
            + run.choice("device_class") + run.choice("os_family") + run.flag("online") + run.flag("needs_reboot")
        return try await run.list(
            ToolRequest(
                "devices", conditions, sort: "hostname", limit: run.arguments.limit(), cursor: run.arguments.cursor,
                fields: fields), [.organization, .site])
    }

    private static func device(_ run: ToolRun) async throws -> ToolAnswer {
        let row = try await find(run, fields: run.reader.resource("devices")?.detail ?? [])
        let named = try await run.reader.label([row], [.organization, .site])[0]
        var budget = ToolBudget()
        let (tree, isCut) = named.json(.single)
        _ = budget.take(tree.bytes.count)
        let parts = try await ToolParts(run: run).read(state(row.id), &budget)
        var answer = ToolAnswer(data: .object([("device", tree)] + parts.members))
        answer.isTruncated = isCut || parts.isTruncated
        answer.leftOut = parts.leftOut
        return answer
    }

    private static func find(_ run: ToolRun, fields: [String]) async throws -> ToolRow {
        let place = try await run.conditions([.organization, .company])
        return try await run.names.find(.device, run.arguments.text("device") ?? "", within: place, fields: fields)
    }

    /// How a device stands.
    private static func state(_ device: String) -> [ToolPart] {
        let its = [QueryParameter.eq("device_id", device)]
        return [
            ToolPart(
                "volumes", "device_volumes", its, fields: ["id", "name", "file_system", "capacity_bytes", "free_bytes"]),
            ToolPart(
                "antivirus", "device_antivirus", its, fields: ["id", "product", "version", "status", "definitions_at"]),
            ToolPart("patch_status", "patch_status", its, limit: 1, fields: DeviceSection.patchStatus),
            ToolPart("backups", "backups", its, sort: "-last_run_at", limit: 10, fields: DeviceSection.backupFields),
            ToolPart(
                "open_alerts", "alerts", its + [.eq("status", "open")], sort: "-raised_at", limit: 20,
                fields: AlertTools.fields.filter { !["device_id", "organization_id", "status"].contains($0) }),
        ]
    }

    private static func audited(_ run: ToolRun) async throws -> ToolAnswer {
        let sections = run.arguments.choices("sections").map { Set($0) }
        let wanted = DeviceSection.allCases.filter { sections?.contains($0.rawValue) ?? true }
        let cursor = run.arguments.cursor
        guard cursor == nil || wanted.count == 1 else { throw Problem.cursorOfOne }
        let device = try await find(run, fields: ["id"]).id
        var budget = ToolBudget()
        var answer = ToolAnswer(data: .object([("device_id", .string(device))]))
        for (place, section) in wanted.enumerated() {
            var parts = try section.parts(of: device, run)
            // What goes on is the last part; the others were whole on the first page.
            if cursor != nil { parts.removeFirst(parts.count - 1) }
            let share = budget.share(of: wanted.count - place)
            var rest = share
            let read = try await ToolParts(run: run).read(parts, goesOn: true, cursor: cursor, &rest)
            budget.spend(share, used: rest)
            answer.data = answer.data.adding([(section.rawValue, .object(read.members))])
            answer.isTruncated = answer.isTruncated || read.isTruncated
            answer.leftOut += read.leftOut
            answer.nextCursor = wanted.count == 1 ? read.nextCursor : nil
        }
        return answer
    }
}
