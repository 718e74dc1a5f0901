import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct NinjaOneDeviceTests {
    private let entity = Device.entity.description
    /// The sheet's sample.
    static let sample = #"""
        {"id":1201,"uid":"6b1d","organizationId":7,"locationId":11,"nodeClass":"WINDOWS_WORKSTATION","nodeRoleId":3,
        "approvalStatus":"APPROVED","offline":false,"systemName":"WS-014","dnsName":"WS-014.contoso.local",
        "created":1700000000.123,"lastContact":1751871234.5,"lastUpdate":1751870000.0,"ipAddresses":["10.0.0.14"],
        "macAddresses":["00:11:22:33:44:55"],"publicIP":"203.0.113.9","os":{"name":"Windows 11 Professional Edition",
        "buildNumber":"22631","releaseId":"23H2","architecture":"64-bit","lastBootTime":1751000000.0,"locale":"de-DE",
        "needsReboot":false},"system":{"manufacturer":"Dell Inc.","model":"Latitude 7440","serialNumber":"ABC1234",
        "virtualMachine":false,"chassisType":"LAPTOP","totalPhysicalMemory":17179869184},
        "memory":{"capacity":17179869184},"processors":[{"name":"Intel Core i7","numCores":10,"numLogicalCores":12}],
        "volumes":[{"name":"C:","capacity":511000000000,"freeSpace":120000000000}],
        "lastLoggedInUser":"CONTOSO\\jdoe","userData":{"localAdmin":"hunter2"},
        "references":{"warranty":{"startDate":1700000000,"endDate":1800000000},
        "assignedOwner":{"firstName":"Jo","lastName":"Doe","email":"jo@contoso.example"}}}
        """#

    private func devices(_ rows: String, settings: [String: String] = [:]) async throws -> [SourceRecord] {
        try await NinjaVendor(["/v2/devices-detailed": [.json("[\(rows)]"), .json("[]")]], settings: settings)
            .records("devices")
    }

    @Test(
        arguments: [
            ("hostname", .text("WS-014")), ("device_class", .text("laptop")),
            ("device_class_label", .text("WINDOWS_WORKSTATION")), ("os_family", .text("windows")),
            ("os_version", .text("23H2")), ("os_build", .text("22631")), ("serial_number", .text("ABC1234")),
            ("organization_external_id", .text("7")), ("site_external_id", .text("11")), ("cpu_cores", .integer(10)),
            ("memory_bytes", .integer(17_179_869_184)), ("storage_bytes", .integer(511_000_000_000)),
            ("storage_free_bytes", .integer(120_000_000_000)), ("online", .boolean(true)),
            ("last_seen_at", .timestamp(Timestamp(seconds: 1_751_871_234.5))), ("is_virtual", .boolean(false)),
            ("mac_addresses", .textArray(["00:11:22:33:44:55"])), ("approval_status", .text("approved")),
            ("last_user", .text(#"CONTOSO\jdoe"#)), ("owner_name", .text("Jo Doe")),
            ("owner_email", .text("jo@contoso.example")), ("needs_reboot", .boolean(false)),
            ("warranty_ends_on", .date(CalendarDate(days: 20833))),
        ] as [(String, Value)])
    func readsTheSample(column: String, value: Value) async throws {
        let device = try #require(try await devices(Self.sample).first)
        #expect(device.externalID == "1201")
        #expect(try device.cell(column, of: entity) == value)
    }

    @Test func keepsWhatNoColumnCarriesButNoCustomField() async throws {
        let fields = try #require(try await devices(Self.sample).first?.vendorFields)
        #expect(fields.contains(#""locale":"de-DE""#) && fields.contains("uid") && fields.contains("processors"))
        for gone in ["hunter2", "userData", "lastBootTime", "volumes", "Latitude", "systemName"] {
            #expect(!fields.contains(gone))
        }
    }

    @Test func storesCustomFieldsByAllowedNameAndAsksForNoOthers() async throws {
        let vendor = try NinjaVendor(
            [
                "/v2/devices-detailed": [.json("[\(Self.sample)]"), .json("[]")],
                "/v2/queries/custom-fields": TransportResponse.wholeReport([
                    #"{"deviceId":1201,"fields":{"assetTag":"A-7","bitlockerKey":"123-456"}}"#
                ]),
            ], settings: ["custom_fields": "assetTag"])
        #expect(try await vendor.records("devices").first?.customFields == #"{"assetTag":"A-7"}"#)
        let asked = vendor.transport.asked.filter { $0.contains("custom-fields") }
        #expect(asked.count == 2 && asked.allSatisfy { $0.contains("fields=assetTag") })
        #expect(!asked.contains { $0.contains("showSecureValues") }, "trap 15: never in clear")
    }

    @Test func survivesAVendorThatDoesNotKnowExpand() async throws {
        let vendor = try NinjaVendor([
            "/v2/devices-detailed": [.json("{}", status: 400), .json(#"[{"id":1}]"#), .json("[]")]
        ])
        #expect(try await vendor.records("devices").map(\.externalID) == ["1"])
        #expect(vendor.transport.asked.map { $0.contains("expand") } == [true, false, false])
    }

    @Test func trap1EveryFieldMayBeMissingNullOrOfAnotherType() async throws {
        let rows = #"""
            {"id":1},{"id":"2","nodeClass":null,"os":null,"system":[],"offline":"yes","ipAddresses":"x","tags":{},
            "lastContact":"soon","processors":[null,{}],"volumes":{"a":1}},{"nodeClass":"MAC"}
            """#
        let page = try await NinjaVendor(["/v2/devices-detailed": [.json("[\(rows)]")]])
            .connector.page(of: "devices", ReadRequest(scope: .everything), at: nil)
        #expect(page.records.map(\.externalID) == ["1", "2"])
        #expect(page.rejected.map(\.reason) == ["no id"])
        #expect(try page.records[1].cell("online", of: entity) == .null)
    }

    @Test func trap12MillisecondsAndSentinelsAreRead() async throws {
        let rows = #"{"id":1,"lastContact":1751871234500,"created":0,"os":{"lastBootTime":-62135596800}}"#
        let device = try #require(try await devices(rows).first)
        #expect(try device.cell("last_seen_at", of: entity) == .timestamp(Timestamp(seconds: 1_751_871_234.5)))
        #expect(device.sourceCreatedAt == nil)
        #expect(try device.cell("last_boot_at", of: entity) == .null)
    }

    @Test func takesTheFirmwaresSerialNumberForAPlaceholder() async throws {
        let rows = #"{"id":1,"system":{"serialNumber":"To be filled by O.E.M.","biosSerialNumber":"VMW-77"}}"#
        let device = try #require(try await devices(rows).first)
        #expect(try device.cell("serial_number", of: entity) == .text("VMW-77"))
        #expect(device.vendorFields?.contains("To be filled") == true)
    }

    @Test(
        arguments: [
            ("WINDOWS_SERVER", "server", "windows"), ("LINUX_WORKSTATION", "workstation", "linux"),
            ("MAC", "workstation", "macos"), ("VMWARE_VM_HOST", "hypervisor", "other"),
            ("NMS_VIRTUAL_MACHINE", "virtual_machine", "other"), ("NMS_SWITCH", "network", "network"),
            ("NMS_PRINTER", "printer", "other"), ("APPLE_IPADOS", "mobile", "other"),
            ("SOMETHING_NEW", "other", "other"), ("CLOUD_MONITOR_TARGET", "other", "other"),
        ])
    func classesDevicesByNodeClass(word: String, kind: String, family: String) async throws {
        let device = try #require(try await devices(#"{"id":1,"nodeClass":"\#(word)"}"#).first)
        #expect(try device.cell("device_class", of: entity) == .text(kind))
        #expect(try device.cell("os_family", of: entity) == .text(family))
        #expect(try device.cell("device_class_label", of: entity) == .text(word))
    }

    @Test func readsTheCompanyOfThePSAFromTheNamedField() async throws {
        let vendor = try NinjaVendor(
            [
                "/v2/organizations-detailed": [
                    .json(#"[{"id":7,"name":"Contoso","settings":{"psa":{"options":{"key":"s3cret"}}}}]"#), .json("[]"),
                ],
                "/v2/queries/scoped-custom-fields": TransportResponse.wholeReport([
                    #"{"scope":"NODE","entityId":7,"fields":{"psaId":"wrong"}}"#,
                    #"{"scope":"ORGANIZATION","entityId":7,"fields":{"psaId":4711}}"#,
                ]),
            ], settings: ["psa_company_field": "psaId"])
        let organization = try #require(try await vendor.records("organizations").first)
        let column = try organization.cell("psa_company_external_id", of: Organization.entity.description)
        #expect(column == .text("4711"))
        #expect(organization.customFields == nil)
        #expect(organization.vendorFields?.contains("s3cret") != true)
    }

    @Test func trap4PartsAreToldByTheirDeviceToo() async throws {
        let volumes = TransportResponse.wholeReport([
            #"{"deviceId":1,"name":"C:","capacity":10,"freeSpace":0,"fileSystem":"NTFS"}"#,
            #"{"deviceId":2,"name":"C:"}"#,
        ])
        let interfaces = TransportResponse.wholeReport([
            #"""
            {"deviceId":1,"interfaceIndex":"4","interfaceName":"Ethernet","ipAddress":["10.0.0.1",
            "bad"],"macAddress":["00-11-22-33-44-55"]}
            """#,
            #"{"deviceId":2,"interfaceIndex":"4"}"#,
        ])
        let vendor = try NinjaVendor(["/v2/queries/volumes": volumes, "/v2/queries/network-interfaces": interfaces])
        #expect(try await vendor.records("device_volumes").map(\.externalID) == ["1:C:", "2:C:"])
        let found = try await vendor.records("device_network_interfaces")
        #expect(found.map(\.externalID) == ["1:4", "2:4"])
        let first = try #require(found.first)
        let entity = DeviceNetworkInterface.entity.description
        #expect(try first.cell("ip_addresses", of: entity) == .textArray(["10.0.0.1"]))
        #expect(first.vendorFields?.contains("bad") == true)
    }

    @Test func foldsAntivirusAndEncryptionToOneStateADevice() async throws {
        let bitLocker = { (device: Int, word: String, state: String) in
            #"""
            {"deviceId":\#(device),"name":"x","bitLockerStatus":{"conversionStatus":"\#(word)",
            "protectionStatus":"\#(state)"}}
            """#
        }
        let vendor = try NinjaVendor([
            "/v2/queries/antivirus-status": TransportResponse.wholeReport([
                #"{"deviceId":1,"productName":"Old AV","productState":"OFF","definitionStatus":"OUT_OF_DATE"}"#,
                #"{"deviceId":1,"productName":"Defender","productState":"ON","definitionStatus":"UP_TO_DATE"}"#,
                #"{"deviceId":2,"productName":"New","productState":"NEVER_SEEN"}"#,
            ]),
            "/v2/queries/volumes": TransportResponse.wholeReport([
                bitLocker(1, "FULLY_ENCRYPTED", "PROTECTED"), bitLocker(1, "FULLY_DECRYPTED", "UNPROTECTED"),
                bitLocker(2, "FULLY_ENCRYPTED", "PROTECTED"), #"{"deviceId":3,"name":"C:"}"#,
            ]),
        ])
        let found = try await vendor.records("device_security")
        #expect(found.map(\.externalID) == ["1", "2"])
        #expect(try found[0].cell("antivirus_product", of: entity) == .text("Defender"))
        #expect(try found[0].cell("antivirus_status", of: entity) == .text("protected"))
        #expect(try found[0].cell("disk_encryption", of: entity) == .text("partial"))
        #expect(try found[1].cell("antivirus_status", of: entity) == .text("unknown"))
        #expect(try found[1].cell("antivirus_status_label", of: entity) == .text("NEVER_SEEN"))
        #expect(try found[1].cell("disk_encryption", of: entity) == .text("on"))
    }
}
