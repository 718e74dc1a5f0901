import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import QueryService

/// gzip by `Accept-Encoding`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CompressionTests {
    private static let gzip: HTTPFields = [.acceptEncoding: "br;q=1.0, gzip;q=0.8, *;q=0.1"]

    @Test func compressedAnswersUnpackToTheSame() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for accept in ["application/json", "application/x-ndjson", "text/csv"] {
                var headers: HTTPFields = [.authorization: "Bearer \(key)", .accept: accept]
                let plain = try await fixture.client.execute(uri: "/v1/devices", method: .get, headers: headers)
                headers.append(contentsOf: Self.gzip)
                let packed = try await fixture.client.execute(uri: "/v1/devices", method: .get, headers: headers)
                #expect(packed.headers[.contentEncoding] == "gzip" && plain.headers[.contentEncoding] == nil)
                #expect(packed.headers[.vary] == "Accept, Accept-Encoding" && packed.headers[.contentLength] == nil)
                #expect(try Unzip.text(packed.body) == String(buffer: plain.body), "\(accept)")
                #expect(packed.body.readableBytes < plain.body.readableBytes, "\(accept)")
            }
        }
    }

    @Test func aTagIsOfItsCodingAndKnownInBoth() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let plain = try #require(try await fixture.get("/v1/devices", key).headers[.eTag])
            let packed = try #require(try await fixture.get("/v1/devices", key, headers: Self.gzip).headers[.eTag])
            #expect(plain != packed)
            for tag in [plain, packed, "W/\(packed)"] {
                var headers = Self.gzip
                headers[.ifNoneMatch] = tag
                #expect(try await fixture.get("/v1/devices", key, headers: headers).status == 304, "\(tag)")
            }
        }
    }

    @Test func whatIsShortOrNotAskedForStaysAsItIs() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            #expect(try await fixture.get("/healthz", headers: Self.gzip).headers[.contentEncoding] == nil)
            for header in ["identity", "gzip;q=0", "br, *;q=0", "deflate"] {
                let reply = try await fixture.get("/v1/openapi.json", key, headers: [.acceptEncoding: header])
                #expect(reply.headers[.contentEncoding] == nil && reply.json["openapi"].text == "3.1.0", "\(header)")
            }
            #expect(ContentCoding.takesGzip("*") && ContentCoding.takesGzip("GZIP") && !ContentCoding.takesGzip(""))
        }
    }

    @Test func manyPiecesAreOneStream() async throws {
        let stream = GzipStream()
        var packed = ByteBuffer()
        var text = ""
        for number in 0..<3_000 {
            let piece = "\(number * 7_919 % 10_007),"
            text += piece
            packed.writeImmutableBuffer(stream.add(ByteBuffer(string: piece)))
        }
        packed.writeImmutableBuffer(stream.end())
        #expect(try Unzip.text(packed) == text)
    }
}
