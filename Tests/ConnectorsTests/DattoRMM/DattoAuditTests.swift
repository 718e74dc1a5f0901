import Connectors
import HTTPTransport
import Inventory
import Testing

/// Audits and volumes: a call a device, by its class.
@Suite struct DattoAuditTests {
    private let entity = Device.entity.description

    /// The sheet's sample, with a drive more.
    private let sample = #"""
        {"systemInfo":{"manufacturer":"Dell Inc.","model":"PowerEdge T350","totalPhysicalMemory":34359738368,
        "username":"CONTOSO\\admin","dotNetVersion":"4.8","totalCpuCores":8},
        "bios":{"serialNumber":"ABC1234","smBiosVersion":"1.9.1","releaseDate":1700000000000},
        "baseBoard":{"manufacturer":"Dell Inc.","product":"0ABCDE"},"processors":[{"name":"Intel(R) Xeon(R) E-2334"}],
        "logicalDisks":[{"description":"Local Fixed Disk","diskIdentifier":"C:","size":479000000000,
        "freespace":210000000000},{"description":"Network Connection","diskIdentifier":"N:","size":9,"freespace":1}],
        "nics":[{"instance":"Intel I350","ipv4":"10.0.0.10","ipv6":null,"macAddress":"001122334455","type":"Ethernet"}],
        "physicalMemory":[{"module":"DIMM.A1","size":17179869184,"type":"DDR4","speed":"3200"}]}
        """#

    private func vendor(_ kind: String, _ audit: TransportResponse) throws -> DattoVendor {
        try DattoVendor([
            "/api/v2/account/devices": [.dattoDevices(["d1"], kind: kind)], "/api/v2/audit/\(kind)/d1": [audit],
        ])
    }

    private func expect(_ record: SourceRecord, _ expected: [String: Value]) throws {
        for (column, value) in expected { #expect(try record.cell(column, of: entity) == value, "\(column)") }
    }

    @Test func readsTheSheetsAudit() async throws {
        let vendor = try vendor("device", .json(sample))
        let record = try #require(try await vendor.read("device_audits", parents: ["d1"]).flatMap(\.records).first)
        try expect(
            record,
            [
                "manufacturer": .text("Dell Inc."), "model": .text("PowerEdge T350"), "is_virtual": .boolean(false),
                "serial_number": .text("ABC1234"), "cpu_model": .text("Intel(R) Xeon(R) E-2334"),
                "cpu_cores": .integer(8), "memory_bytes": .integer(34_359_738_368),
                "storage_bytes": .integer(479_000_000_000), "storage_free_bytes": .integer(210_000_000_000),
                "mac_addresses": .textArray(["00:11:22:33:44:55"]),
                "bios_released_on": .date(try #require(CalendarDate(iso8601: "2023-11-14"))),
            ])
    }

    @Test(arguments: [
        ("VMware, Inc.", "VMware7,1"), ("Microsoft Corporation", "Virtual Machine"), ("QEMU", "Standard PC"),
        ("innotek GmbH", "VirtualBox"), ("Xen", "HVM domU"),
    ])
    func aVirtualMachineIsToldByItsMaker(maker: String, model: String) async throws {
        let audit = #"{"systemInfo":{"manufacturer":"\#(maker)","model":"\#(model)"}}"#
        let vendor = try vendor("device", .json(audit))
        let record = try #require(try await vendor.read("device_audits", parents: ["d1"]).flatMap(\.records).first)
        try expect(record, ["is_virtual": .boolean(true)])
    }

    @Test func aDeviceThatWasNeverAuditedHasNothing() async throws {
        let empty = #"{"systemInfo":null,"bios":null,"processors":null,"logicalDisks":null,"nics":null}"#
        let vendor = try vendor("device", .json(empty))
        let pages = try await vendor.read("device_audits", parents: ["d1"])
        #expect(pages.flatMap(\.completedParents) == ["d1"])
        let record = try #require(pages.flatMap(\.records).first)
        #expect(record.values.allSatisfy { $0 == .null })
        #expect(try await vendor.read("device_volumes", parents: ["d1"]).flatMap(\.records).isEmpty)
    }

    @Test func aPlaceholderIsNoSerialNumber() async throws {
        let vendor = try vendor("device", .json(#"{"bios":{"serialNumber":"To be filled by O.E.M."}}"#))
        let record = try #require(try await vendor.read("device_audits", parents: ["d1"]).flatMap(\.records).first)
        try expect(record, ["serial_number": .null])
    }

    @Test func trap16APrintersLevelsAreNumbersInTextsAndItsSerialIsSNMPs() async throws {
        let audit = #"""
            {"systemInfo":{"manufacturer":"Brother","model":"HL"},"printer":{"printedPageCount":12},
            "printerMarkerSupplies":[{"description":"Black","maxCapacity":"100","suppliesLevel":"42"}],
            "nics":[],"snmpInfo":{"snmpSerial":"E7","snmpUptime":"1 day"}}
            """#
        let vendor = try vendor("printer", .json(audit))
        let record = try #require(try await vendor.read("device_audits", parents: ["d1"]).flatMap(\.records).first)
        try expect(record, ["manufacturer": .text("Brother"), "serial_number": .text("E7"), "memory_bytes": .null])
        #expect(record.vendorFields?.contains(#""suppliesLevel":"42""#) == true)
        #expect(try await vendor.read("device_volumes", parents: ["d1"]).flatMap(\.records).isEmpty)
    }

    @Test func aHostHasItsDatastoresAndNoMemoryWhoseUnitNobodyStates() async throws {
        let audit = #"""
            {"systemInfo":{"manufacturer":"HPE","model":"DL380","serviceTag":"CZ1"},
            "processors":[{"name":"Xeon","frequency":2400,"numberOfCores":16},{"name":"Xeon","numberOfCores":16}],
            "physicalMemory":[{"size":64}],"guests":[{"guestName":"VM1","memorySizeTotal":8}],
            "datastores":[{"datastoreName":"ds1","size":4000000000000,"freeSpace":1000,"fileSystem":"VMFS"}]}
            """#
        let vendor = try vendor("esxihost", .json(audit))
        let record = try #require(try await vendor.read("device_audits", parents: ["d1"]).flatMap(\.records).first)
        try expect(
            record,
            [
                "serial_number": .text("CZ1"), "cpu_cores": .integer(32), "cpu_model": .text("Xeon"),
                "memory_bytes": .null,
            ])
        let volumes = try await vendor.read("device_volumes", parents: ["d1"]).flatMap(\.records)
        #expect(volumes.map(\.externalID) == ["d1:ds1"])
        #expect(try volumes[0].cell("file_system", of: DeviceVolume.entity.description) == .text("VMFS"))
    }

    @Test func volumesAreInBytesAndADriveWithoutAMediumHasNone() async throws {
        let audit = #"""
            {"logicalDisks":[{"description":"Local Fixed Disk","diskIdentifier":"C:","size":479000000000,
            "freespace":0},{"description":"CD-ROM Disc","diskIdentifier":"D:","size":0,"freespace":0},
            {"description":"Local Fixed Disk","size":5}]}
            """#
        let pages = try await vendor("device", .json(audit)).read("device_volumes", parents: ["d1"])
        let volumes = pages.flatMap(\.records)
        let entity = DeviceVolume.entity.description
        #expect(volumes.map(\.externalID) == ["d1:C:", "d1:D:"])
        #expect(try volumes[0].cell("capacity_bytes", of: entity) == .integer(479_000_000_000))
        #expect(try volumes[0].cell("free_bytes", of: entity) == .integer(0))
        #expect(try volumes[1].cell("capacity_bytes", of: entity) == .null)
        #expect(try volumes[1].cell("free_bytes", of: entity) == .null)
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no diskIdentifier"])
    }

    @Test(arguments: ["rmmnetworkdevice", "unknown", "vmguest"])
    func trap6AClassWithoutAnAuditIsNotAsked(kind: String) async throws {
        let vendor = try DattoVendor(["/api/v2/account/devices": [.dattoDevices(["d1"], kind: kind)]])
        for stream in ["device_audits", "device_volumes", "software"] {
            let pages = try await vendor.read(stream, parents: ["d1"])
            #expect(pages.flatMap(\.completedParents) == ["d1"] && pages.flatMap(\.records).isEmpty)
        }
        #expect(vendor.transport.asked.allSatisfy { $0.hasPrefix("/api/v2/account/devices") })
    }

    @Test func trap6TheWrongAuditIsThatDevicesMatterAndDeletesNothing() async throws {
        let vendor = try DattoVendor([
            "/api/v2/account/devices": [.dattoDevices(["d1", "d2"])],
            "/api/v2/audit/device/d1": [.dattoRefusal(400)], "/api/v2/audit/device/d2": [.json(sample)],
            "/api/v2/audit/device/d1/software": [.dattoRefusal(400)],
            "/api/v2/audit/device/d2/software": [.datto("software", [])],
        ])
        for stream in ["device_audits", "device_volumes", "software"] {
            let pages = try await vendor.read(stream, parents: ["d1", "d2"])
            #expect(pages.flatMap(\.completedParents) == ["d2"], "\(stream)")
            #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["d1"], "\(stream)")
        }
    }

    @Test func trap5TheClassesAreKnownFromTheListAndCostNoCallADevice() async throws {
        let vendor = try DattoVendor([
            "/api/v2/account/devices": [.dattoDevices(["d1", "d2"])],
            "/api/v2/account/sites": [.dattoSites([("s", 2)])],
            "/api/v2/audit/device/d1": [.json(sample)], "/api/v2/audit/device/d2": [.json(sample)],
        ])
        _ = try await vendor.read("devices")
        let before = vendor.transport.asked.count
        _ = try await vendor.read("device_audits", parents: ["d1", "d2"])
        #expect(vendor.transport.asked.count - before == 2)
    }

    @Test func trap5AuditsFollowTheDevicesOwnStampAndAreRestedForMostOfADay() throws {
        for name in ["device_audits", "device_volumes", "software"] {
            let stream = try #require(DattoRMM.streams.first { $0.name == name })
            #expect(
                stream.reading
                    == .perParent(
                        entity: "devices", turn: .moved(column: "last_audited_at", rest: .seconds(20 * 3600))))
        }
    }

    @Test func aDeviceThatIsGoneIsSkipped() async throws {
        let vendor = try DattoVendor(["/api/v2/account/devices": [.dattoDevices(["d1"])]])
        let pages = try await vendor.read("device_audits", parents: ["d1", "d9"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["d1", "d9"])
        #expect(pages.last?.provesWhole == false)
    }

    @Test func interfacesAreReadASiteAndToldApartByNameAndAddress() async throws {
        let row = #"""
            {"uid":"d1","nics":[{"instance":"Intel I350","ipv4":"10.0.0.10","ipv6":"FE80::1","macAddress":"001122334455",
            "type":"Ethernet"},{"instance":"Intel I350","ipv4":null,"macAddress":"001122334466"},
            {"instance":"vEthernet","macAddress":"001122334455"},{"instance":null,"macAddress":null}]}
            """#
        let vendor = try DattoVendor([
            "/api/v2/account/sites": [.dattoSites([("s2", 0), ("s1", 1)])],
            "/api/v2/site/s1/devices/network-interface": [.datto("devices", [row, #"{"nics":[]}"#])],
            "/api/v2/site/s2/devices/network-interface": [.datto("devices", [#"{"uid":"d2","nics":null}"#])],
        ])
        let pages = try await vendor.read("device_network_interfaces")
        let found = pages.flatMap(\.records)
        let entity = DeviceNetworkInterface.entity.description
        #expect(
            found.map(\.externalID) == [
                "d1:Intel I350:001122334455", "d1:Intel I350:001122334466", "d1:vEthernet:001122334455",
            ])
        #expect(try found[0].cell("ip_addresses", of: entity) == .textArray(["10.0.0.10", "fe80::1"]))
        #expect(try found[0].cell("mac_address", of: entity) == .text("00:11:22:33:44:55"))
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no uid of the device"])
        #expect(pages.last?.provesWhole == true && pages.allSatisfy { $0.completedParents.isEmpty })
    }
}
