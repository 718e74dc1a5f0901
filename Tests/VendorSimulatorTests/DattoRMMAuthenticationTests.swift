import HTTPTransport
import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct DattoRMMAuthenticationTests {
    @Test func aTokenIsGivenByThePasswordGrantAloneAndLivesAHundredHours() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let right = try JSONValue.parse(await caller.logIn().body)
            #expect(right["expires_in"].integer == 360_000 && right["token_type"].string == "bearer")
            #expect(try await caller.logIn(secret: "wrong").status == .badRequest)
            #expect(try await caller.logIn(grant: "client_credentials").status == .badRequest)
            #expect(try await caller.logIn(client: nil).status == .unauthorized)
            // The secret has characters that mean something in a form.
            #expect(try await caller.logIn(isEncoded: false).status == .badRequest)
            #expect(try await caller.get("/v2/account").status == .ok)
            caller.handle.tenant()?.advance(.checkIn, seconds: 359_999)
            #expect(try await caller.get("/v2/account").status == .ok)
            caller.handle.tenant()?.advance(.checkIn, seconds: 2)
            #expect(try await caller.get("/v2/account").status == .unauthorized)
        }
    }

    @Test func theHeaderThatIntegratorsDescribeIsTakenToo() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let name = try #require(HTTPField.Name("x-au-api-key"))
            let key = caller.connection.credentials["api_key"] ?? ""
            #expect(try await caller.get("/v2/account", [name: key]).status == .ok)
            #expect(try await caller.get("/v2/account", [name: "another"]).status == .unauthorized)
            #expect(try await caller.get("/v2/account", [:]).status == .unauthorized)
            #expect(try await caller.get("/v2/system/status", [:]).status == .ok)
        }
    }

    @Test func tenWrongLogInsBlockTheAddressForFiveMinutes() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            for _ in 0..<9 { #expect(try await caller.logIn(secret: "wrong").status == .badRequest) }
            #expect(try await caller.get("/v2/account").status == .ok)
            _ = try await caller.logIn(secret: "wrong")
            for path in ["/v2/account", "/v2/system/status"] {
                #expect(try await caller.get(path).status == .forbidden)
            }
            #expect(try await caller.logIn().status == .forbidden)
            caller.handle.tenant()?.advance(.checkIn, seconds: 299)
            #expect(try await caller.logIn().status == .forbidden)
            caller.handle.tenant()?.advance(.checkIn, seconds: 1)
            #expect(try await caller.logIn().status == .ok)
        }
    }

    @Test func aRightLogInForgetsTheWrongOnes() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            for _ in 0..<3 {
                for _ in 0..<6 { _ = try await caller.logIn(secret: "wrong") }
                #expect(try await caller.logIn().status == .ok)
            }
        }
    }

    @Test func whoIsToldToWaitAHundredTimesAndDoesNotIsBlocked() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            caller.handle.set(.throttled(status: 429, retryAfter: .absent), vendor: "datto-rmm")
            for _ in 0..<100 { #expect(try await caller.get("/v2/account").status == .tooManyRequests) }
            caller.handle.clearFaults()
            #expect(try await caller.get("/v2/account").status == .forbidden)
            caller.handle.tenant()?.advance(.checkIn, seconds: 300)
            #expect(try await caller.get("/v2/account").status == .ok)
        }
    }

    @Test func revokedCredentialsAreRefusedUntilTheyAreRestored() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            caller.handle.revokeCredentials("datto-rmm")
            #expect(try await caller.get("/v2/account").status == .unauthorized)
            #expect(try await caller.logIn().status == .badRequest)
            caller.handle.restoreCredentials("datto-rmm")
            #expect(try await caller.get("/v2/account").status == .ok)
            caller.handle.expireTokens("datto-rmm")
            #expect(try await caller.get("/v2/account").status == .unauthorized)
        }
    }
}
