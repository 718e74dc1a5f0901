import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

/// The simulated N-central as its sheet has it.
@Suite(.timeLimit(.minutes(1))) struct NCentralTests {
    private static func with(
        devices: Int = 60, _ body: @escaping @Sendable (SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(devices: devices, vendors: ["n-central"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant]), body)
    }

    // MARK: - Log-in

    @Test func theJWTGivesTwoTokensWithTheirLifeTimes() async throws {
        try await Self.with { handle in
            var caller = try NCentralCaller(handle)
            #expect(try await caller.authenticate("wrong").status == .unauthorized)
            let answer = try await caller.authenticate()
            let tokens = try JSONValue.parse(answer.body)["tokens"]
            #expect(tokens["access"]["expirySeconds"].integer == 3600 && tokens["access"]["type"].string == "Bearer")
            #expect(tokens["refresh"]["expirySeconds"].integer == 90_000 && tokens["refresh"]["type"].string == "Body")
            #expect(try await caller.get("/api/customers").status == .unauthorized)
            caller.take(answer)
            #expect(try await caller.get("/api/customers").status == .ok)
            #expect(try await caller.get("/api/auth/validate").status == .ok)
        }
    }

    @Test func anAccessTokenLivesAnHourAndShorterOnRequest() async throws {
        try await Self.with { handle in
            var caller = try await NCentralCaller.loggedIn(handle)
            for _ in 0..<3 { handle.advance(.checkIn) }
            #expect(try await caller.get("/api/customers").status == .ok)
            handle.advance(.checkIn)
            #expect(try await caller.get("/api/customers").status == .unauthorized)
            caller.take(try await caller.authenticate(life: "10m"))
            handle.advance(.checkIn)
            #expect(try await caller.get("/api/customers").status == .unauthorized)
        }
    }

    @Test func aRefreshTokenIsPlainTextAndIsTakenOnce() async throws {
        try await Self.with { handle in
            var caller = try await NCentralCaller.loggedIn(handle)
            let first = caller.refresh
            #expect(try await caller.renew(first, type: "application/json").status.code == 415)
            let answer = try await caller.renew(first)
            #expect(answer.status == .ok)
            caller.take(answer)
            #expect(caller.refresh != first)
            #expect(try await caller.get("/api/customers").status == .ok)
            #expect(try await caller.renew(first).status == .unauthorized)
        }
    }

    @Test func aRestartForgetsAllTokensAndARevokedJWTGivesNone() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            handle.expireTokens("n-central")
            #expect(try await caller.get("/api/customers").status == .unauthorized)
            #expect(try await caller.renew(caller.refresh).status == .unauthorized)
            handle.revokeCredentials("n-central")
            #expect(try await caller.authenticate().status == .unauthorized)
            handle.restoreCredentials("n-central")
            #expect(try await caller.authenticate().status == .ok)
        }
    }

    // MARK: - Lists

    @Test(arguments: [
        ("customers", "customerId", "organizations"), ("sites", "siteId", "sites"), ("devices", "deviceId", "devices"),
    ]) func sortedPagesCoverAListExactlyOnce(path: String, id: String, entity: String) async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            let ids = try await caller.list("/api/\(path)", id: id, size: 3).compactMap { $0[id].text }
            #expect(Set(ids).count == ids.count)
            #expect(Set(ids) == Set((handle.truth("n-central")[entity] ?? [:]).keys))
        }
    }

    @Test func withoutASortTheOrderIsNobodysPromise() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            let orders = [
                try await caller.json("/api/devices?pageSize=1000"),
                try await caller.json("/api/devices?pageSize=1000"),
            ].map { ($0["data"].array ?? []).compactMap { $0["deviceId"].text } }
            #expect(orders[0] != orders[1] && Set(orders[0]) == Set(orders[1]))
        }
    }

    @Test func aPageHasFiftyRowsUnlessAskedAndAThousandAtMost() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            #expect(try await caller.json("/api/devices")["data"].array?.count == 50)
            #expect(try await caller.get("/api/devices?pageSize=1001").status == .badRequest)
            #expect(try await caller.get("/api/devices?pageSize=-1").status == .badRequest)
            #expect(try await caller.get("/api/devices?sortBy=nothing").status == .badRequest)
        }
    }

    @Test func theTwoEnvelopesDiffer() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            let devices = try await caller.json("/api/devices?pageSize=20")
            #expect(devices["totalPages"].integer == 3 && devices["_links"]["nextPage"].string != nil)
            let customers = try await caller.json("/api/customers?pageSize=1")
            #expect(customers["totalPages"].isMissing && customers["totalItems"].integer ?? 0 > 1)
            #expect(customers["data"][0]["customerId"].string != nil)
            #expect(devices["data"][0]["deviceId"].integer != nil)
        }
    }

    @Test func selectTakesRowsAndRefusesFieldsThatItDoesNotKnow() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            let id = try #require(handle.truth("n-central")["devices"]?.keys.first)
            let rows = try await caller.json("/api/devices?select=deviceId==\(id)")["data"].array ?? []
            #expect(rows.map { $0["deviceId"].text } == [id])
            #expect(try await caller.get("/api/devices?select=deviceId,longName").status == .badRequest)
        }
    }

    // MARK: - Devices

    @Test func assetsAreTextsAndProbesHaveNone() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            var found = 0
            for row in try await caller.list("/api/devices", id: "deviceId", size: 1000) {
                let answer = try await caller.get("/api/devices/\(row["deviceId"].text ?? "")/assets")
                guard answer.status == .ok else {
                    #expect(answer.status == .notFound)
                    continue
                }
                #expect(row["isProbe"].bool == false)
                let assets = try JSONValue.parse(answer.body)["data"]
                #expect(assets["computersystem"]["totalphysicalmemory"].string != nil)
                found += 1
            }
            #expect(found > 10)
        }
    }

    @Test func oneDeviceDoesNotSayWhoIsLoggedIn() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            let id = try #require(handle.truth("n-central")["devices"]?.first { $0.value["last_user"] != .null }?.key)
            let device = try await caller.json("/api/devices/\(id)")["data"]
            #expect(device["deviceId"].text == id && device["lastLoggedInUser"].isNull)
            #expect(try await caller.get("/api/devices/1").status == .notFound)
        }
    }

    @Test func issuesAreOfCustomersAndNeverOfTheServiceOrganisation() async throws {
        try await Self.with(devices: 200) { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            #expect(try await caller.get("/api/org-units/50/active-issues").status == .badRequest)
            var ids: Set<String> = []
            for customer in (handle.truth("n-central")["organizations"] ?? [:]).keys {
                let path = "/api/org-units/\(customer)/active-issues"
                for row in try await caller.list(path, id: "taskId", size: 2) {
                    ids.insert("\(row["deviceId"].text ?? ""):\(row["taskId"].text ?? "")")
                }
            }
            #expect(!ids.isEmpty && ids == Set((handle.truth("n-central")["alerts"] ?? [:]).keys))
        }
    }

    // MARK: - Truth and faults

    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "n-central") ?? [:]
        #expect(truth.count == 7)
        for (name, rows) in truth {
            let columns = Set(Entities.named(name)?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func failuresAreInTheVendorsWords() async throws {
        try await Self.with { handle in
            let caller = try await NCentralCaller.loggedIn(handle)
            handle.set(FaultRule(.throttled(status: 429, retryAfter: .absent), vendor: "n-central", count: 1))
            #expect(try await caller.get("/api/devices").status.code == 429)
            handle.set(FaultRule(.errorInBody, vendor: "n-central", count: 1))
            #expect(try await caller.json("/api/devices")["error message"].string != nil)
            handle.set(FaultRule(.forbidden, vendor: "n-central", count: 1))
            let refused = try await caller.get("/api/devices")
            #expect(refused.status == .forbidden)
            #expect(try JSONValue.parse(refused.body)["message"].string?.hasPrefix("[ID=") == true)
        }
    }
}
