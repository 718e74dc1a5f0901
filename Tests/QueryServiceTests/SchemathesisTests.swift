import Access
import Foundation
import HummingbirdTesting
import Inventory
import Testing

@testable import QueryService

/// The OpenAPI document is true: schemathesis asks what it allows, and what it does not, and finds no answer that it does not
/// describe. `make schemathesis`; not a part of `make test`, for the minutes that it takes.
@Suite(.timeLimit(.minutes(25)), .enabled(if: ProcessInfo.processInfo.environment["QM_SCHEMATHESIS"] != nil))
struct SchemathesisTests {
    private static let wish = ProcessInfo.processInfo.environment["QM_SCHEMATHESIS"]
    private static let seed = ProcessInfo.processInfo.environment["QM_SCHEMATHESIS_SEED"] ?? "1"
    /// In all, unless so many of each operation are asked for. Of some operations there are fewer: a fourth more is wished.
    private static let examples = 2_000
    private static let checks = [
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance", "negative_data_rejection", "allow_header_conformance",
    ]

    @Test func theDocumentSaysWhatIsAnswered() async throws {
        try await Fixture.withTools(.live) { fixture, _ in
            try await fixture.letRunsBeDone()
            let port = try #require(fixture.client.port)
            let writing = Dictionary(uniqueKeysWithValues: PermissionGroup.allCases.map { ($0, Level.readWrite) })
            let key = try await fixture.key(writing)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("schemathesis.toml")
            try Data(try await Self.configuration(fixture).utf8).write(to: file)
            let each = Self.wish.flatMap { Int($0) } ?? (Self.examples * 5 / 4 / fixture.service.allRoutes.count)
            let run = try await PythonClient.run(
                PythonClient.project.appendingPathComponent(".build/schemathesis/bin/schemathesis").path,
                [
                    "--config-file", file.path, "--no-color", "run", "http://127.0.0.1:\(port)/v1/openapi.json",
                    "--header", "Authorization: Bearer \(key)", "--max-examples", String(each), "--seed", Self.seed,
                    "--checks", Self.checks.joined(separator: ","), "--phases", "examples,fuzzing",
                    "--suppress-health-check", "all", "--generation-database", "none",
                ], [:], "")
            #expect(run.status == 0, "\(run.output.suffix(20_000))\(run.errors.suffix(2_000))")
            print(run.output.suffix(2_500))
        }
    }

    /// Ids that are there, so that single reads are answered with more than 404.
    private static func configuration(_ fixture: Fixture) async throws -> String {
        var text = ""
        for resource in Catalogue(entities: Entities.all).resources
        where resource.hasSingleRead && resource.deletion != .withDevice {
            let id = try await fixture.id(resource.name, "a")
            text += """
                [[operations]]
                include-name = "GET /v1/\(resource.path)/{id}"
                parameters = { "path.id" = "\(id)" }

                """
        }
        return text
    }
}
