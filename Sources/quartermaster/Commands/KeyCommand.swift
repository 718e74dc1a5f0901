import Access
import ArgumentParser
import Foundation
import Inventory
import Postgres

/// `key create|list|revoke`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "API keys: who may read what over REST.",
        subcommands: [Create.self, List.self, Rotate.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and prints it once.",
            discussion: """
                Example: quartermaster key create --tenant acme --name helpdesk-agent --profile helpdesk --grant alerts=disabled
                """)
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String?
        @Flag(help: "A key of no tenant, for syncs alone: each call names one (/v1/tenants/{slug}/syncs).")
        var platform = false
        @Option(help: "The key's name, for lists and the audit trail.") var name: String
        @Option(help: "read_only, helpdesk, it_admin, full_automation or scheduler.") var profile: String
        @Option(help: "group=level over the profile's, any number of times.") var grant: [String] = []
        @Option(help: "Limit the key to the company of this name, any number of times.") var company: [String] = []
        @Option(help: "End it after so many days; without, it ends when it is revoked.") var days: Int?
        @Flag(help: "Mark it as a key for tests.") var testMode = false

        private struct Made: Encodable {
            let name: String
            let key: String
        }

        func run() async throws {
            let tenant = try KeyCommand.tenant(tenant, platform)
            guard !platform || (company.isEmpty && !testMode) else {
                throw CallError("--platform goes with neither --company nor --test-mode")
            }
            let request = KeyRequest(
                name: name, profile: profile, grants: try grants(), isTest: testMode,
                expiresAfter: try KeyCommand.duration(days, unit: 86_400, "--days"))
            try await Runtime.with(options) { runtime in
                let key = try await make(request, tenant, runtime)
                if options.json { return try Console.json(Made(name: name, key: key.secretText)) }
                print(key.secretText)
                Console.error("This is the only time that the key is shown.")
            }
        }

        private func make(_ request: KeyRequest, _ tenant: String?, _ runtime: Runtime) async throws -> APIKey {
            guard let tenant else {
                return try await PlatformKeys(owner: runtime.owner, profiles: try runtime.profiles())
                    .create(request, actor: Runtime.actor)
            }
            let found = try await runtime.tenants.find(tenant)
            var request = request
            request.companyIDs = try await companies(found, runtime)
            return try await Keys(owner: runtime.owner, profiles: try runtime.profiles())
                .create(request, tenant: found, actor: Runtime.actor)
        }

        private func grants() throws -> [PermissionGroup: Level] {
            var raw: [String: String] = [:]
            for text in grant {
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw CallError("--grant takes group=level, not '\(text)'") }
                raw[parts[0]] = parts[1]
            }
            return try Profiles.permissions(raw)
        }

        private func companies(_ tenant: Tenant, _ runtime: Runtime) async throws -> [UUID]? {
            guard !company.isEmpty else { return nil }
            var ids: [UUID] = []
            for name in company {
                let rows = try await runtime.owner.query(
                    """
                    SELECT id FROM inventory.companies
                    WHERE tenant_id = \(tenant.id) AND deleted_at IS NULL AND name = \(name)
                    """)
                guard !rows.isEmpty else { throw CallError("tenant '\(tenant.slug)' has no company '\(name)'") }
                guard rows.count == 1 else {
                    throw CallError("tenant '\(tenant.slug)' has \(rows.count) companies named '\(name)'")
                }
                ids.append(try rows[0].get("id"))
            }
            return ids
        }
    }

    /// The tenant that is named; nil for the platform's keys. It is one or the other.
    private static func tenant(_ tenant: String?, _ isPlatform: Bool) throws -> String? {
        guard (tenant == nil) == isPlatform else { throw CallError("give either --tenant or --platform") }
        return tenant
    }

    /// So many units of seconds, at least one.
    private static func duration(_ count: Int?, unit: Int, _ name: String) throws -> Duration? {
        guard let count else { return nil }
        guard (1...36_500).contains(count) else { throw CallError("\(name) takes a number from 1 to 36500") }
        return .seconds(count * unit)
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new key in an old one's place, and prints it once; the old one goes on for a while.",
            discussion: "Example: quartermaster key rotate helpdesk-agent --tenant acme --overlap-hours 48")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The key's name.") var name: String
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "The hours that the old key goes on for.") var overlapHours = 24

        func run() async throws {
            let overlap = try KeyCommand.duration(overlapHours, unit: 3_600, "--overlap-hours") ?? .zero
            try await Runtime.with(options) { runtime in
                let key = try await Keys(owner: runtime.owner, profiles: try runtime.profiles()).rotate(
                    name, overlap: overlap, tenant: try await runtime.tenants.find(tenant), actor: Runtime.actor)
                if options.json { return try Console.json(["name": name, "key": key.secretText]) }
                print(key.secretText)
                Console.error("This is the only time that the key is shown. The old one ends in \(overlapHours) hours.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a tenant's keys, without their secrets.",
            discussion: "Example: quartermaster key list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String?
        @Flag(help: "Those of no tenant.") var platform = false

        func run() async throws {
            let tenant = try KeyCommand.tenant(tenant, platform)
            try await Runtime.with(options) { runtime in
                let keys = try await keys(tenant, runtime)
                if options.json { return try Console.json(keys) }
                var table = TextTable(["name", "prefix", "profile", "test", "created", "expires", "revoked"])
                for key in keys {
                    table.add([
                        key.name, key.prefix, key.profile, key.isTest ? "yes" : "", key.createdAt, key.expiresAt ?? "",
                        key.revokedAt ?? "",
                    ])
                }
                print(table.text)
            }
        }

        private func keys(_ tenant: String?, _ runtime: Runtime) async throws -> [KeyListing] {
            let profiles = try runtime.profiles()
            guard let tenant else { return try await PlatformKeys(owner: runtime.owner, profiles: profiles).list() }
            return try await Keys(owner: runtime.owner, profiles: profiles)
                .list(try await runtime.tenants.find(tenant))
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a key at once.", discussion: "Example: quartermaster key revoke old-agent --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The key's name.") var name: String
        @Option(help: "The tenant.") var tenant: String?
        @Flag(help: "A key of no tenant.") var platform = false

        func run() async throws {
            let tenant = try KeyCommand.tenant(tenant, platform)
            try await Runtime.with(options) { runtime in
                try await revoke(tenant, runtime)
                if options.json { return try Console.json(["revoked": name]) }
                print("Key '\(name)' revoked.")
            }
        }

        private func revoke(_ tenant: String?, _ runtime: Runtime) async throws {
            let profiles = try runtime.profiles()
            guard let tenant else {
                return try await PlatformKeys(owner: runtime.owner, profiles: profiles)
                    .revoke(name, actor: Runtime.actor)
            }
            try await Keys(owner: runtime.owner, profiles: profiles)
                .revoke(name, tenant: try await runtime.tenants.find(tenant), actor: Runtime.actor)
        }
    }
}
