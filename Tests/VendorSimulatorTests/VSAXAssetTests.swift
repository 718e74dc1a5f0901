import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct VSAXAssetTests {
    @Test func assetsAreDevicesButNotAllOfThemAndSomeHoldNothing() async throws {
        try await VSAXCaller.with { caller, handle in
            let assets = try await caller.list("assets", by: "Identifier", size: 25)
            let devices = Set((handle.truth("kaseya-vsa-x")["devices"] ?? [:]).keys)
            let ids = Set(assets.compactMap { $0["Identifier"].text })
            #expect(ids.count == assets.count && ids.isStrictSubset(of: devices))
            #expect(assets.contains { $0["AssetInfo"].isNull } && assets.contains { $0["LocalIpAddresses"].isNull })
            #expect(assets.contains { $0["GroupName"].string?.contains(" - ") == true })
        }
    }

    @Test func unitsDatesAndPlaceholdersAreTheSheets() async throws {
        try await VSAXCaller.with(devices: 200) { caller, _ in
            let assets = try await caller.list("assets", by: "Identifier")
            #expect(
                assets.contains { $0["LastUpdated"].string == "" } && assets.contains { $0["LastReboot"].string == "" })
            let fractions = Set(assets.compactMap { $0["LastSeenOnline"].string?.count })
            #expect(fractions.isSuperset(of: [24, 28]), "\(fractions)")
            for asset in assets {
                guard let size = asset["Disks"][0]["TotalValue"].integer else { continue }
                // KiB: the fleet's smallest disk has 255 GB.
                #expect((240_000_000..<1_100_000_000).contains(size))
                #expect((asset["MemoryTotal"].integer ?? 0) >= 8 << 30)
            }
            let info = assets.flatMap { $0["AssetInfo"].array ?? [] }.map { $0["CategoryData"] }
            #expect(info.contains { $0["Serial Number"].string?.hasPrefix("00330-") == true })
            #expect(info.contains { $0["Serial Number"].string?.hasPrefix("VMware-") == true })
            #expect(info.contains { $0["Name"].string?.hasSuffix("   ") == true })
            #expect(info.compactMap { $0["Roles"].string }.allSatisfy { $0.contains("LM_Server") })
            let updates = assets.map { $0["Updates"] }.filter { !$0.isNull }
            #expect(updates.contains { $0["Moderate"].isMissing } && updates.contains { !$0["Moderate"].isMissing })
        }
    }

    @Test func softwareIsAsTheTruthHasItWithAFewTwice() async throws {
        try await VSAXCaller.with { caller, handle in
            var keys: [String] = []
            for asset in try await caller.list("assets", by: "Identifier") {
                for item in asset["InstalledSoftware"].array ?? [] {
                    let parts = [asset["Identifier"], item["Name"], item["Publisher"], item["Version"]]
                    keys.append(parts.map { $0.text ?? "" }.joined(separator: ":"))
                }
            }
            #expect(Set(keys) == Set((handle.truth("kaseya-vsa-x")["software"] ?? [:]).keys))
            #expect(Set(keys).count < keys.count)
        }
    }

    @Test func aNotificationTellsItsDeviceOnlyByItself() async throws {
        try await VSAXCaller.with(devices: 200) { caller, handle in
            let rows = try await caller.list("notifications", by: "Id")
            #expect(rows.allSatisfy { $0["ComputerIdentifier"].isMissing && $0["DateTime"].integer != nil })
            var ofDevice = 0
            for row in rows {
                let one = try await caller.get("notifications/\(row["Id"].text ?? "")").data
                #expect(one["DateTime"].string?.hasSuffix("Z") == true && one["Read"].bool != nil)
                guard let device = one["ComputerIdentifier"].string else { continue }
                ofDevice += 1
                let theirs = try await caller.get("devices/\(device)/notifications?$orderby=Id").rows
                #expect(theirs.contains { $0["Id"].text == row["Id"].text })
            }
            #expect(ofDevice > 0 && ofDevice < rows.count)
            handle.advance(.usual(share: 0.5))
            let left = Set(try await caller.list("notifications", by: "Id").compactMap { $0["Id"].text })
            let gone = rows.compactMap { $0["Id"].text }.filter { !left.contains($0) }
            for id in gone { #expect(try await caller.get("notifications/\(id)").status == 404) }
        }
    }

    @Test func managedAntivirusIs404WhereThereIsNone() async throws {
        try await VSAXCaller.with { caller, handle in
            let known = Set((handle.truth("kaseya-vsa-x")["device_antivirus"] ?? [:]).keys)
            var missing = 0
            for id in (handle.truth("kaseya-vsa-x")["devices"] ?? [:]).keys {
                let reply = try await caller.get("devices/\(id)/antivirus")
                #expect((reply.status == 200) == known.contains(id))
                missing += reply.status == 404 ? 1 : 0
            }
            #expect(!known.isEmpty && missing > 0)
        }
    }

    @Test func aCustomFieldTellsWhoHasIt() async throws {
        try await VSAXCaller.with { caller, _ in
            let fields = try await caller.list("customFields", by: "Id")
            #expect(fields.compactMap { $0["Name"].string } == ["Warranty end", "Local admin password", "Contract"])
            let usage = try await caller.list("customfields/11/usage", by: "ContextItemId", size: 10)
            let first = try #require(usage.first)
            #expect(first["UsageContextType"].string == "Device")
            let device = first["ContextItemId"].string ?? ""
            let own = try await caller.get("devices/\(device)/customfields").rows
            #expect(own.contains { $0["Name"].string == "Warranty end" && $0["Value"].text == first["Value"].text })
            #expect(try await caller.get("customFields/99/usage").status == 404)
        }
    }
}
