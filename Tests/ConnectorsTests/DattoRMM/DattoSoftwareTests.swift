import Connectors
import HTTPTransport
import Inventory
import Testing

/// Programs and patches of a device, and how it stands with them.
@Suite struct DattoSoftwareTests {
    private static let list = "/api/v2/account/devices"
    private static let patches = "/api/v2/device/d1/patches"

    @Test func readsTheSheetsSoftwareThroughTheDevicesPages() async throws {
        let path = "/v2/audit/device/d1/software"
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["d1"])],
            "/api\(path)": [
                .datto(
                    "software",
                    [#"{"name":"7-Zip 23.01 (x64)","version":"23.01"}"#, #"{"name":"Tool","version":null}"#],
                    total: 3, next: TransportResponse.link("\(path)?page=1&max=250")),
                .datto("software", [#"{"name":"Git","version":" 2.45 "}"#, #"{"name":null,"version":"1"}"#], total: 3),
            ],
        ])
        let pages = try await vendor.read("software", parents: ["d1"])
        let found = pages.flatMap(\.records)
        #expect(found.map(\.externalID) == ["d1:7-Zip 23.01 (x64):23.01", "d1:Tool:", "d1:Git:2.45"])
        #expect(try found[0].cell("publisher", of: Software.entity.description) == .null)
        #expect(pages.map(\.completedParents) == [[], ["d1"]])
        #expect(pages.last?.provesWhole == true)
    }

    @Test func readsTheSheetsPatch() async throws {
        let row = #"""
            {"patchId":"p-123","category":["Security Updates"],"type":"SOFTWARE","title":"2026-06 Cumulative Update",
            "releaseDate":"2026-06-09","severity":"CRITICAL","maxSize":734003200,"rebootRequired":true,
            "requireUserInput":false,"kbArticleId":"5040442","installStatus":"APPROVED_PENDING","manualOverride":false}
            """#
        let others = [
            #"{"patchId":"a","kbArticleId":"KB1","severity":"UNSPECIFIED","installStatus":"INSTALLED","releaseDate":1780963200000}"#,
            #"{"patchId":"b","kbArticleId":"","severity":"ODD","installStatus":"NOT_APPROVED","releaseDate":"soon"}"#,
            #"{"title":"no id"}"#,
        ]
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["d1"])], Self.patches: [.datto("patches", [row] + others)],
        ])
        let pages = try await vendor.read("patches", parents: ["d1"])
        let found = pages.flatMap(\.records)
        let entity = Patch.entity.description
        let day = Value.date(try #require(CalendarDate(iso8601: "2026-06-09")))
        #expect(found.map(\.externalID) == ["d1:p-123", "d1:a", "d1:b"])
        #expect(try found.map { try $0.cell("kb", of: entity) } == [.text("KB5040442"), .text("KB1"), .null])
        #expect(try found.map { try $0.cell("kind", of: entity) } == [.text("os"), .text("os"), .null])
        #expect(try found.map { try $0.cell("released_on", of: entity) } == [day, day, .null])
        #expect(
            try found.map { try $0.cell("state", of: entity) } == [
                .text("approved"), .text("installed"), .text("missing"),
            ])
        #expect(
            try found.map { try $0.cell("severity", of: entity) } == [
                .text("critical"), .text("unknown"), .text("unknown"),
            ])
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no patchId"])
    }

    @Test func trap7AnOlderBuildHasNoPatchesAndSaysSo() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["d1"])], "/api/v2/device/d1": [.json(#"{"uid":"d1"}"#)],
        ])
        guard case .notAvailable = await vendor.failure("patches", parents: ["d1"]) else {
            Issue.record("taken for an answer")
            return
        }
    }

    @Test func trap7ADeviceThatIsGoneSaysNothingOfTheBuild() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["d1", "d2"])], "/api/v2/device/d2/patches": [.datto("patches", [])],
        ])
        let pages = try await vendor.read("patches", parents: ["d1", "d2"])
        #expect(pages.flatMap(\.completedParents) == ["d2"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["d1"])
    }

    @Test func trap7OnceAnsweredTheBuildIsNotAskedAgain() async throws {
        let vendor = try DattoVendor([
            Self.list: [.dattoDevices(["d1"])], Self.patches: [.datto("patches", [])],
        ])
        _ = try await vendor.read("patches", parents: ["d1"])
        let before = vendor.transport.asked.count
        _ = try await vendor.read("patches", parents: ["d1"])
        #expect(vendor.transport.asked.count == before + 1)
    }

    @Test func trap9PatchStatusIsOfDevicesThatSayIt() async throws {
        let rows = [
            #"""
            {"uid":"a","patchManagement":{"patchStatus":"ApprovedPending","patchesApprovedPending":3,
            "patchesNotApproved":1,"patchesInstalled":120}}
            """#,
            #"{"uid":"b","patchManagement":null}"#, #"{"uid":"c"}"#,
            #"{"uid":"d","patchManagement":{"patchStatus":"NoData","patchesInstalled":0,"patchesApprovedPending":0}}"#,
            #"{"uid":"e","deleted":true,"patchManagement":{"patchStatus":"FullyPatched"}}"#,
            #"{"uid":"f","patchManagement":{"patchStatus":"InstallError","patchesInstalled":1}}"#,
            #"{"uid":"g","patchManagement":{"patchStatus":"RebootRequired"}}"#,
            #"{"uid":"h","patchManagement":{"patchStatus":"FullyPatched"}}"#,
            #"{"uid":"i","patchManagement":{"patchStatus":"Sleeping"}}"#,
        ]
        let found = try await DattoVendor([Self.list: [.datto("devices", rows)]]).read("patch_status")
            .flatMap(\.records)
        let entity = PatchStatus.entity.description
        #expect(found.map(\.externalID) == ["a", "d", "f", "g", "h", "i"])
        #expect(
            try found.map { try $0.cell("status", of: entity) }
                == ["pending", "unknown", "failed", "reboot_required", "compliant", "unknown"].map { .text($0) })
        #expect(try found[0].cell("installed_count", of: entity) == .integer(120))
        #expect(try found[0].cell("pending_count", of: entity) == .integer(3))
        #expect(try found[0].cell("rejected_count", of: entity) == .null)
        #expect(try found[1].cell("installed_count", of: entity) == .null)
    }
}
