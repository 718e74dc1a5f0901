import Foundation
import Testing

/// Checked by Debian's docker-compose, which needs no engine for that.
@Suite struct ComposeFileTests {
    private func config(_ environment: [String: String]) async throws -> Program.Outcome {
        let compose = try #require(
            ["/usr/bin/docker-compose", "/usr/local/bin/docker-compose"].first {
                FileManager.default.isExecutableFile(atPath: $0)
            }, "docker-compose is missing: 'make test' installs it")
        var all = environment
        all["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        all["HOME"] = NSTemporaryDirectory()
        return await
            (try RunningProgram(
                URL(fileURLWithPath: compose),
                ["-f", Program.project.appendingPathComponent("docker-compose.yml").path, "config"], environment: all,
                input: "")).outcome()
    }

    @Test func itIsValidAndStartsAllFour() async throws {
        let outcome = try await config(["POSTGRES_PASSWORD": "a", "QUARTERMASTER_SECRETS_MASTER_KEY": "b"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        for service in ["postgres:", "migrate:", "serve:", "work:"] { #expect(outcome.output.contains(service)) }
    }

    @Test func itRefusesToStartWithoutSecretsOfYourOwn() async throws {
        let outcome = try await config([:])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("POSTGRES_PASSWORD"))
    }
}
