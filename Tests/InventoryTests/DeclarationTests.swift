import Inventory
import Testing

@Suite struct DeclarationTests {
    @Test func everyTableOfTheModelIsDeclared() {
        #expect(
            Set(Entities.all.map(\.name)) == [
                "organizations", "sites", "devices", "device_volumes", "device_network_interfaces", "device_antivirus",
                "software", "patches", "patch_status", "backups", "alerts", "companies", "company_sites", "contacts",
                "tickets",
                "ticket_configurations", "ticket_notes", "time_entries", "configurations", "agreements",
                "agreement_lines",
                "products", "opportunities", "lookups",
            ])
        #expect(Set(Entities.all.map(\.singular)).count == Entities.all.count)
    }

    @Test(arguments: Entities.all)
    func aDeclarationHoldsTogether(_ entity: EntityDescription) {
        let names = entity.columns.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Entities.named(entity.name) == entity)
        for reference in entity.references {
            #expect(names.contains(reference.externalColumn))
            #expect(!names.contains(reference.idColumn))
            #expect(Entities.named(reference.target)?.side == entity.side)
        }
        for (place, column) in entity.columns.enumerated() {
            #expect(!column.meaning.isEmpty && column.meaning.hasSuffix("."), "\(column.name)")
            guard column.allowed != nil, column.name != "kind" || entity.name != "patches" else { continue }
            #expect(names[place + 1].hasSuffix("_label"), "\(column.name) has no label beside it")
        }
    }

    @Test(arguments: Entities.all)
    func theUnitStandsInTheNameAndInTheMeaning(_ entity: EntityDescription) {
        for column in entity.columns where column.name.hasSuffix("_bytes") {
            #expect(column.type == .bigint && column.meaning.contains("byte"), "\(column.name)")
        }
        for column in entity.columns where column.name.hasSuffix("_minutes") {
            #expect(column.type == .integer && column.meaning.contains("minutes"), "\(column.name)")
        }
    }

    @Test func parentsComeBeforeWhatHangsOnThem() {
        var seen: Set<String> = []
        let late: Set<String> = [
            "tickets.configuration_id", "tickets.agreement_id", "time_entries.agreement_id",
            "agreement_lines.product_id", "ticket_configurations.configuration_id",
        ]
        for entity in Entities.all {
            seen.insert(entity.name)
            for reference in entity.references where !late.contains("\(entity.name).\(reference.idColumn)") {
                #expect(seen.contains(reference.target), "\(entity.name) comes before \(reference.target)")
            }
        }
    }

    @Test func whatThePeopleOfACustomerAreCalledNeedsTheContactsGroup() {
        let guarded = Device.entity.description.columns.filter { $0.group == .contacts }.map(\.name)
        #expect(guarded == ["last_user", "owner_name", "owner_email"])
    }

    @Test func aRecordReadsIntoItsColumnsInOrder() {
        var device = Device()
        device.hostname = "  SRV-01 "
        device.notes = " \n"
        device.deviceClass = .virtualMachine
        device.cpuCores = 5_000_000_000
        device.ipAddresses = ["10.0.0.1", "none", "10.0.0.1", "fe80::1%3"]
        device.macAddresses = ["00-00-00-00-00-00"]
        device.lastSeenAt = Timestamp(iso8601: "2026-01-02T03:04:05Z")
        let record = SourceRecord(device, externalID: "7")
        let cells = zip(Device.entity.columns.map(\.name), record.values).filter { $0.1 != .null }
        #expect(cells.map(\.0) == ["hostname", "device_class", "ip_addresses", "last_seen_at"])
        #expect(
            cells.map(\.1).prefix(3) == [
                .text("SRV-01"), .text("virtual_machine"), .textArray(["10.0.0.1", "fe80::1"]),
            ])
    }

    @Test func anIndexedTextIsCutAtACharactersEnd() {
        guard case .text(let cut) = Value(key: String(repeating: "€", count: 2_000_000)) else {
            Issue.record("no text")
            return
        }
        #expect(cut.utf8.count == 999)
        #expect(Value(key: "é") == .text("é") && Value(key: " ") == .null)
    }
}
