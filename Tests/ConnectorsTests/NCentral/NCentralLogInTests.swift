import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Logging
import Synchronization
import Testing

/// The two steps of the log-in, their life times, and what a 401 may mean (sheet, Authentication; traps 2).
@Suite struct NCentralLogInTests {
    private let clock = TestClock()

    /// A server that takes the newest access token alone.
    private final class Server: Sendable {
        private struct State {
            var issued = 0
            var refreshes = true
            var access = ""
        }
        private let state = Mutex(State())

        func restart() { state.withLock { ($0.access, $0.refreshes) = ("", false) } }

        func answer(_ request: TransportRequest) -> TransportResponse {
            state.withLock { state in
                if request.url.hasSuffix("/api/auth/refresh"), !state.refreshes {
                    return .json(#"{"status":401,"message":"no"}"#, status: 401)
                }
                if request.url.contains("/api/auth/") {
                    state.issued += 1
                    state.access = "a-\(state.issued)"
                    return .nCentralTokens(String(state.issued))
                }
                let isGood = request.headers[.authorization] == "Bearer \(state.access)"
                return isGood ? .list([]) : .json(#"{"status":"401","message":"expired"}"#, status: 401)
            }
        }
    }

    private func connector(_ transport: ScriptedTransport) throws -> NCentral {
        var context = transport.context(credentials: ["jwt": "the-jwt"])
        context.now = { [clock] in clock.now }
        return try NCentral(context)
    }

    private func logIns(_ transport: ScriptedTransport) -> [String] {
        transport.asked.filter { $0.hasPrefix("/api/auth/") }.map { String($0.dropFirst("/api/auth/".count)) }
    }

    @Test func theJWTGivesTheTokensAndIsSentNowhereElse() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        try await connector(transport).test()
        let (first, second) = (transport.requests[0], transport.requests[1])
        #expect(first.method == .post && first.headers[.authorization] == "Bearer the-jwt" && first.body.isEmpty)
        #expect(second.headers[.authorization] == "Bearer a-1")
        #expect(transport.requests.filter { $0.headers[.authorization]?.contains("the-jwt") == true }.count == 1)
    }

    @Test func anAccessTokenIsRenewedBeforeItsEndByTheRefreshTokenAsPlainText() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        let connector = try connector(transport)
        try await connector.test()
        clock.advance(seconds: 3500)
        try await connector.test()
        #expect(logIns(transport) == ["authenticate"])
        clock.advance(seconds: 60)
        try await connector.test()
        #expect(logIns(transport) == ["authenticate", "refresh"])
        let refresh = try #require(transport.requests.first { $0.url.hasSuffix("/refresh") })
        #expect(String(decoding: refresh.body, as: UTF8.self) == "r-1")
        #expect(refresh.headers[.contentType] == "text/plain" && refresh.headers[.authorization] == nil)
        #expect(!refresh.isRepeatable)
    }

    @Test func eachRefreshTokenIsUsedOnce() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        let connector = try connector(transport)
        for _ in 0..<4 {
            try await connector.test()
            clock.advance(seconds: 3590)
        }
        let bodies = transport.requests.filter { $0.url.hasSuffix("/refresh") }
            .map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies == ["r-1", "r-2", "r-3"])
    }

    @Test func aRefreshThatFailsFallsBackToTheJWT() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        let connector = try connector(transport)
        try await connector.test()
        clock.advance(seconds: 3590)
        server.restart()
        try await connector.test()
        #expect(logIns(transport) == ["authenticate", "refresh", "authenticate"])
    }

    @Test func trap2AfterARestartOfTheServerTheJWTHelpsAndTheCallIsMadeOnceMore() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        let connector = try connector(transport)
        try await connector.test()
        server.restart()
        try await connector.test()
        #expect(logIns(transport) == ["authenticate", "authenticate"])
        #expect(transport.asked.count { $0.hasPrefix("/api/customers") } == 3)
    }

    @Test func aTokenIsFetchedOnceHoweverManyAsk() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        let connector = try connector(transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Eight calls at once need one token.
            for _ in 0..<8 { group.addTask { try await connector.test() } }
            try await group.waitForAll()
        }
        #expect(logIns(transport) == ["authenticate"])
    }

    @Test func trap2A401ThatStaysThoughTheTokenIsGoodIsAMissingPermission() async throws {
        let transport = ScriptedTransport { request, _ in
            if request.url.hasSuffix("/validate") { return .json(#"{"message":"The token is valid"}"#) }
            if request.url.contains("/api/auth/") { return .nCentralTokens }
            return .json(#"{"status":401,"message":"[ID=ab] UNAUTHORIZED: 3013 no permission"}"#, status: 401)
        }
        let connector = try connector(transport)
        await #expect {
            try await connector.test()
        } throws: { error in
            guard case .forbidden(let words) = error as? ConnectorError else { return false }
            return words.contains("3013") && words.contains("ID=ab")
        }
        #expect(logIns(transport) == ["authenticate", "authenticate", "validate"])
    }

    @Test func trap2A401ThatStaysWithATokenThatIsNotGoodStopsAfterOneRepetition() async throws {
        let transport = ScriptedTransport { request, _ in
            request.url.hasSuffix("/authenticate") ? .nCentralTokens : .json("{}", status: 401)
        }
        let connector = try connector(transport)
        await #expect {
            try await connector.test()
        } throws: { error in
            if case .unauthorised = error as? ConnectorError { true } else { false }
        }
        #expect(transport.asked.count { $0.hasPrefix("/api/customers") } == 2)
    }

    @Test func aRefusedJWTIsTriedOnceACall() async throws {
        let transport = ScriptedTransport { _, _ in .json(#"{"status":401,"message":"DmsLoginException"}"#, status: 401)
        }
        let connector = try connector(transport)
        await #expect(throws: ConnectorError.self) { try await connector.test() }
        #expect(transport.requests.count == 1)
    }

    @Test func aServerWithoutTheAPIIsAWrongBaseURL() async throws {
        let connector = try connector(ScriptedTransport { _, _ in .json("{}", status: 404) })
        await #expect {
            try await connector.test()
        } throws: { error in
            if case .misconfigured = error as? ConnectorError { true } else { false }
        }
    }

    @Test func aSlashBehindTheBaseURLIsNoDoubleSlash() async throws {
        let server = Server()
        let transport = ScriptedTransport { request, _ in server.answer(request) }
        var context = transport.context(credentials: ["jwt": "the-jwt"])
        context.baseURL += "//"
        try await NCentral(context).test()
        #expect(transport.asked.allSatisfy { $0.hasPrefix("/api/") })
    }

    @Test func noTokenIsInAnErrorsWords() async throws {
        for status in [400, 401, 403, 500] {
            let transport = ScriptedTransport { request, _ in
                if request.url.hasSuffix("/authenticate"), status != 401 { return .nCentralTokens("abcdef") }
                let said = request.headers[.authorization] ?? ""
                return .json(#"{"status":\#(status),"message":"You said '\#(said)'"}"#, status: status)
            }
            let connector = try connector(transport)
            do {
                try await connector.test()
                Issue.record("no error")
            } catch {
                let words = "\(error)"
                #expect(words.contains("***") && !words.contains("the-jwt") && !words.contains("a-abcdef"), "\(words)")
            }
        }
    }
}
