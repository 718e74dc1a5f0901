import Foundation
import Testing

/// A key of no tenant, made, used and revoked with the built program.
@Suite(.timeLimit(.minutes(2))) struct PlatformKeyCommandTests {
    private static let key = ["--platform", "--name", "scheduler", "--profile", "scheduler"]

    @Test func itReachesTheSyncsOfATenantThatItNamesUntilItIsRevoked() async throws {
        try await World.with(devices: 3, vendors: ["ninjaone"]) { world in
            try await Service.with(world, key: Self.key) { service in
                let path = "/v1/tenants/acme/syncs"
                let asked = try await service.post(path, #"{"connection":"ninjaone"}"#)
                #expect(asked.status == 202, "\(asked.text)")
                #expect(try await service.get(path).text.contains("ninjaone"))
                for (path, status) in [("/v1/tenants/nobody/syncs", 404), ("/v1/syncs", 403), ("/v1/devices", 403)] {
                    let reply = try await service.get(path)
                    #expect(reply.status == status, "\(path): \(reply.text)")
                }
                #expect(try await world.succeed("key", "list", "--platform").output.contains("scheduler"))
                try await world.succeed("key", "revoke", "scheduler", "--platform")
                #expect(try await service.get(path).status == 401)
            }
            let wrong = try await world.program.run(["key", "create", "--tenant", "acme"] + Self.key)
            #expect(wrong.status == 2 && wrong.errors.contains("either --tenant or --platform"), "\(wrong.errors)")
        }
    }
}
