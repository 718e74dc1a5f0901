import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct AutomateLoginTests {
    private static let world = SimulatorConfiguration(tenants: [.init(devices: 12, vendors: ["connectwise-automate"])])

    @Test func aTokenIsGivenForTheRightPasswordWithTheIntegrationsID() async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            let caller = try AutomateCaller(handle)
            #expect(try await caller.login(password: "wrong").status == .unauthorized)
            #expect(try await caller.login(isKnown: false).status == .badRequest)
            let answer = try JSONValue.parse(await caller.login().body)
            #expect(answer["AccessToken"].string?.isEmpty == false && answer["TokenType"].string == "Bearer")
            #expect(answer["ExpirationDate"].string == "2026-07-01T09:00:00Z")
        }
    }

    @Test func anAccountWithASecondFactorGets200AndNoToken() async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            let caller = try AutomateCaller(handle)
            let answer = try await caller.login(user: "technician")
            let json = try JSONValue.parse(answer.body)
            #expect(answer.status == .ok && json["AccessToken"].isNull && json["IsTwoFactorRequired"].bool == true)
            let second = try JSONValue.parse(await caller.login(user: "technician", passcode: "123456").body)
            #expect(second["AccessToken"].string != nil)
        }
    }

    @Test func nothingIsReadWithoutATokenAndTheIntegrationsID() async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            let caller = try await AutomateCaller.loggedIn(handle)
            #expect(try await caller.get("clients").status == .ok)
            #expect(try await caller.get("Clients", isKnown: false).status == .unauthorized)
            let stranger = try AutomateCaller(handle)
            #expect(try await stranger.get("Clients").status == .unauthorized)
            handle.expireTokens("connectwise-automate")
            #expect(try await caller.get("Clients").status == .unauthorized)
        }
    }

    @Test func aTokenEndsWhenItSaysAndCanBeRefreshedOrGivenBack() async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            var caller = try await AutomateCaller.loggedIn(handle)
            for _ in 0..<3 { handle.advance(.checkIn) }
            #expect(try await caller.get("Clients").status == .ok)
            let old = caller.token
            let answer = try await caller.post("/cwa/api/v1/apitoken/refresh", "\"\(old)\"")
            caller.token = try JSONValue.parse(answer.body)["AccessToken"].string ?? ""
            handle.advance(.checkIn)
            #expect(caller.token != old && !caller.token.isEmpty)
            #expect(try await caller.get("Clients").status == .ok)
            _ = try await caller.post("/cwa/api/v1/apitoken/Disable", "{\"SecurityToken\":\"\(caller.token)\"}")
            #expect(try await caller.get("Clients").status == .unauthorized)
        }
    }

    @Test func revokedCredentialsAreRefusedUntilTheyAreRestored() async throws {
        try await SimulatorServer.with(Self.world) { (handle: SimulatorHandle) async throws in
            let caller = try await AutomateCaller.loggedIn(handle)
            handle.revokeCredentials("connectwise-automate")
            #expect(try await caller.get("Clients").status == .unauthorized)
            #expect(try await caller.login().status == .unauthorized)
            handle.restoreCredentials("connectwise-automate")
            #expect(try await caller.login().status == .ok)
        }
    }
}
