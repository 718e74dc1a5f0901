import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct DattoRMMListTests {
    @Test func listsGoOnByLinksThatLoseTheFiltersAndEndWithNullOrAnEmptyText() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let first = try await caller.json("/v2/account/devices?max=10&deviceType=lap")
            let details = first["pageDetails"]
            #expect(details["count"].integer == 10 && (details["totalCount"].integer ?? 0) > 10)
            let link = try #require(details["nextPageUrl"].string)
            #expect(link.hasSuffix("/api/v2/account/devices?page=1&max=10"))
            var ends: Set<String> = []
            for _ in 0..<4 {
                let end = try await caller.json("/v2/account/sites?max=250")["pageDetails"]["nextPageUrl"]
                ends.insert(end.isNull ? "null" : end.string ?? "?")
            }
            #expect(ends == ["null", ""])
        }
    }

    @Test func aPageHas250RowsAtMost() async throws {
        try await DattoRMMCaller.with(devices: 300) { (caller: DattoRMMCaller) async throws in
            #expect(try await caller.json("/v2/account/devices?max=1000")["devices"].array?.count == 250)
            #expect(try await caller.json("/v2/system/pagination")["max"].integer == 250)
            let all = try await caller.list("/v2/account/devices", "devices")
            #expect(all.count == 300 && Set(all.compactMap { $0["uid"].string }).count == 300)
        }
    }

    @Test(arguments: [
        "/v2/account/devices?max=many", "/v2/account/devices?page=-1", "/v2/account/devices?colour=red",
        "/v2/account/sites?filterId=1",
    ]) func aWrongParameterIsRefused(_ path: String) async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            #expect(try await caller.get(path).status == .badRequest)
        }
    }

    @Test func timesAreMillisecondsAndNoneIsTheYearOneOrNull() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let rows = try await caller.list("/v2/account/devices", "devices")
            #expect(rows.allSatisfy { ($0["lastSeen"].integer ?? 0) > 1_700_000_000_000 })
            #expect(rows.contains { $0["lastAuditDate"].integer == -62_135_596_800_000 })
            #expect(rows.contains { $0["lastAuditDate"].isNull })
        }
    }

    @Test func theWrongAuditIsABadRequest() async throws {
        try await DattoRMMCaller.with(devices: 200) { (caller: DattoRMMCaller) async throws in
            let rows = try await caller.list("/v2/account/devices", "devices")
            for kind in ["device", "printer", "esxihost"] {
                let right = try #require(rows.first { $0["deviceClass"].string == kind }?["uid"].string)
                let wrong = try #require(rows.first { $0["deviceClass"].string == "rmmnetworkdevice" }?["uid"].string)
                #expect(try await caller.get("/v2/audit/\(kind)/\(right)").status == .ok)
                #expect(try await caller.get("/v2/audit/\(kind)/\(wrong)").status == .badRequest)
                #expect(try await caller.get("/v2/audit/\(kind)/nobody").status == .notFound)
            }
        }
    }

    @Test func theTypedTwinHasFieldsWithLabels() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let plain = try await caller.list("/v2/account/devices", "devices")
            let typed = try await caller.list("/v3/account/devices", "devices")
            #expect(plain.contains { $0["udf"]["udf1"].string != nil } && plain.allSatisfy { $0["udfs"].isMissing })
            #expect(typed.contains { $0["udfs"][0]["label"].string == "Asset tag" })
            #expect(try await caller.get("/v3/account/sites").status == .notFound)
        }
    }

    @Test func whatWasDeletedIsFlaggedOrInTheSystemsOwnSiteOrNotThere() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            for _ in 0..<6 { caller.handle.advance(.turnover) }
            let rows = try await caller.list("/v2/account/devices", "devices")
            let flagged = rows.filter { $0["deleted"].bool == true }
            let kept = rows.filter { $0["siteName"].string == "Deleted Devices" }
            #expect(!flagged.isEmpty && !kept.isEmpty)
            let live = Set((caller.handle.truth("datto-rmm")["devices"] ?? [:]).keys)
            #expect((flagged + kept).allSatisfy { !live.contains($0["uid"].string ?? "") })
            let sites = try await caller.list("/v2/account/sites", "sites")
            let counted = sites.compactMap { $0["devicesStatus"]["numberOfDevices"].integer }.reduce(0, +)
            #expect(counted == Int64(live.count + kept.count))
            let uid = try #require(kept.first?["siteUid"].string)
            #expect(try await caller.list("/v2/site/\(uid)/devices", "devices").count == kept.count)
        }
    }

    @Test func aClearedAlertIsAmongTheResolvedAndAnsweredForByItself() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let before = Set(
                try await caller.list("/v2/account/alerts/open", "alerts").compactMap { $0["alertUid"].string })
            for _ in 0..<8 { caller.handle.advance(.usual()) }
            let resolved = try await caller.list("/v2/account/alerts/resolved", "alerts")
            let one = try #require(resolved.first { before.contains($0["alertUid"].string ?? "") })
            #expect(one["resolved"].bool == true && one["resolvedOn"].integer != nil)
            let uid = try #require(one["alertUid"].string)
            #expect(try await caller.json("/v2/alert/\(uid)").serialised() == one.serialised())
            let open = try await caller.list("/v2/account/alerts/open", "alerts")
            #expect(!open.contains { $0["alertUid"].string == uid })
        }
    }

    @Test func trap12TheActivityLogShowsAQuarterOfAnHourAndKeepsJSONInAText() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            caller.handle.advance(.turnover)
            let row = try #require(try await caller.json("/v2/activity-logs")["activities"].array?.first)
            #expect(row["date"].double != nil && row["deviceId"].integer != nil)
            let details = try JSONValue.parse(Array((row["details"].string ?? "").utf8))
            #expect(details["device.uid"].string != nil)
            caller.handle.tenant()?.advance(.checkIn, seconds: 1_000)
            #expect(try await caller.json("/v2/activity-logs")["activities"].array?.isEmpty == true)
            let asked = try await caller.json("/v2/activity-logs?from=2026-07-01T00:00:00Z")
            #expect(asked["activities"].array?.isEmpty == false)
        }
    }

    @Test func refusalsHaveAStatusATimeAndAPathAndNoReason() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let refusal = try await caller.json("/v2/device/nobody")
            #expect(refusal["status"].integer == 404 && refusal["error"].string == "Not Found")
            #expect(
                refusal["path"].string == "/v2/device/nobody" && (refusal["timestamp"].integer ?? 0) > 1_700_000_000_000
            )
        }
    }

    @Test func oneRecordInSoManyFailsByItselfAndItsListDoesNot() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            caller.handle.set(.failingRecord(oneIn: 1), vendor: "datto-rmm")
            let uid = try #require(try await caller.list("/v2/account/devices", "devices").first?["uid"].string)
            #expect(try await caller.get("/v2/device/\(uid)/patches").status == .internalServerError)
        }
    }
}
