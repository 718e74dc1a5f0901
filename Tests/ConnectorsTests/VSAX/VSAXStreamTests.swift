import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

@Suite struct VSAXStreamTests {
    private let alerts = Alert.entity.description

    @Test func trap3TheListOfNotificationsIsReadWholeAndAbsenceFromItResolves() async throws {
        let stream = try #require(KaseyaVSAX.streams.first { $0.name == "alerts" })
        #expect(stream.deletion == .resolvedByAbsence && stream.reading == .snapshot)
        #expect(KaseyaVSAX.vendor.notAvailable["alerts.resolved_at"] != nil)
        let rows = (1...3).map { #"{"Id":\#($0),"Message":"Low disk","DateTime":1741076130,"Priority":"elevated"}"# }
        let vendor = try VSAXVendor(["/notifications": [.vsaxList(rows, total: 3)]])
        let page = try #require(try await vendor.read("alerts").first)
        #expect(page.provesWhole && page.records.map(\.externalID) == ["1", "2", "3"])
        let first = page.records[0]
        #expect(try first.cell("severity", of: alerts) == .text("major"))
        #expect(try first.cell("severity_label", of: alerts) == .text("elevated"))
        #expect(try first.cell("status", of: alerts) == .text("open"))
        #expect(try first.cell("raised_at", of: alerts) == .timestamp(Timestamp(seconds: 1_741_076_130)))
        #expect(vendor.transport.asked.allSatisfy { !$0.contains("filter") })
    }

    @Test func trap3AListThatBreaksOffResolvesNothing() async throws {
        let rows = (1...2).map { #"{"Id":\#($0)}"# }
        let vendor = try VSAXVendor([
            "/notifications": [.vsaxList(rows, total: 9), .vsaxList([], total: 9)]
        ])
        #expect(try await vendor.read("alerts").map(\.provesWhole) == [false, false])
        let failing = try VSAXVendor(["/notifications": [.vsaxList(rows, total: 9), .vsaxFailure(500, "oops")]])
        await #expect(throws: ConnectorError.self) { try await failing.read("alerts") }
    }

    @Test func trap3WhomANotificationIsAboutIsAskedOneByOne() async throws {
        let one = #"""
            {"ComputerIdentifier":"5b0c","Read":true,"Id":7,"Message":"m","DateTime":"2025-03-04T08:01:02Z",
            "Priority":"Elevated"}
            """#
        let vendor = try VSAXVendor(["/notifications/7": [.vsaxOne(one)]])
        let pages = try await vendor.read("alert_details", parents: ["7", "8"])
        let details = try #require(pages.flatMap(\.records).first)
        #expect(details.externalID == "7" && details.vendorFields == #"{"Read":true}"#)
        #expect(try details.cell("device_external_id", of: alerts) == .text("5b0c"))
        // The other was cleared meanwhile, which is no fault.
        #expect(pages.flatMap(\.skippedParents).isEmpty && pages.map(\.calls).reduce(0, +) == 2)
        let stream = try #require(KaseyaVSAX.streams.first { $0.name == "alert_details" })
        #expect(stream.owns == ["device_external_id"] && !stream.isPrimary && stream.deletion == .never)
    }

    @Test(arguments: ["low": "minor", "Normal": "moderate", "ELEVATED": "major", "critical": "critical"])
    func prioritiesAreComparedWithoutLetterCase(word: String, severity: String) async throws {
        let alert = try await VSAXVendor.record(
            "alerts", "/notifications", #"{"Id":1,"Priority":"\#(word)"}"#)
        #expect(try alert.cell("severity", of: alerts) == .text(severity))
    }

    @Test func traps4And5NothingIsWrittenAndNoScriptIsRun() async throws {
        let answer = TransportResponse.vsaxList([], total: 0)
        let vendor = try VSAXVendor(
            Dictionary(
                uniqueKeysWithValues: ["organizations", "sites", "devices", "assets", "notifications", "customFields"]
                    .map { ("/\($0)", [answer]) }), settings: ["custom_fields": "Warranty end"])
        for stream in KaseyaVSAX.streams { _ = try await vendor.read(stream.name) }
        #expect(vendor.transport.requests.allSatisfy { $0.method == .get })
        #expect(vendor.transport.asked.allSatisfy { !$0.contains("automation") && !$0.contains("package") })
    }

    @Test func trap8AWordNeverSeenFailsNoSync() async throws {
        let alert = try await VSAXVendor.record("alerts", "/notifications", #"{"Id":1,"Priority":"Purple"}"#)
        #expect(try alert.cell("severity", of: alerts) == .null)
        #expect(try alert.cell("severity_label", of: alerts) == .text("Purple"))
        let device = try await VSAXVendor.record(
            "device_assets", "/assets", #"{"Identifier":"a","Type":"beos","AntivirusEnabled":"sleepy"}"#)
        let devices = Device.entity.description
        #expect(try device.cell("os_family", of: devices) == .text("other"))
        #expect(try device.cell("os_family_label", of: devices) == .text("beos"))
        #expect(try device.cell("antivirus_status", of: devices) == .text("unknown"))
    }

    @Test(arguments: ["Contexts", "Context"]) func trap8SpellingsDiffer(member: String) async throws {
        let vendor = try VSAXVendor(
            [
                "/customFields": [
                    .vsaxList([#"{"Id":11,"Name":"Warranty end","\#(member)":["Device"]}"#], total: 1)
                ],
                "/customFields/11/usage": [
                    .vsaxList([#"{"UsageContextType":"device","ContextItemId":"a","Value":"2027-01-01"}"#], total: 1)
                ],
                "/devices": [.vsaxList([#"{"Identifier":"a"}"#], total: 1)],
            ], settings: ["custom_fields": "Warranty end"])
        #expect(try await vendor.records("devices").first?.customFields == #"{"Warranty end":"2027-01-01"}"#)
    }

    @Test func customFieldsAreReadByAllowedNameAloneACallAField() async throws {
        let vendor = try VSAXVendor(
            [
                "/customFields": [
                    .vsaxList(
                        [
                            #"{"Id":11,"Name":"Warranty end","Contexts":["Device","Organization"]}"#,
                            #"{"Id":12,"Name":"Local admin password","Contexts":["Device"]}"#,
                            #"{"Id":13,"Name":"Contract","Contexts":["Organization"]}"#,
                        ], total: 3)
                ],
                "/customFields/11/usage": [
                    .vsaxList(
                        [
                            #"{"UsageContextType":"Device","ContextItemId":"a","Value":"2027-01-01"}"#,
                            #"{"UsageContextType":"Organization","ContextItemId":"101","Value":"never"}"#,
                            #"{"UsageContextType":"Device","ContextItemId":"b","Value":null}"#,
                        ], total: 3)
                ],
                "/customFields/13/usage": [
                    .vsaxList([#"{"UsageContextType":"Organization","ContextItemId":"101","Value":"Gold"}"#], total: 1)
                ],
                "/devices": [.vsaxList([#"{"Identifier":"a"}"#, #"{"Identifier":"b"}"#], total: 2)],
                "/organizations": [.vsaxList([#"{"Id":101}"#], total: 1)],
            ], settings: ["custom_fields": "Warranty end, Contract"])
        let devices = try await vendor.records("devices")
        #expect(devices.map(\.customFields) == [#"{"Warranty end":"2027-01-01"}"#, nil])
        let organization = try #require(try await vendor.records("organizations").first)
        #expect(organization.customFields == #"{"Warranty end":"never","Contract":"Gold"}"#)
        #expect(!vendor.transport.asked.contains { $0.contains("/12/") }, "a password is not even asked for")
        #expect(!vendor.transport.asked.contains { $0.contains("/a/customfields") })
    }

    @Test func withoutAnAllowedNameNoCustomFieldIsAskedFor() async throws {
        let vendor = try VSAXVendor(["/devices": [.vsaxList([#"{"Identifier":"a"}"#], total: 1)]])
        #expect(try await vendor.records("devices").first?.customFields == nil)
        #expect(vendor.transport.asked.count == 1)
    }

    @Test func trap12SoftwareIsToldByItsNamePublisherAndVersion() async throws {
        let row = #"""
            {"Identifier":"a","InstalledSoftware":[{"Name":"7-Zip","Publisher":"Igor Pavlov","Version":"24.09"},
            {"Name":"7-Zip","Publisher":"Igor Pavlov","Version":"24.09"},{"Name":"7-Zip","Publisher":"Igor Pavlov",
            "Version":"23.01"},{"Name":"Tool","Publisher":"","Version":null},{"Name":"","Version":"1"}]}
            """#
        let found = try await VSAXVendor(["/assets": [.vsaxList([row], total: 1)]]).records("software")
        try #require(found.map(\.externalID) == ["a:7-Zip:Igor Pavlov:24.09", "a:7-Zip:Igor Pavlov:23.01", "a:Tool::"])
        let software = Software.entity.description
        #expect(try found[0].cell("installed_on", of: software) == .null)
        #expect(try found[2].cell("publisher", of: software) == .null)
    }

    @Test(
        arguments: [
            (#"{"Critical":1,"Important":2,"Moderate":0,"Low":0,"Unspecified":4}"#, 7, "pending"),
            (#"{"Critical":0,"Important":0,"Unspecified":3}"#, 3, "pending"),
            (#"{"Critical":0,"Important":0,"Moderate":0,"Low":0,"Unspecified":0}"#, 0, "compliant"),
        ] as [(String, Int64, String)])
    func patchStatusComesFromTheCountsOfMissingUpdates(updates: String, missing: Int64, word: String) async throws {
        let status = try await VSAXVendor.record(
            "patch_status", "/assets", #"{"Identifier":"a","Updates":\#(updates)}"#)
        let entity = PatchStatus.entity.description
        #expect(status.externalID == "a")
        #expect(try status.cell("pending_count", of: entity) == .integer(missing))
        #expect(try status.cell("status", of: entity) == .text(word))
        #expect(try status.cell("installed_count", of: entity) == .null)
        #expect(status.vendorFields == #"{"Updates":\#(updates)}"#)
        #expect(KaseyaVSAX.vendor.notAvailable["patches"] != nil)
    }

    @Test func managedAntivirusIsReadADeviceAndMayNotBeThere() async throws {
        let row =
            #"{"ProtectionStatus":"active","DefinitionsStatus":"up_to_date","ScanStatus":"scanning","Policy":"P"}"#
        let vendor = try VSAXVendor(["/devices/a/antivirus": [.vsaxOne(row)]])
        let pages = try await vendor.read("device_antivirus", parents: ["a", "b"])
        #expect(pages.flatMap(\.completedParents) == ["a", "b"] && pages.flatMap(\.skippedParents).isEmpty)
        let antivirus = try #require(pages.flatMap(\.records).first)
        let entity = DeviceAntivirus.entity.description
        #expect(antivirus.externalID == "a" && antivirus.vendorFields == #"{"Policy":"P"}"#)
        #expect(try antivirus.cell("status", of: entity) == .text("protected"))
        #expect(try antivirus.cell("status_label", of: entity) == .text("active / up_to_date"))
    }

    @Test func managedAntivirusIsLeftAloneWhereToldSo() async throws {
        let vendor = try VSAXVendor([:], settings: ["managed_antivirus": "false"])
        #expect(try await vendor.read("device_antivirus", parents: ["a"]).flatMap(\.records).isEmpty)
        #expect(vendor.transport.requests.isEmpty)
    }

    @Test func pagesGoOnFromWhatCameAndEndByTheTotal() async throws {
        func rows(_ range: ClosedRange<Int>) -> [String] { range.map { #"{"Id":\#($0)}"# } }
        let vendor = try VSAXVendor([
            "/sites": [
                .vsaxList(rows(1...100), total: 150), .vsaxList(rows(100...140), total: 150),
                .vsaxList(rows(140...150), total: 150),
            ]
        ])
        let pages = try await vendor.read("sites")
        #expect(Set(pages.flatMap(\.records).map(\.externalID)).count == 150)
        #expect(pages.map(\.provesWhole) == [false, false, true])
        #expect(
            vendor.transport.asked.map { $0.contains("skip=0&") || $0.contains("skip=99&") } == [true, true, false])
        #expect(vendor.transport.asked.last?.contains("skip=139&") == true)
    }

    @Test func aListWithoutIDsProvesNothingAndIsSetAside() async throws {
        let vendor = try VSAXVendor(["/devices": [.vsaxList([#"{"Name":"x"}"#, #"{"Identifier":"a"}"#], total: 2)]])
        let page = try #require(try await vendor.read("devices").first)
        #expect(page.rejected.map(\.reason) == ["no Identifier"] && page.rejected.first?.externalID == nil)
        #expect(page.records.map(\.externalID) == ["a"])
    }
}
