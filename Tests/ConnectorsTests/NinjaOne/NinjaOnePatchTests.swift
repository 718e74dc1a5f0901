import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct NinjaOnePatchTests {
    private let entity = Patch.entity.description

    private func patches(current: [String], installs: [String]) async throws -> [SourceRecord] {
        try await NinjaVendor([
            "/v2/queries/os-patches": TransportResponse.wholeReport(current),
            "/v2/queries/os-patch-installs": TransportResponse.wholeReport(installs),
        ]).records("os_patches")
    }

    private func row(_ id: String, _ status: String, device: Int = 1, _ time: String = "") -> String {
        #"""
        {"id":"\#(id)","kbNumber":"KB1","name":"N","severity":"CRITICAL","status":"\#(status)",
        "deviceId":\#(device)\#(time)}
        """#
    }

    @Test func trap4OnePatchOnTwoDevicesIsTwoRows() async throws {
        let found = try await patches(current: [row("f0", "MANUAL"), row("f0", "APPROVED", device: 2)], installs: [])
        #expect(found.map(\.externalID) == ["1:f0", "2:f0"])
        #expect(try found.map { try $0.cell("state", of: entity) } == [.text("pending"), .text("approved")])
        #expect(try found[0].cell("state_label", of: entity) == .text("MANUAL"))
        #expect(try found[0].cell("kb", of: entity) == .text("KB1"))
    }

    @Test func trap10TheHistoryAloneKnowsWhatIsInstalledOrFailed() async throws {
        let found = try await patches(
            current: [row("a", "MANUAL")],
            installs: [
                row("b", "INSTALLED", #","installedAt":1751000000.0"#),
                row("c", "FAILED", #","installedAt":1751000000.0"#),
            ])
        #expect(
            try found.map { try $0.cell("state", of: entity) } == [
                .text("pending"), .text("installed"), .text("failed"),
            ])
        #expect(try found[1].cell("installed_at", of: entity) == .timestamp(Timestamp(seconds: 1_751_000_000)))
        #expect(try found[2].cell("installed_at", of: entity) == .null)
    }

    @Test func theNewestAttemptIsTheState() async throws {
        let old = row("a", "FAILED", #","installedAt":1751000000.0"#)
        let new = row("a", "INSTALLED", #","installedAt":1751100000.0"#)
        for order in [[old, new], [new, old]] {
            let found = try await patches(current: [], installs: order)
            #expect(try found.map { try $0.cell("state", of: entity) } == [.text("installed")])
        }
    }

    @Test(
        arguments: [
            (1_751_000_000, 1_751_100_000, "INSTALLED", "installed"),
            (1_751_100_000, 1_751_000_000, "INSTALLED", "pending"),
            (1_751_100_000, 1_751_000_000, "FAILED", "failed"),
        ])
    func onePatchIsNeverBothPendingAndInstalled(collected: Int, tried: Int, word: String, state: String) async throws {
        let found = try await patches(
            current: [row("a", "MANUAL", #","timestamp":\#(collected)"#)],
            installs: [row("a", word, #","installedAt":\#(tried)"#)])
        #expect(try found.map { try $0.cell("state", of: entity) } == [.text(state)])
    }

    @Test(
        arguments: [
            ("CRITICAL", "critical"), ("critical", "critical"), ("security", "unknown"), ("recommended", "unknown"),
            ("IMPORTANT", "important"), ("NONE", "unknown"), ("optional", "low"),
        ])
    func trap11SeveritiesAreReadWhateverTheirCase(word: String, severity: String) async throws {
        let vendor = try NinjaVendor([
            "/v2/queries/software-patches": TransportResponse.wholeReport([
                #"{"id":"p","title":"Zoom","impact":"\#(word)","status":"APPROVED","deviceId":1}"#
            ]),
            "/v2/queries/software-patch-installs": TransportResponse.wholeReport([]),
        ])
        let patch = try #require(try await vendor.records("software_patches").first)
        #expect(try patch.cell("severity", of: entity) == .text(severity))
        #expect(try patch.cell("severity_label", of: entity) == .text(word))
        #expect(try patch.cell("kind", of: entity) == .text("third_party"))
        #expect(try patch.cell("title", of: entity) == .text("Zoom"))
    }

    @Test func anAbortedReportProvesNothingAndGivesNothing() async throws {
        let vendor = try NinjaVendor([
            "/v2/queries/os-patches": TransportResponse.wholeReport([row("a", "MANUAL")]),
            "/v2/queries/os-patch-installs": [.json("{}", status: 502)],
        ])
        var position: ReadPosition?
        await #expect(throws: ConnectorError.self) {
            repeat {
                let page = try await vendor.connector.page(
                    of: "os_patches", ReadRequest(scope: .everything), at: position)
                #expect(page.records.isEmpty && !page.provesWhole)
                position = page.next
            } while position != nil
        }
    }

    @Test func aReadCannotGoOnInAnotherProcess() async throws {
        let answers = ["/v2/queries/os-patches": TransportResponse.wholeReport([row("a", "MANUAL")])]
        let first = try await NinjaVendor(answers).connector
            .page(of: "os_patches", ReadRequest(scope: .everything), at: nil)
        #expect(first.next?.isResumable == false)
        let other = try NinjaVendor(answers)
        await #expect(throws: ConnectorError.self) {
            try await other.connector.page(of: "os_patches", ReadRequest(scope: .everything), at: first.next)
        }
    }

    @Test func handsOutLargeReportsInPages() async throws {
        let rows = (1...4500).map { row("p", "MANUAL", device: $0) }
        let vendor = try NinjaVendor([
            "/v2/queries/os-patches": TransportResponse.wholeReport(rows),
            "/v2/queries/os-patch-installs": TransportResponse.wholeReport([]),
        ])
        let pages = try await vendor.read("os_patches")
        #expect(Set(pages.flatMap(\.records).map(\.externalID)).count == 4500)
        #expect(pages.allSatisfy { $0.records.count <= 2000 })
        #expect(pages.filter(\.provesWhole).count == 1 && pages.last?.provesWhole == true)
    }

    @Test(
        arguments: [
            (#""failedOSPatchesCount":1,"pendingOSPatchesCount":3"#, "failed"),
            (#""pendingOSPatchesCount":0,"pendingRebootReason":"PATCHING""#, "reboot_required"),
            (#""pendingOSPatchesCount":1,"pendingSoftwarePatchesCount":2"#, "pending"),
            (#""pendingOSPatchesCount":0,"offline":false"#, "compliant"),
            (#""pendingOSPatchesCount":0,"offline":true"#, "unknown"), (#""offline":false"#, "unknown"),
        ])
    func trap13AnOfflineDeviceWithNothingPendingIsNotCompliant(members: String, status: String) async throws {
        let vendor = try NinjaVendor([
            "/v2/queries/device-health": TransportResponse.wholeReport([#"{"deviceId":5,"alertCount":2,\#(members)}"#])
        ])
        let found = try #require(try await vendor.records("patch_status").first)
        #expect(found.externalID == "5")
        #expect(try found.cell("status", of: PatchStatus.entity.description) == .text(status))
        #expect(found.vendorFields?.contains("alertCount") != true)
    }
}
