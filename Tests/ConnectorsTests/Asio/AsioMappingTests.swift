import Connectors
import HTTPTransport
import Inventory
import JSON
import Testing

/// What records become, beyond what the simulated fleet shows.
@Suite struct AsioMappingTests {
    private func device(_ row: String) async throws -> SourceRecord {
        let vendor = try AsioVendor([
            AsioVendor.devices: [.json(#"{"platform":[{"companyID":"c1","siteID":"s1","endpoints":[\#(row)]}]}"#)]
        ])
        return try #require(try await vendor.records("devices").first)
    }

    private func cell(_ record: SourceRecord, _ column: String) throws -> Value {
        try record.cell(column, of: Device.entity.description)
    }

    @Test func aDeviceIsReadFromAllItsSections() async throws {
        let record = try await device(
            #"""
            {"endpointID":"e1","deviceName":"ACME-WS01","friendlyName":"Front desk","endpointType":"Desktop",
            "type":"Windows","ipAddress":"10.1.2.3","macAddress":"AA:BB:CC:DD:EE:FF","remoteAddress":"203.0.113.9",
            "os":{"product":"Windows 11 Pro"},"memory":{"physicalTotalBytes":17179869184,"virtualAvailableBytes":5},
            "processors":[{"product":"Intel(R) Core(TM) i5"}],"antiViruses":[{"name":"Defender"}],
            "systemState":{"startupStatus":{"lastBootUpTimeUTC":"2025-06-01T08:30:00Z"}},
            "networks":[{"product":"NIC","macAddress":"AA-BB-CC-DD-EE-01","ipv4":"10.1.2.4","ipv4List":["10.1.2.4"]}]}
            """#)
        #expect(try cell(record, "display_name") == .text("Front desk"))
        #expect(try cell(record, "memory_bytes") == .integer(17_179_869_184))
        #expect(try cell(record, "cpu_model") == .text("Intel(R) Core(TM) i5"))
        #expect(try cell(record, "ip_addresses") == .textArray(["10.1.2.3", "10.1.2.4"]))
        #expect(try cell(record, "mac_addresses") == .textArray(["aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:01"]))
        #expect(try cell(record, "public_ip") == .text("203.0.113.9"))
        #expect(try cell(record, "antivirus_product") == .text("Defender"))
        #expect(try cell(record, "last_boot_at") == .timestamp(Timestamp(seconds: 1_748_766_600)))
        #expect(record.vendorFields?.contains("virtualAvailableBytes") == true)
        #expect(record.vendorFields?.contains("10.1.2.3") == false)
    }

    @Test(arguments: [
        (#""endpointType":"Server""#, "server"),
        (#""endpointType":"Laptop","subResourceType":"workstation""#, "laptop"),
        (#""resourceType":"desktop""#, "workstation"), (#""resourceType":"notebook""#, "laptop"),
        (#""endpointType":"Network","subResourceType":"printer""#, "printer"),
        (#""endpointType":"Toaster""#, "other"),
    ])
    func theMostTellingWordGivesTheClass(members: String, kind: String) async throws {
        let record = try await device(#"{"endpointID":"e1",\#(members)}"#)
        #expect(try cell(record, "device_class") == .text(kind))
    }

    @Test(arguments: [("Windows", "windows"), ("Darwin", "macos"), ("Linux", "linux"), ("Haiku", "other")])
    func theSystemsFamilyIsReadFromItsType(word: String, family: String) async throws {
        let record = try await device(#"{"endpointID":"e1","type":"\#(word)"}"#)
        #expect(try cell(record, "os_family") == .text(family))
    }

    @Test(arguments: [
        (#""virtualType":"VMware""#, Value.boolean(true)), (#""virtualType":"Physical""#, .boolean(false)),
        (#""virtualType":"""#, .null), (#""x":1"#, .null),
    ])
    func aWordForVirtualThatIsNotKnownIsTakenForOne(member: String, value: Value) async throws {
        #expect(try cell(try await device(#"{"endpointID":"e1",\#(member)}"#), "is_virtual") == value)
    }

    @Test func sentinelsAndPlaceholdersAreUnknownAndKept() async throws {
        let record = try await device(
            #"""
            {"endpointID":"e1","system":{"serialNumber":"To be filled by O.E.M.","model":"Default string"},
            "memory":{"physicalTotalBytes":0},"systemState":{"startupStatus":{"lastBootUpTimeUTC":"0001-01-01T00:00:00Z"}}}
            """#)
        for column in ["serial_number", "model", "memory_bytes", "last_boot_at"] {
            #expect(try cell(record, column) == .null, "\(column)")
        }
        #expect(record.vendorFields?.contains("To be filled by O.E.M.") == true)
    }

    @Test func aRowWithoutAnIDIsSetAsideAndItsNeighboursGoOn() async throws {
        let vendor = try AsioVendor([
            AsioVendor.devices: [
                .json(
                    #"{"platform":[{"companyID":"c1","siteID":"s1","endpoints":[{"deviceName":"X"},{"endpointID":"e1"}]}]}"#
                )
            ]
        ])
        let page = try await vendor.page("devices")
        #expect(page.records.map(\.externalID) == ["e1"] && page.rejected.count == 1)
    }

    @Test func softwareIsAppendedOverPagesAndEachTitleIsThereOnce() async throws {
        let apps = { (names: [String]) in
            let rows = names.map { #"{"name":"\#($0)","version":"1.0"}"# }.joined(separator: ",")
            return #"[{"companyID":"c1","siteID":"s1","endpointID":"e1","applications":[\#(rows)]}]"#
        }
        let vendor = try AsioVendor([
            AsioVendor.applications: [
                .linked(apps(["7-Zip", "7-Zip", "Git"]), next: "5"), .json(apps(["PuTTY", ""])),
            ]
        ])
        let records = try await vendor.records("software")
        #expect(records.map(\.externalID) == ["e1:7-Zip:1.0", "e1:Git:1.0", "e1:PuTTY:1.0"])
    }

    @Test func aPatchIsInstalledOnlyWithADayOfInstallation() async throws {
        let vendor = try AsioVendor([
            "/api/platform/v2/patching/e1/patches": [
                .json(
                    #"""
                    {"summary":{"missingCount":1},"patches":[
                    {"kbArticleID":"KB5031356","msrcSeverity":"Critical","classification":"Security Updates","status":4},
                    {"kbArticleID":"500","updateID":"u-2","installedDate":"2025-05-14T00:00:00Z","status":1},
                    {"title":"no key"}]}
                    """#)
            ]
        ])
        let page = try await vendor.page("system_patches", parents: ["e1"])
        let patch = Patch.entity.description
        #expect(page.records.map(\.externalID) == ["e1:KB5031356", "e1:u-2"])
        #expect(try page.records.map { try $0.cell("state", of: patch) } == [.text("missing"), .text("installed")])
        #expect(try page.records.map { try $0.cell("kb", of: patch) } == [.text("KB5031356"), .text("KB500")])
        #expect(try page.records[0].cell("severity", of: patch) == .text("critical"))
        #expect(page.rejected.count == 1 && page.completedParents == ["e1"])
    }

    @Test func ofSeveralRunsOfABackupTheNewestTellsHowItStands() async throws {
        let run = { (status: String, at: Int) in
            #"{"endpointId":"e1","productName":"BCDR","backupJobName":"Daily","dashboardBackupStatus":"\#(status)","lastBackupTimestamp":\#(at)}"#
        }
        let rows = [run("Failure", 1_748_766_600_000), run("Success", 1_748_680_200_000)].joined(separator: ",")
        let vendor = try AsioVendor([
            "/api/backup-dashboard/companies/c1/instances": [.json(#"{"total":2,"jobs":[\#(rows)]}"#)]
        ])
        let records = try await vendor.records("backups")
        let backup = Backup.entity.description
        #expect(records.map(\.externalID) == ["e1:BCDR:Daily"])
        #expect(try records[0].cell("status", of: backup) == .text("failed"))
        #expect(try records[0].cell("last_run_at", of: backup) == .timestamp(Timestamp(seconds: 1_748_766_600)))
        #expect(try records[0].cell("organization_external_id", of: backup) == .text("c1"))
    }

    @Test func patchesThatWaitForARestartMakeTheDeviceNeedOne() async throws {
        let rows =
            #"{"endpointID":"e1","missingPatchCount":3,"pendingRebootPatchCount":1},{"endpointID":"e2","missingPatchCount":0,"pendingRebootPatchCount":0}"#
        let vendor = try AsioVendor([AsioVendor.summary: [.json(#"{"data":[{"endpoints":[\#(rows)]}]}"#)]])
        let status = try await vendor.records("patch_status")
        let cells = try status.map { try $0.cell("status", of: PatchStatus.entity.description) }
        #expect(cells == [.text("reboot_required"), .text("compliant")])
        let reboots = try await vendor.records("device_reboots").map { try cell($0, "needs_reboot") }
        #expect(reboots == [.boolean(true), .boolean(false)])
    }

    @Test func customFieldsAreAskedForAndKeptByAllowedNamesAlone() async throws {
        let answers: [String: [TransportResponse]] = [
            "/api/platform/v1/custom-field/definitions": [
                .json(#"[{"id":"f1","name":"Account code"},{"id":"f2","name":"Router password"}]"#)
            ],
            AsioVendor.companies + "/c1/custom-fields": [
                .json(#"[{"attributeID":"f1","value":"A-1"},{"attributeID":"f2","value":"hunter2"}]"#)
            ],
        ]
        let vendor = try AsioVendor(answers, settings: ["custom_fields": "Account code"])
        let record = try #require(try await vendor.records("organizations").first)
        #expect(record.customFields == #"{"Account code":"A-1"}"#)
        #expect(vendor.asked("custom-fields").first?.query["attributeIDs"] == "f1")
        let plain = try AsioVendor(answers)
        #expect(try await plain.records("organizations").first?.customFields == nil)
        #expect(plain.asked("custom-field").isEmpty)
    }

    @Test func manyCompaniesWithCustomFieldsAreReadInSeveralPages() async throws {
        let ids = (10..<55).map { "c\($0)" }
        let vendor = try AsioVendor(
            ["/api/platform/v1/custom-field/definitions": [.json(#"[{"id":"f1","name":"A"}]"#)]], companies: ids,
            settings: ["custom_fields": "A"])
        let pages = try await vendor.read("organizations")
        #expect(pages.map(\.records.count) == [20, 20, 5])
        #expect(pages.map(\.provesWhole) == [false, false, true])
    }
}
