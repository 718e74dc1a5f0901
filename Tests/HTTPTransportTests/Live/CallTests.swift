import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1))) struct CallTests {
    private let transport = CurlTransport(egress: .allowingPrivate)
    private static let empty = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)

    // MARK: - What is sent

    private func head(of request: (String) -> TransportRequest) async throws -> String {
        let server = try RawServer(answering: Self.empty)
        _ = try await transport.send(request(server.url))
        guard case .request(let head) = await server.next() else { return "" }
        return head
    }

    @Test func onlyWhatIsAskedForIsSent() async throws {
        let head = try await head { TransportRequest(url: $0 + "a/../b?x=%20y", headers: [.accept: "text/plain"]) }
        var lines = head.split(separator: "\r\n").map { $0.lowercased() }
        #expect(lines.removeFirst() == "get /a/../b?x=%20y http/1.1")
        lines.removeAll { $0.hasPrefix("host: 127.0.0.1:") }
        #expect(lines.sorted() == ["accept-encoding: gzip", "accept: text/plain", "user-agent: quartermaster"])
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete])
    func bodiesAreSentAsTheyAre(method: HTTPRequest.Method) async throws {
        let head = try await head { TransportRequest(method: method, url: $0, body: Array("\0a=b&c".utf8)) }
        #expect(head.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n"))
        #expect(head.hasSuffix("\r\n\r\n\0a=b&c"))
        #expect(head.contains("Content-Length: 6\r\n"))
        #expect(!head.lowercased().contains("content-type"))
    }

    @Test func aPostWithoutABodySaysSo() async throws {
        let head = try await head { TransportRequest(method: .post, url: $0) }
        #expect(head.contains("Content-Length: 0\r\n"))
    }

    @Test func aHeadHasNoBodyToWaitFor() async throws {
        let server = try RawServer(answering: Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".utf8))
        #expect(try await transport.send(TransportRequest(method: .head, url: server.url)).body.isEmpty)
    }

    // MARK: - What comes back

    @Test(arguments: [200, 204, 304, 404, 429, 500, 599])
    func everyStatusIsAnAnswer(status: Int) async throws {
        let server = try RawServer(
            answering: Array("HTTP/1.1 \(status) Whatever\r\nX-Told:  twice \r\nContent-Length: 0\r\n\r\n".utf8))
        let response = try await transport.send(TransportRequest(url: server.url))
        #expect(response.status.code == status)
        #expect(response.headers[try #require(HTTPField.Name("X-Told"))] == "twice")
    }

    @Test func anInterimAnswerIsNotTheAnswer() async throws {
        let server = try RawServer(
            answering: Array("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n".utf8) + Self.empty)
        let response = try await transport.send(TransportRequest(url: server.url))
        #expect(response.status == .ok)
        #expect(response.headers[try #require(HTTPField.Name("X-Early"))] == nil)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreAnsweredAndNotFollowed(status: Int) async throws {
        let elsewhere = try RawServer(answering: Self.empty)
        let server = try RawServer(
            answering: Array(
                "HTTP/1.1 \(status) Moved\r\nLocation: \(elsewhere.url)\r\nContent-Length: 0\r\n\r\n".utf8))
        let response = try await transport.send(TransportRequest(url: server.url))
        #expect(response.status.code == status)
        #expect(response.headers[.location] == elsewhere.url)
        #expect(server.connections == 1)
        #expect(elsewhere.connections == 0)
    }

    // MARK: - Connections

    @Test func aKeptConnectionCarriesTheNextCallUnlessItMayNotBeRepeated() async throws {
        let server = try RawServer { connection in
            while connection.readRequest() != nil { connection.write(Self.empty) }
        }
        for _ in 0..<3 { _ = try await transport.send(TransportRequest(url: server.url)) }
        #expect(server.connections == 1)
        _ = try await transport.send(TransportRequest(method: .post, url: server.url))
        #expect(server.connections == 2)
    }

    @Test func aKeptConnectionThatDiedIsReplaced() async throws {
        let server = try RawServer { connection in
            connection.readRequest()
            connection.write(Self.empty)
        }
        for _ in 0..<5 {
            #expect(try await transport.send(TransportRequest(url: server.url)).status == .ok)
        }
        #expect(server.connections == 5)
    }

    // MARK: - Time

    @Test func aHungConnectionIsGivenUpWhenIdle() async throws {
        let server = try RawServer { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            connection.waitForClose()
        }
        var request = TransportRequest(url: server.url)
        request.limits.idle = .milliseconds(200)
        await #expect(throws: TransportError.timedOut(phase: .idle)) { try await transport.send(request) }
        _ = await server.next()
        #expect(await server.next() == .peerClosed)
    }

    @Test func aServerThatTakesTheCallAndSaysNothingIsGivenUpToo() async throws {
        let server = try RawServer { $0.waitForClose() }
        var request = TransportRequest(url: server.url)
        request.limits.idle = .milliseconds(200)
        await #expect(throws: TransportError.timedOut(phase: .idle)) { try await transport.send(request) }
    }

    @Test func aByteAtATimeIsGivenUpInTotal() async throws {
        let server = try RawServer { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while !connection.closes(within: 20) { connection.write("x") }
        }
        var request = TransportRequest(url: server.url)
        request.limits.idle = .seconds(30)
        request.limits.total = .milliseconds(400)
        await #expect(throws: TransportError.timedOut(phase: .total)) { try await transport.send(request) }
    }

    @Test func aCancelledCallIsGivenUpAtOnce() async throws {
        let server = try RawServer { connection in
            connection.readRequest()
            connection.waitForClose()
        }
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await transport.send(TransportRequest(url: server.url)) }
            _ = await server.next()
            group.cancelAll()
            await #expect(throws: TransportError.cancelled) { try await group.next() }
        }
        #expect(await server.next() == .peerClosed)
    }

    @Test func aTransportLetGoEndsItsCalls() async throws {
        let server = try RawServer { connection in
            connection.readRequest()
            connection.write(Self.empty)
            connection.waitForClose()
        }
        var brief: CurlTransport? = CurlTransport(egress: .allowingPrivate)
        _ = try await brief?.send(TransportRequest(url: server.url))
        brief = nil
        _ = await server.next()
        #expect(await server.next() == .peerClosed)
    }

    // MARK: - Where

    @Test(arguments: ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
    func thisMachineIsRefusedByPublicOnly(host: String) async throws {
        let server = try RawServer(answering: Self.empty)
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport().send(TransportRequest(url: "https://\(host):\(server.port)/"))
        }
        guard case .egressRefused(host, let address) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(["127.0.0.1", "::1"].contains(address))
        #expect(server.connections == 0)
    }

    @Test func aNameIsJudgedByWhereItLeads() async throws {
        let server = try RawServer(answering: Self.empty)
        let policy = try EgressPolicy(setting: "10.0.0.0/8")
        await #expect(throws: TransportError.self) {
            try await CurlTransport(egress: policy).send(TransportRequest(url: "http://localhost:\(server.port)/"))
        }
        #expect(server.connections == 0)
        let response = try await transport.send(TransportRequest(url: "http://localhost:\(server.port)/"))
        #expect(response.status == .ok)
    }

    @Test func nobodyThereIsSaid() async throws {
        var server: RawServer? = try RawServer(answering: [])
        let url = try #require(server?.url)
        server = nil
        let error = await #expect(throws: TransportError.self) { try await transport.send(TransportRequest(url: url)) }
        guard case .cannotConnect(host: "127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
