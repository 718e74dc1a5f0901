import Connectors
import HTTPTransport
import Inventory
import Testing

/// What hangs on computers: the traps of the vendor's sheet that concern it.
@Suite struct AutomatePartsTests {
    private func records(
        _ stream: String, _ answers: [String: [TransportResponse]], parents: [String] = ["4711"]
    ) async throws -> [SourceRecord] {
        try await AutomateServer(answers).records(stream, parents: parents)
    }

    private static let update = #"""
        {"ComputerId":4711,"MicrosoftUpdateId":"b1e0","KnowledgeBaseId":5031356,"Title":"Cumulative Update",
        "Category":"Security Updates","Severity":"Critical","InstallState":"Missing","IsInstalled":false,"IsFailed":false,
        "IsCompliant":false,"IsNonCompliant":true,"ReleaseDate":"2025-05-13T00:00:00Z","InstallDate":"2025-05-20T01:00:00Z"}
        """#

    @Test func aProgramIsToldByComputerNameAndVersion() async throws {
        let row = #"""
            {"ApplicationId":99812,"ComputerId":4711,"Name":"7-Zip 24.08 (x64)","Version":"24.08",
            "DateInstalled":"2024-09-02T00:00:00Z","Size":1400,"DateLastInventoried":"2025-06-01T02:00:00Z"}
            """#
        let record = try #require(
            try await records("software", ["/Computers/Software": AutomateServer.list(row)]).first)
        let software = record.columns(of: Software.entity.description)
        #expect(record.externalID == "4711:7-Zip 24.08 (x64):24.08")
        #expect(software["device_external_id"] == .text("4711") && software["publisher"] == .null)
        #expect(software["installed_on"] == .on("2024-09-02"))
        #expect(software["size_bytes"] == .null, "trap 10: the unit is not established")
    }

    @Test func trap10DrivesAreVolumesInMegabytesAndAMissingOneIsGone() async throws {
        let rows = AutomateServer.list(
            #"{"DriveId":7,"ComputerId":4711,"Letter":"C","Size":1000,"FreeSpace":0,"FileSystem":"NTFS","IsMissing":false}"#,
            #"{"DriveId":8,"ComputerId":4711,"Letter":"E:","Size":500,"FreeSpace":5,"IsMissing":true}"#)
        let found = try await records("device_volumes", ["/Computers/Drives": rows])
        #expect(found.map(\.externalID) == ["7", "8"] && found.map(\.isDeleted) == [false, true])
        let volume = try #require(found.first).columns(of: DeviceVolume.entity.description)
        #expect(volume["name"] == .text("C") && volume["capacity_bytes"] == .integer(1_048_576_000))
        #expect(volume["free_bytes"] == .integer(0))
    }

    @Test func theAntivirusIsTheOneProductThatIsNamed() async throws {
        let rows = AutomateServer.list(
            #"{"Id":"1","VirusScanner":{"Id":"31","Name":"Defender"},"AntivirusDefinitionDate":"2025-06-01T00:00:00Z"}"#,
            #"{"Id":"2","VirusScanner":{"Id":"0","Name":"None"}}"#, #"{"Id":"3","VirusScanner":null}"#)
        let found = try await records("device_antivirus", ["/Computers": rows])
        #expect(found.map(\.externalID) == ["1:31"])
    }

    @Test func trap8ProcessorsSystemAndFirmwareCostThreeCallsAComputer() async throws {
        let cpu =
            #"{"ProcessorName":"Xeon","Cores":16,"Threads":32,"IsEnabled":true,"UpdateDate":"2025-01-01T00:00:00Z"}"#
        let off = #"{"ProcessorName":"","Cores":16,"IsEnabled":false}"#
        let server = try AutomateServer([
            "/Computers/4711/Processors": [.json("[\(cpu),\(cpu),\(off)]")],
            "/Computers/4711/OperatingSystem": [.json(#"{"Is64Bit":true,"ReleaseId":2009}"#)],
            "/Computers/4711/bios": [.json(#"{"Vendor":"Dell","Date":"2023-04-05T00:00:00"}"#)],
        ])
        let pages = try await server.read("hardware", parents: ["4711", "network:4711"])
        let record = try #require(pages.flatMap(\.records).first)
        let device = record.columns(of: Device.entity.description)
        #expect(device["cpu_model"] == .text("Xeon") && device["cpu_cores"] == .integer(32))
        #expect(device["architecture"] == .text("64-bit"))
        #expect(device["bios_released_on"] == .on("2023-04-05"))
        #expect(server.calls.values.reduce(0, +) == 3, "network devices have none of it")
        #expect(pages.flatMap(\.completedParents) == ["4711", "network:4711"])
        #expect(record.vendorFields?.contains("UpdateDate") == false && record.vendorFields?.contains("2009") == true)
    }

    @Test func aComputerWithoutFirmwareStillHasProcessors() async throws {
        let found = try await records(
            "hardware", ["/Computers/4711/Processors": [.json(#"[{"ProcessorName":"M2","Cores":8}]"#)]])
        let device = try #require(found.first).columns(of: Device.entity.description)
        #expect(device["cpu_cores"] == .integer(8) && device["architecture"] == .null)
    }

    @Test func anUpdateIsAPatch() async throws {
        let found = try await records(
            "microsoft_updates", ["/Computers/4711/MicrosoftUpdates": AutomateServer.list(Self.update)])
        let record = try #require(found.first)
        let patch = record.columns(of: Patch.entity.description)
        #expect(record.externalID == "4711:b1e0")
        let expected: [String: Value] = [
            "kb": .text("KB5031356"), "title": .text("Cumulative Update"), "kind": .text("os"),
            "severity": .text("critical"), "severity_label": .text("Critical"), "state": .text("missing"),
            "state_label": .text("Missing"), "installed_at": .null,
            "released_on": .on("2025-05-13"),
        ]
        for (column, value) in expected { #expect(patch[column] == value, "\(column)") }
    }

    @Test(arguments: [
        (#""IsInstalled":true,"IsFailed":true"#, "installed"), (#""IsInstalled":false,"IsFailed":true"#, "failed"),
        (#""IsInstalled":false,"IsFailed":false,"PolicyApproval":{"Id":1,"Name":"Approved"}"#, "approved"),
        (#""IsInstalled":false,"IsFailed":false,"PolicyApproval":{"Id":2,"Name":"Denied"}"#, "rejected"),
        (#""IsInstalled":false,"IsFailed":false,"PolicyApproval":{"Id":9,"Name":"Board's choice"}"#, "missing"),
    ])
    func theBooleansSayHowAPatchStands(members: String, state: String) async throws {
        let row = Self.update.replacing(#""IsInstalled":false,"IsFailed":false"#, with: members)
        let found = try await records(
            "microsoft_updates", ["/Computers/4711/MicrosoftUpdates": AutomateServer.list(row)])
        let patch = try #require(found.first).columns(of: Patch.entity.description)
        #expect(patch["state"] == .text(state))
        #expect((patch["installed_at"] == .null) == (state != "installed"))
    }

    @Test func trap9AnUntypedAnswerIsAnArrayOrAnObjectAroundOne() async throws {
        for (first, second) in [("[\(Self.update)]", "[]"), (#"{"Updates":[\#(Self.update)]}"#, #"{"Updates":[]}"#)] {
            let found = try await records(
                "microsoft_updates", ["/Computers/4711/MicrosoftUpdates": [.json(first), .json(second)]])
            #expect(found.map(\.externalID) == ["4711:b1e0"])
        }
    }

    @Test func trap9AnAnswerThatKnowsNoPagesIsReadOnce() async throws {
        let server = try AutomateServer(["/Computers/4711/MicrosoftUpdates": [.json("[\(Self.update)]")]])
        let pages = try await server.read("microsoft_updates", parents: ["4711"])
        #expect(Set(pages.flatMap(\.records).map(\.externalID)) == ["4711:b1e0"])
        #expect(pages.flatMap(\.completedParents) == ["4711"] && pages.last?.provesWhole == true)
        #expect(server.calls["/Computers/4711/MicrosoftUpdates"] == 2)
    }

    @Test func aShortPageOfPatchesIsNotTheLast() async throws {
        let other = Self.update.replacing("b1e0", with: "c2f1")
        let server = try AutomateServer([
            "/Computers/4711/MicrosoftUpdates": [.json("[\(Self.update)]"), .json("[\(other)]"), AutomateServer.empty]
        ])
        let found = try await server.records("microsoft_updates", parents: ["4711"])
        #expect(found.map(\.externalID) == ["4711:b1e0", "4711:c2f1"])
        #expect(server.asked("/Computers/4711/MicrosoftUpdates").map { $0["page"] } == ["1", "2", "3"])
    }

    @Test func aThirdPartyPatchHasNoGradeAndNoNumber() async throws {
        let row = #"""
            {"ComputerId":4711,"PatchId":"p-1","SoftwareId":"s-1","Title":"chrome","DisplayTitle":"Google Chrome 126",
            "IsInstalled":true,"IsFailed":false,"InstallDate":"2025-05-20T01:00:00Z"}
            """#
        let found = try await records(
            "third_party_patches", ["/Computers/4711/ThirdPartyPatches": AutomateServer.list(row)])
        let patch = try #require(found.first).columns(of: Patch.entity.description)
        #expect(found.map(\.externalID) == ["4711:p-1"] && patch["title"] == .text("Google Chrome 126"))
        #expect(patch["kind"] == .text("third_party") && patch["severity"] == .null && patch["kb"] == .null)
        #expect(patch["installed_at"] == .at("2025-05-20T01:00:00Z"))
    }

    @Test func aPatchStatusIsTheServersOwnCounts() async throws {
        let stats = #"""
            {"ComputerId":4711,"InstalledPatchCount":40,"MissingPatchCount":3,"FailedPatchCount":0,
            "CompliantSoftwareCount":5,"NonCompliantSoftwareCount":2,"FailedSoftwareCount":1,"NoPatchInventory":false,
            "LastPatchInventory":"2025-06-01T02:00:00Z"}
            """#
        let found = try await records("patch_status", ["/Computers/4711/PatchingStats": [.json(stats)]])
        let record = try #require(found.first)
        let status = record.columns(of: PatchStatus.entity.description)
        #expect(record.externalID == "4711" && status["installed_count"] == .integer(45))
        #expect(status["pending_count"] == .integer(5) && status["failed_count"] == .integer(1))
        #expect(status["status"] == .text("failed"))
        #expect(record.vendorFields?.contains("MissingPatchCount") == true)
        let none = stats.replacing(#""NoPatchInventory":false"#, with: #""NoPatchInventory":true"#)
        let unknown = try await records("patch_status", ["/Computers/4711/PatchingStats": [.json(none)]])
        #expect(unknown.first?.columns(of: PatchStatus.entity.description)["status"] == .text("unknown"))
    }

    @Test func aComputerThatIsGoneHoldsNobodyUp() async throws {
        let server = try AutomateServer([
            "/Computers/2/PatchingStats": [.json(#"{"InstalledPatchCount":1,"MissingPatchCount":0}"#)]
        ])
        let pages = try await server.read("patch_status", parents: ["1", "2"])
        #expect(pages.flatMap(\.records).map(\.externalID) == ["2"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["1"])
        #expect(pages.last?.provesWhole == false)
    }

    @Test func aRouteThatTheServerHasNotIsNotAvailable() async throws {
        let parents = (1001...1080).map(String.init)
        let server = try AutomateServer([:])
        do {
            _ = try await server.read("third_party_patches", parents: parents)
            Issue.record("no error")
        } catch ConnectorError.notAvailable {}
    }

    private static let alert = #"""
        {"AlertId":90071,"AlertDate":"2025-06-01T09:40:00Z","AlertAge":"00:35","Severity":{"Id":3,"Name":"Critical"},
        "Source":"Monitor","Message":"Disk C: below 5%","FieldName":"Drive C",
        "Computer":{"Id":4711,"Name":"ACME-WS01","ComputerStatus":"Online"},"Device":null,
        "Client":{"Id":12,"Name":"Acme Dental"},"Location":{"Id":31,"Name":"Main Office"},
        "Monitor":{"Id":205,"Name":"DRV - Free Space"}}
        """#

    @Test func anAlertIsOpenAsLongAsItIsListed() async throws {
        let record = try #require(try await records("alerts", ["/Alerts": AutomateServer.list(Self.alert)]).first)
        let alert = record.columns(of: Alert.entity.description)
        #expect(record.externalID == "90071" && alert["status"] == .text("open") && alert["resolved_at"] == .null)
        #expect(alert["device_external_id"] == .text("4711"), "trap 3: a number here, a text in the list of computers")
        #expect(alert["organization_external_id"] == .text("12") && alert["severity"] == .text("critical"))
        #expect(alert["condition_name"] == .text("DRV - Free Space"))
        #expect(record.vendorFields?.contains("AlertAge") == false)
        let description = try #require(ConnectWiseAutomate.streams.first { $0.name == "alerts" })
        #expect(description.deletion == .resolvedByAbsence, "trap 13: alerts vanish in place of closing")
    }

    @Test func anAlertOfANetworkDeviceIsItsOwn() async throws {
        let row = Self.alert.replacing(
            #""Computer":{"Id":4711,"Name":"ACME-WS01","ComputerStatus":"Online"},"Device":null"#,
            with: #""Computer":null,"Device":{"Id":4711,"Name":"core-sw"}"#
        ).replacing("Critical", with: "Purple")
        let record = try #require(try await records("alerts", ["/Alerts": AutomateServer.list(row)]).first)
        let alert = record.columns(of: Alert.entity.description)
        #expect(alert["device_external_id"] == .text("network:4711"))
        #expect(alert["severity"] == .null && alert["severity_label"] == .text("Purple"))
    }

    @Test func anOlderServerHasNoListOfAlerts() async throws {
        do {
            _ = try await records("alerts", [:])
            Issue.record("no error")
        } catch ConnectorError.notAvailable {}
    }
}
