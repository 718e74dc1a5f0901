import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// Computers and network devices as devices: the traps of the vendor's sheet that concern them.
@Suite struct AutomateDeviceTests {
    /// The sheet's own example, with what else is told of a computer.
    private static let computer = #"""
        {"Id":"4711","ComputerName":"ACME-WS01","FriendlyName":"Front desk","DomainName":"ACME",
        "Client":{"Id":"12","Name":"Acme Dental"},"Location":{"Id":31,"Name":"Main Office","ScriptPassword":"leaked-1"},
        "Type":"Workstation","Status":"Online","IsVirtualMachine":false,
        "OperatingSystemName":"Microsoft Windows 11 Pro x64","OperatingSystemVersion":"10.0.26100",
        "SerialNumber":"ABC1234","TotalMemory":16384,"FreeMemory":6021,"LocalIPAddress":"10.0.0.21",
        "GatewayIPAddress":"203.0.113.9","MACAddress":"AA:BB:CC:DD:EE:FF","LastUserName":"ann",
        "RemoteAgentVersion":"230.123","RemoteAgentLastContact":"2025-06-01T10:15:00Z",
        "LastInventoryReceived":"2025-06-01T02:00:00Z","DateAdded":"2023-02-11T09:00:00Z",
        "WarrantyEndDate":"2027-02-01T00:00:00Z","AssetDate":"1899-12-30T00:00:00","LastStartup":"0001-01-01T00:00:00",
        "VirusScanner":{"Id":"31","Name":"Defender"},"IsRebootNeeded":true,"Comment":"By the door","UserAccounts":["ann"]}
        """#

    private static let chassis = #"""
        {"ComputerId":4711,"Manufacturer":"Dell Inc.","ProductName":"Latitude 7440","SerialNumber":"OTHER",
        "ChassisType":"Notebook","UUID":"4C4C4544","LastUpdate":"2025-05-30T02:00:00Z"}
        """#

    private func server(
        computers: String..., chassis: [String] = [], drives: [String] = [], settings: [String: String] = [:],
        time: String = "2025-07-07T14:53:20Z"
    ) throws -> AutomateServer {
        try AutomateServer(
            [
                "/Computers": [.json("[\(computers.joined(separator: ","))]"), AutomateServer.empty],
                "/Computers/Chassis": [.json("[\(chassis.joined(separator: ","))]"), AutomateServer.empty],
                "/Computers/Drives": [.json("[\(drives.joined(separator: ","))]"), AutomateServer.empty],
                "/DatabaseServerTime": [.json("\"\(time)\"")],
            ], settings: settings)
    }

    private func device(_ server: AutomateServer) async throws -> [String: Value] {
        try #require(try await server.records("devices").first).columns(of: Device.entity.description)
    }

    private func expect(_ column: String, _ value: Value, of server: AutomateServer) async throws {
        let device = try await device(server)
        #expect(device[column] == value)
    }

    @Test func aComputerIsADevice() async throws {
        let server = try server(computers: Self.computer, chassis: [Self.chassis])
        let record = try #require(try await server.records("devices").first)
        let device = record.columns(of: Device.entity.description)
        #expect(record.externalID == "4711" && record.sourceCreatedAt == Timestamp(iso8601: "2023-02-11T09:00:00Z"))
        let expected: [String: Value] = [
            "organization_external_id": .text("12"), "site_external_id": .text("31"), "hostname": .text("ACME-WS01"),
            "display_name": .text("Front desk"), "domain": .text("ACME"), "device_class": .text("laptop"),
            "device_class_label": .text("Workstation"), "is_virtual": .boolean(false), "os_family": .text("windows"),
            "os_name": .text("Microsoft Windows 11 Pro x64"), "os_version": .text("10.0.26100"),
            "os_build": .text("26100"), "manufacturer": .text("Dell Inc."), "model": .text("Latitude 7440"),
            "serial_number": .text("ABC1234"), "memory_bytes": .integer(17_179_869_184),
            "ip_addresses": .textArray(["10.0.0.21"]), "public_ip": .text("203.0.113.9"),
            "mac_addresses": .textArray(["aa:bb:cc:dd:ee:ff"]), "last_user": .text("ann"), "online": .boolean(true),
            "agent_version": .text("230.123"), "needs_reboot": .boolean(true), "notes": .text("By the door"),
            "antivirus_product": .text("Defender"), "antivirus_status": .null,
            "last_seen_at": .at("2025-06-01T10:15:00Z"),
            "last_audited_at": .at("2025-06-01T02:00:00Z"),
            "warranty_ends_on": .on("2027-02-01"),
        ]
        for (column, value) in expected { #expect(device[column] == value, "\(column)") }
    }

    @Test func trap11PlaceholdersOfDatesAreNoDates() async throws {
        for time in ["2025-07-07T14:53:20Z", "2025-07-07T09:53:20-05:00", "2025-07-07T16:53:20+02:00"] {
            let computer = Self.computer.replacing("2025-06-01T10:15:00Z", with: "1970-01-01T00:00:00")
            let device = try await device(server(computers: computer, time: time))
            for column in ["purchased_on", "last_boot_at", "last_seen_at"] {
                #expect(device[column] == .null, "\(column)")
            }
        }
    }

    @Test(arguments: [
        ("2025-07-07T09:53:20-05:00", "2025-06-01T15:15:00Z"), ("2025-07-07T20:23:20+05:30", "2025-06-01T04:45:00Z"),
        ("2025-07-07T14:53:20Z", "2025-06-01T10:15:00Z"),
    ])
    func trap11ADateWithoutAZoneIsByTheServersOwnClock(time: String, expected: String) async throws {
        let computer = Self.computer.replacing("2025-06-01T10:15:00Z", with: "2025-06-01T10:15:00")
        let device = try await device(server(computers: computer, time: time))
        #expect(device["last_seen_at"] == .at(expected))
        // The one beside it has a zone, and is taken by it.
        #expect(device["last_audited_at"] == .at("2025-06-01T02:00:00Z"))
    }

    @Test func trap11TheServersClockWithoutAZoneIsComparedWithTheTrueTime() async throws {
        let computer = Self.computer.replacing("2025-06-01T10:15:00Z", with: "2025-06-01T10:15:00")
        // The context's clock says 14:53:20 in UTC; the servers' are half a minute wrong.
        let device = try await device(server(computers: computer, time: "2025-07-07T11:53:50"))
        #expect(device["last_seen_at"] == .at("2025-06-01T13:15:00Z"))
    }

    @Test func trap11TheSettingTimezoneGoesBeforeTheServersClockAndKnowsSummers() async throws {
        let computer = Self.computer.replacing("2025-06-01T10:15:00Z", with: "2025-06-01T10:15:00")
            .replacing("2025-06-01T02:00:00Z", with: "2025-01-15T02:00:00")
        let server = try server(
            computers: computer, settings: ["timezone": "Europe/Berlin"], time: "2025-07-07T09:53:20-05:00")
        let device = try await device(server)
        #expect(device["last_seen_at"] == .at("2025-06-01T08:15:00Z"))
        #expect(device["last_audited_at"] == .at("2025-01-15T01:00:00Z"))
        #expect(server.calls["/DatabaseServerTime"] == nil)
    }

    @Test func theServersClockIsAskedForOnceAndItsAbsenceMeansUTC() async throws {
        let server = try server(computers: Self.computer)
        _ = try await server.read("devices")
        _ = try await server.read("device_antivirus")
        #expect(server.calls["/DatabaseServerTime"] == 1)
        let computer = Self.computer.replacing("2025-06-01T10:15:00Z", with: "2025-06-01T10:15:00")
        let older = try AutomateServer([
            "/Computers": AutomateServer.list(computer), "/DatabaseServerTime": [.json("{}", status: 404)],
        ])
        try await expect("last_seen_at", .at("2025-06-01T10:15:00Z"), of: older)
    }

    @Test(arguments: [(16384, 17_179_869_184), (17_179_869_184, 17_179_869_184), (0, nil)] as [(Int, Int64?)])
    func trap10MemoryIsInMegabytesUnlessItCanOnlyBeBytes(sent: Int, bytes: Int64?) async throws {
        let computer = Self.computer.replacing(":16384", with: ":\(sent)")
        try await expect("memory_bytes", bytes.map { .integer($0) } ?? .null, of: server(computers: computer))
    }

    @Test func storageIsTheSumOfTheComputersOwnDrivesInMegabytes() async throws {
        let drives = [
            #"{"DriveId":1,"ComputerId":4711,"Letter":"C","Size":1000,"FreeSpace":10,"IsInternal":true,"IsMissing":false}"#,
            #"{"DriveId":2,"ComputerId":4711,"Letter":"D","Size":500,"FreeSpace":0}"#,
            #"{"DriveId":3,"ComputerId":4711,"Letter":"E","Size":7000,"FreeSpace":7,"IsMissing":true}"#,
            #"{"DriveId":4,"ComputerId":4711,"Letter":"F","Size":9000,"FreeSpace":9,"IsInternal":false}"#,
            #"{"DriveId":5,"ComputerId":9999,"Letter":"C","Size":3000,"FreeSpace":3}"#,
        ]
        let device = try await device(server(computers: Self.computer, drives: drives))
        #expect(device["storage_bytes"] == .integer(1500 * 1_048_576))
        #expect(device["storage_free_bytes"] == .integer(10 * 1_048_576))
        try await expect("storage_bytes", .null, of: server(computers: Self.computer))
    }

    @Test func trap8TheFleetsListsAreReadForARangeAndNotForEachComputer() async throws {
        let others = (1...3).map { Self.computer.replacing("\"4711\"", with: "\"\(4800 + $0)\"") }
        let server = try server(computers: Self.computer, others[0], others[1], others[2], chassis: [Self.chassis])
        _ = try await server.read("devices")
        #expect(server.asked("/Computers/Chassis").first?["condition"] == "ComputerId >= 4711 and ComputerId <= 4803")
        #expect(server.calls["/Computers/Chassis"] == 2 && server.calls["/Computers/Drives"] == 1)
    }

    @Test func trap7OnlyWhatIsUsedIsAskedFor() async throws {
        let server = try server(computers: Self.computer)
        let record = try #require(try await server.records("devices").first)
        let fields = try #require(server.asked("/Computers").first?["includeFields"]).split(separator: ",")
        for bulky in ["OpenPortsTCP", "UserAccounts", "PowerProfiles", "TempFiles", "Tickets"] {
            #expect(!fields.contains(Substring(bulky)))
        }
        #expect(record.vendorFields?.contains("UserAccounts") == false)
    }

    @Test func trap6CredentialsThatAreNestedAreDropped() async throws {
        let server = try server(computers: Self.computer, chassis: [Self.chassis])
        let record = try #require(try await server.records("devices").first)
        #expect(record.vendorFields?.contains("leaked-1") == false)
        #expect(record.vendorFields?.contains(#""Chassis":{"#) == true)
        #expect(record.vendorFields?.contains("4C4C4544") == true)
    }

    @Test func trap3IDsAreTextWhetherTheyComeAsNumbersOrAsTexts() async throws {
        let computer = Self.computer.replacing(#""Id":"4711""#, with: #""Id":4711"#)
            .replacing(#""Id":"12""#, with: #""Id":12"#)
        let record = try #require(try await server(computers: computer).records("devices").first)
        #expect(record.externalID == "4711")
        #expect(record.columns(of: Device.entity.description)["organization_external_id"] == .text("12"))
    }

    @Test func trap12AnOfflineComputersInventoryKeepsItsDate() async throws {
        let computer = Self.computer.replacing(#""Status":"Online""#, with: #""Status":"Offline""#)
        let device = try await device(server(computers: computer))
        #expect(device["online"] == .boolean(false))
        #expect(device["last_audited_at"] == .at("2025-06-01T02:00:00Z"))
        let odd = Self.computer.replacing(#""Status":"Online""#, with: #""Status":"Resting""#)
        try await expect("online", .null, of: server(computers: odd))
    }

    @Test func trap14ANameIsNoID() async throws {
        let twin = Self.computer.replacing(#""Id":"4711""#, with: #""Id":"4712""#)
        let records = try await server(computers: Self.computer, twin).records("devices")
        #expect(records.map(\.externalID) == ["4711", "4712"])
    }

    @Test func aBlankSerialNumberGivesWayToTheChassiss() async throws {
        let computer = Self.computer.replacing("ABC1234", with: "To be filled by O.E.M.")
        let device = try await device(server(computers: computer, chassis: [Self.chassis]))
        #expect(device["serial_number"] == .text("OTHER"))
    }

    @Test func aServerInABladeIsNoLaptopAndAHostIsAHypervisor() async throws {
        let blade = Self.computer.replacing(#""Type":"Workstation""#, with: #""Type":"Server""#)
        try await expect("device_class", .text("server"), of: server(computers: blade, chassis: [Self.chassis]))
        let host = blade.replacing(
            #""IsVirtualMachine":false"#, with: #""IsVirtualMachine":false,"IsVirtualHost":true"#)
        try await expect("device_class", .text("hypervisor"), of: server(computers: host))
    }

    @Test func aComputerWithoutAnIDIsSetAsideAndItsNeighbourGoesOn() async throws {
        let bad = Self.computer.replacing(#""Id":"4711","#, with: #""Id":null,"#)
        let pages = try await server(computers: bad, Self.computer).read("devices")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["4711"])
        let rejected = try #require(pages.flatMap(\.rejected).first)
        #expect(!rejected.payload.contains("leaked-1") && rejected.payload.contains("ACME-WS01"))
    }

    @Test func networkDevicesHaveIDsOfTheirOwnCount() async throws {
        let row = #"""
            {"Id":"4711","Name":"core-sw","DeviceType":{"Id":3,"Name":"Managed Switch"},"LocalIPAddress":"10.0.0.2",
            "MACAddress":"00-11-22-33-44-55","Status":"Online","ManufacturerName":"Ubiquiti","ModelName":"USW-48",
            "Client":{"Id":"12"},"Location":{"Id":31},"LastContact":"2025-06-01T10:15:00Z","Uptime":8640000,
            "SNMPCommunityGet":"leaked-2","SNMPCommunitySet":"leaked-3","ExternalSystemCredentials":{"Password":"leaked-4"}}
            """#
        let server = try AutomateServer(["/NetworkDevices": AutomateServer.list(row)])
        let record = try #require(try await server.records("network_devices").first)
        let device = record.columns(of: Device.entity.description)
        #expect(record.externalID == "network:4711")
        #expect(device["device_class"] == .text("network") && device["os_family"] == .text("network"))
        #expect(device["hostname"] == .text("core-sw") && device["model"] == .text("USW-48"))
        #expect(device["serial_number"] == .null && device["online"] == .boolean(true))
        #expect(record.vendorFields?.contains("leaked") == false)
        let fields = try #require(server.asked("/NetworkDevices").first?["includeFields"])
        #expect(!fields.contains("SNMP") && !fields.contains("Credentials"))
        let again = try AutomateServer(["/NetworkDevices": AutomateServer.list(row)])
        #expect(try await again.connector.record(of: "devices", externalID: "network:4711") == record)
        #expect(again.asked("/NetworkDevices").first?["ids"] == "4711" && again.calls["/Computers"] == nil)
    }
}

extension SourceRecord {
    /// Its values by the names of their columns.
    func columns(of entity: EntityDescription) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: zip(entity.columns.map(\.name), values))
    }
}
