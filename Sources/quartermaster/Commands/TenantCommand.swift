import Access
import ArgumentParser

/// `tenant create|list|retention|delete`
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "The companies that use this installation; each sees its own rows only.",
        subcommands: [Create.self, List.self, RetentionOf.self, Delete.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a tenant.", discussion: "Example: quartermaster tenant create acme --name 'Acme IT'")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "Its short name: a-z, 0-9 and '-'.") var slug: String
        @Option(help: "Its name.") var name: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.create(slug: slug, name: name, actor: Runtime.actor)
                if options.json { return try Console.json(tenant) }
                print("Tenant '\(tenant.slug)' made.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the tenants.", discussion: "Example: quartermaster tenant list")
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenants = try await runtime.tenants.list()
                if options.json { return try Console.json(tenants) }
                var table = TextTable(["slug", "name"])
                for tenant in tenants { table.add([tenant.slug, tenant.name]) }
                print(table.text)
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erases every row and key of a tenant.",
            discussion: "Example: quartermaster tenant delete acme --confirm acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "Its short name.") var slug: String
        @Option(help: "The short name once more: what is erased does not come back.") var confirm: String

        func run() async throws {
            guard confirm == slug else {
                throw CallError("--confirm must repeat the tenant's short name, '\(slug)'; nothing was erased")
            }
            try await Runtime.with(options) { runtime in
                try await runtime.tenants.delete(try await runtime.tenants.find(slug))
                if options.json { return try Console.json(["deleted": slug]) }
                print("Tenant '\(slug)' and all of its data erased.")
            }
        }
    }
}
