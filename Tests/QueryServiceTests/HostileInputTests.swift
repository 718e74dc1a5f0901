import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Texts that would break out of a statement, in every place that takes a text.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileInputTests {
    private static let hostile = [
        "'; DROP TABLE inventory.device_facts; --", "\" OR 1=1 --", "1) OR (1=1", "$1", "{a,b}", "\\", "%", "__",
        "\u{202e}x",
        "NULL", "0x41", "';SELECT pg_sleep(5)--", "a\nb", String(repeating: "9", count: 400), "{\"a\":1}", "NaN",
        "infinity",
    ]

    @Test func everyParameterAnswersOrRefusesIt() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for text in Self.hostile {
                for path in Self.paths(Fixture.encoded(text)) {
                    let reply = try await fixture.get(path, key)
                    #expect([200, 400, 404].contains(reply.status), "\(path): \(reply.text)")
                }
            }
            #expect(try await fixture.get("/v1/devices", key).rows.count == 2)
        }
    }

    /// Every parameter, and every operator of every type.
    private static func paths(_ value: String) -> [String] {
        var paths = ListQueryParser.reserved.map { "/v1/devices?\($0)=\(value)" }
        paths += ["/v1/devices?\(value)=1", "/v1/devices?hostname[\(value)]=1", "/v1/devices/\(value)", "/v1/\(value)"]
        paths += ["/v1/changes?after=\(value)", "/v1/devices?company_id=\(value)", "/v1/me?x=\(value)"]
        var seen: Set<ColumnType> = []
        for field in Resource(Device.entity.description).fields + Resource(Product.entity.description).fields
        where seen.insert(field.type).inserted {
            let table = Resource(Device.entity.description).field(field.name) == nil ? "products" : "devices"
            paths += Operation.allowed(for: field.type).map { "/v1/\(table)?\(field.name)[\($0.rawValue)]=\(value)" }
        }
        return paths
    }

    /// Always true where it is taken for a part of the statement, so that a list would show rows.
    @Test(arguments: ["x' OR '1'='1", "x\" OR 1=1 --", "x) OR (true"])
    func everyTextColumnTakesItForAText(text: String) async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for resource in Catalogue(entities: Entities.all).resources {
                for field in resource.fields where field.type == .text && field.allowed == nil {
                    let path = "/v1/\(resource.path)?\(field.name)=\(Fixture.encoded(text))"
                    let reply = try await fixture.get(path, key)
                    let isRefused = resource.name == "changes" && field.name == "entity"
                    #expect(reply.status == (isRefused ? 400 : 200) && reply.rows.isEmpty, "\(path): \(reply.text)")
                }
            }
        }
    }
}
