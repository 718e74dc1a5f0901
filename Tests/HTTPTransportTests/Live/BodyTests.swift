import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1))) struct BodyTests {
    private let transport = CurlTransport(egress: .allowingPrivate)

    private func answer(_ head: String, _ body: [UInt8], limit: Int = 1 << 20) async throws -> TransportResponse {
        let server = try RawServer(answering: Array("HTTP/1.1 200 OK\r\n\(head)\r\n".utf8) + body)
        var request = TransportRequest(url: server.url)
        request.limits.bodyBytes = limit
        return try await transport.send(request)
    }

    private func isBroken(_ head: String, _ body: [UInt8]) async throws -> Bool {
        do {
            _ = try await answer(head, body)
            return false
        } catch TransportError.brokenTransfer {
            return true
        }
    }

    private let text = Array("{\"devices\":[1,2,3]}".utf8)

    // MARK: - Compressed

    @Test func gzipIsDecompressed() async throws {
        let packed = gzip(text)
        let response = try await answer("Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n", packed)
        #expect(response.body == text)
        #expect(response.wireBytes == packed.count)
        #expect(response.headers[.contentEncoding] == nil)
        #expect(response.headers[.contentLength] == nil)
    }

    @Test func severalGzipMembersAreOneBody() async throws {
        let packed = gzip(text) + gzip(text)
        let response = try await answer("Content-Encoding: GZIP\r\nContent-Length: \(packed.count)\r\n", packed)
        #expect(response.body == text + text)
    }

    @Test func anEmptyBodyIsNoBrokenOne() async throws {
        #expect(try await answer("Content-Encoding: gzip\r\nContent-Length: 0\r\n", []).body.isEmpty)
    }

    /// Even where the frame around it is whole, and only the checksum is missing.
    @Test(arguments: [1, 4, 8, 9, 15])
    func truncatedGzipIsBroken(missing: Int) async throws {
        let packed = Array(gzip(text).dropLast(missing))
        #expect(try await isBroken("Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n", packed))
        #expect(try await isBroken("Content-Encoding: gzip\r\nConnection: close\r\n", packed))
    }

    @Test func gzipWithAWrongChecksumIsBroken() async throws {
        var packed = gzip(text)
        packed[packed.count - 8] ^= 1
        #expect(try await isBroken("Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n", packed))
    }

    @Test(arguments: ["gzip", "br", "gzip, gzip"])
    func aCodingThatTheBodyIsNotInIsBroken(coding: String) async throws {
        #expect(
            try await isBroken("Content-Encoding: \(coding)\r\nContent-Length: \(text.count)\r\n", text))
    }

    // MARK: - Length

    @Test func aBodyShorterThanItsLengthIsBroken() async throws {
        #expect(try await isBroken("Content-Length: 100\r\n", text))
    }

    @Test func aBodyLongerThanItsLengthEndsThere() async throws {
        let response = try await answer("Content-Length: 5\r\n", text)
        #expect(response.body == Array(text.prefix(5)))
    }

    @Test func compressedItIsBroken() async throws {
        #expect(try await isBroken("Content-Encoding: gzip\r\nContent-Length: 25\r\n", gzip(text)))
    }

    @Test(arguments: ["-1", "99999999999999999999999", "ten"])
    func aLengthThatIsNoneIsNotBelieved(length: String) async throws {
        do {
            let response = try await answer("Content-Length: \(length)\r\nConnection: close\r\n", text)
            #expect(response.body == text)
        } catch TransportError.brokenTransfer {}
    }

    @Test func chunksThatEndEarlyAreBroken() async throws {
        #expect(try await isBroken("Transfer-Encoding: chunked\r\n", Array("5\r\nhello\r\n".utf8)))
        #expect(try await isBroken("Transfer-Encoding: chunked\r\n", Array("50\r\nhello".utf8)))
    }

    @Test func chunksAreOneBody() async throws {
        let chunks = Array("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n".utf8)
        #expect(try await answer("Transfer-Encoding: chunked\r\n", chunks).body == Array("hello world".utf8))
    }

    @Test func aConnectionClosedBeforeTheAnswerIsBroken() async throws {
        let server = try RawServer { $0.readRequest() }
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(TransportRequest(url: server.url))
        }
        guard case .brokenTransfer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func whatIsNotHTTPIsBroken() async throws {
        let server = try RawServer(answering: Array("220 mail.example ESMTP\r\n".utf8))
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(TransportRequest(url: server.url))
        }
        guard case .brokenTransfer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    // MARK: - Size

    @Test func aBodyOfExactlyTheLimitIsTaken() async throws {
        let length = "Content-Length: \(text.count)\r\n"
        #expect(try await answer(length, text, limit: text.count).body == text)
    }

    @Test func aBodyOverTheLimitIsGivenUp() async throws {
        let limit = text.count - 1
        await #expect(throws: TransportError.bodyTooLarge(limit: limit)) {
            try await answer("Content-Length: \(text.count)\r\n", text, limit: limit)
        }
        await #expect(throws: TransportError.bodyTooLarge(limit: limit)) {
            try await answer("Connection: close\r\n", text, limit: limit)
        }
    }

    @Test func theLimitIsOfTheDecompressedBody() async throws {
        let bomb = (0..<100).flatMap { _ in gzippedZeros }
        let head = "Content-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n"
        await #expect(throws: TransportError.bodyTooLarge(limit: 1 << 20)) { try await answer(head, bomb) }
        let response = try await answer(head, bomb, limit: 100 << 16)
        #expect(response.body.count == 100 << 16)
    }
}
