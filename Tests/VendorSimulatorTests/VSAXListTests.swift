import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct VSAXListTests {
    @Test func aTokenIsNeededOnEveryCall() async throws {
        try await VSAXCaller.with { caller, handle in
            for login in [nil, "wrong:pair", "\(caller.connection.credentials["token_id"] ?? ""):"] {
                let reply = try await caller.get("environment", login: login)
                #expect(reply.status == 401 && reply.body["Meta"]["ResponseCode"].integer == 401)
            }
            #expect(try await caller.get("environment").data["ProductVersion"].string?.hasSuffix(", US") == true)
            handle.revokeCredentials("kaseya-vsa-x")
            #expect(try await caller.get("environment").status == 401)
            handle.restoreCredentials("kaseya-vsa-x")
            #expect(try await caller.get("environment").status == 200)
        }
    }

    @Test(arguments: [
        ("organizations", "Id", "organizations"), ("sites", "Id", "sites"), ("devices", "Identifier", "devices"),
        ("notifications", "Id", "alerts"),
    ]) func pagesCoverAListExactlyOnce(_ path: String, _ id: String, _ entity: String) async throws {
        try await VSAXCaller.with { caller, handle in
            for step in [nil, Step.usual(share: 0.2), .turnover] {
                if let step { handle.advance(step) }
                let ids = try await caller.list(path, by: id, size: 7).compactMap { $0[id].text }
                #expect(Set(ids).count == ids.count && !ids.isEmpty)
                #expect(Set(ids) == Set((handle.truth("kaseya-vsa-x")[entity] ?? [:]).keys))
            }
        }
    }

    @Test func aPageHasAHundredRowsAtMostAndASignlessTopIsPassedOver() async throws {
        try await VSAXCaller.with(devices: 130) { caller, _ in
            #expect(try await caller.get("devices").rows.count == 100)
            #expect(try await caller.get("devices?top=5&skip=120").rows.count == 100)
            #expect(try await caller.get("devices?$top=5&$skip=128&$orderby=Identifier").rows.count == 2)
            #expect(try await caller.get("devices?$top=101").status == 400)
            let encoded = try await caller.get("devices?%24top=3&%24orderby=Identifier%20desc")
            let ids = encoded.rows.compactMap { $0["Identifier"].string }
            #expect(ids.count == 3 && ids == ids.sorted(by: >) && encoded.total == 130)
        }
    }

    @Test func withoutAnOrderNoTwoCallsAgree() async throws {
        try await VSAXCaller.with { caller, _ in
            let first = try await caller.get("devices?$top=5").rows.map { $0["Identifier"].string }
            #expect(try await caller.get("devices?$top=5").rows.map { $0["Identifier"].string } != first)
        }
    }

    @Test func listsCanBeFilteredByWhatTheSheetNames() async throws {
        try await VSAXCaller.with { caller, _ in
            let all = try await caller.list("devices", by: "Identifier")
            let site = try #require(all.compactMap { $0["SiteId"].integer }.first)
            let some = try await caller.get("devices?$filter=SiteId%20eq%20\(site)&$orderby=Identifier")
            #expect(some.total == Int64(all.count { $0["SiteId"].integer == site }))
            let later = try await caller.get("notifications?$filter=Id%20gt%2090002&$orderby=Id")
            #expect(later.rows.first?["Id"].integer == 90_003)
            let unknown = try await caller.get("devices?$filter=LastSeenOnline%20gt%202025-01-01T00:00:00Z")
            #expect(unknown.status == 400)
            #expect(try await caller.get("assets?$orderby=LastUpdated").status == 400)
        }
    }

    @Test func aThingByItsIDIsThereOrIs404InTheVendorsWords() async throws {
        try await VSAXCaller.with { caller, _ in
            for (path, id) in [("organizations", "Id"), ("sites", "Id"), ("assets", "Identifier")] {
                let row = try #require(try await caller.list(path, by: id).first)
                let one = try await caller.get("\(path)/\(row[id].text ?? "")")
                #expect(one.data.serialised() == row.serialised())
                let gone = try await caller.get("\(path)/1")
                #expect(gone.status == 404 && gone.body["Meta"]["ErrorMessage"].string != nil && gone.data.isNull)
            }
        }
    }

    @Test func onlyTheDetailSaysWhetherADeviceIsOnline() async throws {
        try await VSAXCaller.with { caller, _ in
            let row = try #require(try await caller.list("devices", by: "Identifier").first)
            #expect(row["IsOnline"].isMissing && row["Description"].isMissing)
            let detail = try await caller.get("devices/\(row["Identifier"].text ?? "")").data
            #expect(detail["IsOnline"].bool != nil && detail["Name"].string == row["Name"].string)
        }
    }

    @Test func faultsBreakTheListsAsTheyAreSaidTo() async throws {
        try await VSAXCaller.with { caller, handle in
            handle.set(.emptyLists, vendor: "kaseya-vsa-x")
            #expect(try await caller.get("devices").total == 0)
            handle.clearFaults()
            handle.set(.shortPages, vendor: "kaseya-vsa-x")
            #expect(try await caller.get("devices?$top=30").rows.count == 20)
            handle.clearFaults()
            handle.set(.depthCap(10), vendor: "kaseya-vsa-x")
            let capped = try await caller.get("devices?$skip=10")
            #expect(capped.rows.isEmpty && capped.total == 60)
            handle.clearFaults()
            handle.set(.errorInBody, vendor: "kaseya-vsa-x")
            let failed = try await caller.get("devices")
            #expect(failed.status == 200 && failed.body["Meta"]["ResponseCode"].integer == 500)
        }
    }
}
