import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

@Suite struct CallerTests {
    private func error(_ response: TransportResponse) async -> ConnectorError? {
        let caller = Caller(ScriptedTransport { _, _ in response }.context())
        do {
            _ = try await caller.json(VendorCall("/list"))
            return nil
        } catch {
            return error
        }
    }

    @Test func encodesWhatItSends() async throws {
        let transport = ScriptedTransport { _, _ in .json("[]") }
        _ = try await Caller(transport.context()).json(
            VendorCall("/v2/device/\(URLText.encoded("a/b"))", query: [("df", "id=1 & x+y"), ("ü", "%")]))
        #expect(transport.asked == ["/v2/device/a%2Fb?df=id%3D1%20%26%20x%2By&%C3%BC=%25"])
    }

    @Test func countsCallsAndBytesAndReadsTheVendorsClock() async throws {
        let transport = ScriptedTransport { _, _ in
            .json("[1]", headers: [.date: "Sun, 06 Nov 1994 08:49:37 GMT"])
        }
        let answer = try await Caller(transport.context()).json(VendorCall("/list"))
        #expect(answer.cost == CallCost(calls: 1, bytes: 3, vendorDate: Timestamp(seconds: 784_111_777)))
    }

    @Test(arguments: [401, 403, 404, 400, 409, 500, 502, 302])
    func readsAStatus(status: Int) async {
        let found = await error(.json(#"{"message":"no"}"#, status: status))
        switch (status, found) {
        case (401, .unauthorised), (403, .forbidden), (404, .notFound), (500..., .unavailable), (302, .unavailable):
            break
        case (400, .rejectedCall(400, _)), (409, .rejectedCall(409, _)): break
        default: Issue.record("\(status) read as \(String(describing: found))")
        }
    }

    @Test(arguments: [429, 403, 503])
    func waitsAsLongAsAThrottleAsksWhateverItsStatus(status: Int) async {
        let seconds = await error(.json("{}", status: status, headers: [.retryAfter: "17"]))
        #expect(seconds == .throttled(retryAfterSeconds: 17, "status \(status)"))
        let date = await error(
            .json(
                "{}", status: status,
                headers: [.retryAfter: "Sun, 06 Nov 1994 08:50:07 GMT", .date: "Sun, 06 Nov 1994 08:49:37 GMT"]))
        #expect(date == .throttled(retryAfterSeconds: 30, "status \(status)"))
    }

    @Test func knowsAThrottleThatDoesNotSayHowLong() async {
        #expect(await error(.json("", status: 429)) == .throttled(retryAfterSeconds: nil, "status 429"))
    }

    @Test func takesAWebPageForAnOutageWhateverItsStatus() async {
        guard case .unavailable = await error(.html) else {
            Issue.record("another error")
            return
        }
        guard case .unavailable = await error(.json("  <html></html>")) else {
            Issue.record("another error")
            return
        }
    }

    @Test(arguments: [#"[{"id":1},{"id"#, "", "nothing", "[1] [2]"])
    func refusesWhatIsNotExactlyOneDocument(body: String) async {
        guard case .malformedAnswer = await error(.json(body)) else {
            Issue.record("another error")
            return
        }
    }

    @Test func keepsMessagesShort() async {
        let long = String(repeating: "x", count: 5000)
        let found = await error(.json(#"{"message":"\#(long)"}"#, status: 400))
        #expect((found?.words.count ?? .max) < 400)
    }

    @Test func turnsEveryTransportErrorIntoAConnectorError() async {
        let errors: [TransportError] = [
            .egressRefused(host: "h", address: "a"), .badURL("u"), .cannotResolve(host: "h"),
            .cannotConnect(host: "h", reason: "r"), .tls(host: "h", reason: "r"), .timedOut(phase: .idle),
            .bodyTooLarge(limit: 1), .brokenTransfer("b"), .cancelled,
        ]
        for thrown in errors {
            let caller = Caller(ScriptedTransport { (_, _) throws(TransportError) in throw thrown }.context())
            do throws(ConnectorError) {
                _ = try await caller.json(VendorCall("/"))
                Issue.record("\(thrown) was not thrown")
            } catch {
                #expect((error == .cancelled) == (thrown == .cancelled))
            }
        }
    }
}

@Suite struct TokenSourceTests {
    private func source(_ context: ConnectorContext) -> TokenSource {
        .clientCredentials(context, path: "/oauth/token") {
            [("client_id", $0.secret("client_id")), ("client_secret", $0.secret("client_secret"))]
        }
    }

    /// A vendor that gives tokens t-0, t-1 … and refuses those that it is told to.
    private func vendor(refusing refused: Set<String>, lifetime: Int = 3600) -> ScriptedTransport {
        ScriptedTransport { request, number in
            if request.url.hasSuffix("/oauth/token") {
                return .json(#"{"access_token":"t-\#(number)","expires_in":\#(lifetime)}"#)
            }
            let token = request.headers[.authorization].map { String($0.dropFirst(7)) } ?? ""
            return refused.contains(token) ? .json(#"{"error":"expired"}"#, status: 401) : .json("[]")
        }
    }

    @Test func manyCallsShareOneFetch() async throws {
        let transport = vendor(refusing: [])
        let caller = Caller(transport.context(), authorisation: .token(source(transport.context())))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await caller.json(VendorCall("/list")) } }
            try await group.waitForAll()
        }
        #expect(transport.requests.filter { $0.url.contains("oauth") }.count == 1)
    }

    @Test func renewsOnceWhenTheVendorRefusesTheToken() async throws {
        let transport = vendor(refusing: ["t-0"])
        let caller = Caller(transport.context(), authorisation: .token(source(transport.context())))
        let answer = try await caller.json(VendorCall("/list"))
        #expect(answer.cost.calls == 4)
        #expect(transport.requests.count == 4)
    }

    @Test func givesUpWhenTheNewTokenIsRefusedToo() async {
        let transport = vendor(refusing: ["t-0", "t-2"])
        let caller = Caller(transport.context(), authorisation: .token(source(transport.context())))
        await #expect(throws: ConnectorError.unauthorised("status 401: expired")) {
            try await caller.json(VendorCall("/list"))
        }
        #expect(transport.requests.count == 4)
    }

    @Test func renewsBeforeTheTokenEnds() async throws {
        let clock = TestClock()
        let transport = vendor(refusing: [])
        var context = transport.context()
        context.now = { clock.now }
        let caller = Caller(context, authorisation: .token(source(context)))
        for seconds in [0, 3500, 30, 20] {
            clock.advance(seconds: seconds)
            _ = try await caller.json(VendorCall("/list"))
        }
        #expect(transport.requests.map { $0.url.contains("oauth") } == [true, false, false, false, true, false])
    }

    @Test(arguments: ["invalid_client", "unauthorized_client"])
    func saysThatTheCredentialsAreRefused(word: String) async {
        let transport = ScriptedTransport { _, _ in .json(#"{"error":"\#(word)"}"#, status: 400) }
        let caller = Caller(transport.context(), authorisation: .token(source(transport.context())))
        do throws(ConnectorError) {
            _ = try await caller.json(VendorCall("/list"))
        } catch {
            guard case .unauthorised = error else {
                Issue.record("another error")
                return
            }
        }
        #expect(transport.requests.count == 1)
    }
}
