import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct NinjaOneAuthenticationTests {
    @Test func aTokenIsGivenForTheRightSecretAlone() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try Caller(handle)
            let wrong = try await caller.login(secret: "wrong")
            #expect(wrong.status == .unauthorized)
            #expect(try JSONValue.parse(wrong.body)["error"].string == "invalid_client")
            let scope = try await caller.login(scope: "everything")
            #expect(try JSONValue.parse(scope.body)["error"].string == "invalid_scope")
            let grant = try await caller.login(grant: "password")
            #expect(try JSONValue.parse(grant.body)["error"].string == "unsupported_grant_type")
            let right = try JSONValue.parse(await caller.login().body)
            #expect(right["expires_in"].integer == 3600)
            #expect(right["scope"].string == "monitoring")
        }
    }

    @Test func withoutAValidTokenNothingIsRead() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let stranger = try Caller(handle)
            #expect(try await stranger.get("/v2/organizations").status == .unauthorized)
            let caller = try await Caller.loggedIn(handle)
            #expect(try await caller.get("/v2/organizations").status == .ok)
            handle.expireTokens("ninjaone")
            #expect(try await caller.get("/v2/organizations").status == .unauthorized)
        }
    }

    @Test func aMissingScopeLooksLikeABadToken() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            var caller = try Caller(handle)
            caller.token = try JSONValue.parse(await caller.login(scope: "control").body)["access_token"].string ?? ""
            let answer = try await caller.get("/v2/organizations")
            #expect(answer.status == .unauthorized)
            #expect(try JSONValue.parse(answer.body)["error"].string == "insufficient_privileges")
        }
    }

    @Test func revokedCredentialsAreRefusedUntilTheyAreRestored() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            handle.revokeCredentials("ninjaone")
            #expect(try await caller.get("/v2/roles").status == .unauthorized)
            #expect(try await caller.login().status == .unauthorized)
            handle.restoreCredentials("ninjaone")
            #expect(try await caller.login().status == .ok)
        }
    }
}
