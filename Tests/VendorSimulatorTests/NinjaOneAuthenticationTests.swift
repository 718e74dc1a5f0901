import Foundation
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

    @Test func theLoginIsAFormThatIsPostedAndMayCarryItsSecretInTheHeader() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try Caller(handle)
            let path = "/ws/oauth/token"
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            #expect(try await caller.send(.get, path, [:]).status == .methodNotAllowed)
            let json = try await caller.send(
                .post, path, [.contentType: "application/json"], #"{"grant_type":"client_credentials"}"#)
            #expect(try json.status == .badRequest && JSONValue.parse(json.body)["error"].string == "invalid_request")
            #expect(try await caller.send(.post, path, form, "scope=monitoring").status == .badRequest)
            let id = caller.connection.credentials["client_id"] ?? ""
            let secret = caller.connection.credentials["client_secret"] ?? ""
            let basic = Data("\(id):\(secret)".utf8).base64EncodedString()
            let right = try await caller.send(
                .post, path, [.contentType: form[.contentType] ?? "", .authorization: "Basic \(basic)"],
                "grant_type=client_credentials&scope=monitoring")
            #expect(right.status == .ok)
        }
    }

    @Test func aTokenLivesAnHour() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            for _ in 0..<3 { handle.advance(.checkIn) }
            #expect(try await caller.get("/v2/roles").status == .ok)
            handle.advance(.checkIn)
            #expect(try await caller.get("/v2/roles").status == .unauthorized)
        }
    }

    @Test func aTokenIsGoodForItsOwnTenantAsABearerAndForReadingAlone() async throws {
        let tenants = ["north", "south"].map { SimulatorConfiguration.Tenant(name: $0, seed: 1, devices: 20) }
        try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants)) {
            (handle: SimulatorHandle) async throws in
            let north = try await Caller.loggedIn(handle, tenant: "north")
            var south = try Caller(handle, tenant: "south")
            #expect(
                try await south.login(secret: north.connection.credentials["client_secret"]).status == .unauthorized)
            for token in [north.token, "", "nobody"] {
                south.token = token
                #expect(try await south.get("/v2/roles").status == .unauthorized)
            }
            let bare = try await north.send(.get, "/v2/roles", [.authorization: north.token])
            #expect(bare.status == .unauthorized)
            let write = try await north.send(
                .post, "/v2/organizations", [.authorization: "Bearer \(north.token)"], "{}")
            #expect(write.status == .unauthorized)
        }
    }
}
