import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct AsioLoginTests {
    @Test func aTokenIsGivenForJSONWithTheRightSecretAndScopesThatTheKeyHas() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try AsioCaller(handle)
            let form = try await caller.login(type: "application/x-www-form-urlencoded")
            #expect(form.status == .badRequest)
            #expect(try await caller.login(secret: "wrong").status == .unauthorized)
            let scope = try await caller.login(scope: "platform.devices.read platform.everything")
            #expect(try JSONValue.parse(scope.body)["error"].string == "invalid_scope")
            let right = try JSONValue.parse(await caller.login().body)
            #expect(right["expires_in"].integer == 3599 && right["access_token"].string != nil)
        }
    }

    @Test func tooManyTokensLockTheKeyForAWhile() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try AsioCaller(handle)
            for _ in 0..<5 { #expect(try await caller.login().status == .ok) }
            #expect(try await caller.login().status.code == 423)
            // Locked for every set of scopes, until the lock is over and a token has ended.
            #expect(try await caller.login(scope: "platform.devices.read").status.code == 423)
            for _ in 0..<4 { handle.advance(.checkIn) }
            #expect(try await caller.login().status == .ok)
        }
    }

    @Test func aTokenEndsAndReadsNoMoreThanItsScopes() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle, scope: "platform.companies.read")
            let companies = try await caller.companies()
            #expect(!companies.isEmpty)
            #expect(try await caller.list(AsioCaller.devices, of: companies).status == .forbidden)
            handle.expireTokens("connectwise-asio")
            #expect(try await caller.get("/api/platform/v1/company/companies").status == .unauthorized)
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct AsioListTests {
    @Test func aListGoesOnByTheLinkAndEndsWithoutOneOr404() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle)
            let companies = Array(try await caller.companies().prefix(4))
            var (cursor, ids, pages): (String?, [String], Int) = ("0", [], 0)
            while let place = cursor {
                let page = try await caller.list(AsioCaller.devices, "limit=20&cursor=\(place)", of: companies)
                ids +=
                    try JSONValue.parse(page.body).object?.flatMap { $0.value.array ?? [] }
                    .flatMap { $0["endpoints"].array ?? [] }.compactMap { $0["endpointID"].string } ?? []
                cursor = page.nextCursor
                pages += 1
            }
            let truth = handle.truth("connectwise-asio")["devices"] ?? [:]
            let expected = truth.filter { row in
                companies.contains { row.value["organization_external_id"] == .text($0) }
            }
            #expect(pages > 2 && Set(ids) == Set(expected.keys) && ids.count == expected.count)
            let past = try await caller.list(AsioCaller.devices, "limit=20&cursor=999999", of: companies)
            #expect(past.status == .notFound)
            #expect(String(decoding: past.body, as: UTF8.self).contains("resource not found"))
        }
    }

    @Test func theWordForCompaniesIsSingularHereAndPluralThereAndFourAtMost() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle)
            let companies = try await caller.companies()
            let first = Array(companies.prefix(4))
            #expect(try await caller.list(AsioCaller.devices, type: "companies", of: first).status == .badRequest)
            #expect(try await caller.list(AsioCaller.devices, of: Array(companies.prefix(5))).status == .badRequest)
            let heartbeat = "/api/platform/v2/device/endpoints/heartbeat?resources=\(first[0])&resourceType="
            #expect(try await caller.get(heartbeat + "company").status == .badRequest)
            let states = try JSONValue.parse(await caller.get(heartbeat + "companies").body)
            #expect(states["successfulRecords"][0]["endpoints"][0]["Availability"].bool != nil)
        }
    }

    @Test func sectionsComeWhenTheyAreNamedAndUnknownNamesAreRefused() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle)
            let companies = Array(try await caller.companies().prefix(4))
            let plain = try await caller.list(AsioCaller.devices, of: companies)
            #expect(!String(decoding: plain.body, as: UTF8.self).contains("baseboard"))
            let named = try await caller.list(AsioCaller.devices, "limit=500&field=baseboard", of: companies)
            #expect(String(decoding: named.body, as: UTF8.self).contains("baseboard"))
            let wrong = try await caller.list(AsioCaller.devices, "limit=500&field=disks", of: companies)
            #expect(wrong.status == .badRequest)
            #expect(try await caller.list(AsioCaller.devices, "limit=501", of: companies).status == .badRequest)
        }
    }

    @Test func oneDeviceNeedsItsCompanyAndItsSite() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle)
            let (id, row) = try #require(handle.truth("connectwise-asio")["devices"]?.first)
            guard case .text(let company) = row["organization_external_id"],
                case .text(let site) = row["site_external_id"]
            else {
                Issue.record("no place")
                return
            }
            let path = "/api/platform/v2/device/companies/\(company)/sites"
            #expect(try await caller.get("\(path)/\(site)/endpoints/\(id)").status == .ok)
            #expect(try await caller.get("\(path)/other/endpoints/\(id)").status == .notFound)
        }
    }

    @Test func whatIsLeftOfTheQuotaIsToldInPlainHeaders() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await AsioCaller.loggedIn(handle)
            let answer = try await caller.get("/api/platform/v1/company/sites")
            let fields = try ["Limit", "Remaining", "Reset"].map { answer.headers[try #require(HTTPField.Name($0))] }
            #expect(fields[0] == "500" && fields[2].flatMap { Int($0) } ?? 0 > 1_700_000_000)
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct AsioTruthTests {
    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "connectwise-asio") ?? [:]
        #expect(truth.count == 9)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func timePassesInWhatIsServedAndInTheTruthAlike() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let before = handle.truth("connectwise-asio")["devices"] ?? [:]
            handle.advance(.usual(share: 0.1))
            let after = handle.truth("connectwise-asio")["devices"] ?? [:]
            let caller = try await AsioCaller.loggedIn(handle)
            let company = try #require(try await caller.companies().first)
            let answer = try JSONValue.parse(await caller.list(AsioCaller.devices, of: [company]).body)
            let served = answer["platform"].array?.flatMap { $0["endpoints"].array ?? [] } ?? []
            #expect(before != after && !served.isEmpty)
            for row in served {
                let name = row["deviceName"].string.map { Value.text($0) }
                #expect(after[row["endpointID"].string ?? ""]?["hostname"] == name)
            }
        }
    }
}
