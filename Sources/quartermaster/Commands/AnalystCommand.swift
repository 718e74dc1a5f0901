import Access
import ArgumentParser
import Foundation
import Postgres

/// `analyst create|list|revoke`
struct AnalystCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyst", abstract: "PostgreSQL logins that read one tenant with SQL.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a login that reads one tenant, and prints its connection string once.",
            discussion: """
                Schema inventory has the tables, live the same without deleted rows. A statement may last \
                60 s, a login has 5 connections.
                Example: quartermaster analyst create --tenant acme --name power-bi
                """)
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "The analyst's name, for lists and the audit trail.") var name: String

        private struct Made: Encodable {
            let name: String
            let login: String
            let url: String
        }

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let made = try await runtime.analysts.create(
                    name, tenant: try await runtime.tenants.find(tenant), actor: Runtime.actor)
                let place = try await runtime.analystsPlace()
                let url = "postgresql://\(made.login):\(made.password)@\(place.address)"
                if let hint = place.hint { Console.error(hint) }
                if options.json { return try Console.json(Made(name: name, login: made.login, url: url)) }
                print(url)
                Console.error("This is the only time that the password is shown.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a tenant's analysts.", discussion: "Example: quartermaster analyst list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let analysts = try await runtime.analysts.list(try await runtime.tenants.find(tenant))
                if options.json { return try Console.json(analysts) }
                var table = TextTable(["name", "login", "made by", "made"])
                for analyst in analysts {
                    table.add([analyst.name, analyst.login, analyst.createdBy, analyst.createdAt])
                }
                print(table.text)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a login and its sessions at once.",
            discussion: "Example: quartermaster analyst revoke power-bi --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The analyst's name.") var name: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                try await runtime.analysts.revoke(
                    name, tenant: try await runtime.tenants.find(tenant), actor: Runtime.actor)
                if options.json { return try Console.json(["revoked": name]) }
                print("Analyst '\(name)' revoked.")
            }
        }
    }
}

extension Runtime {
    var analysts: Analysts { Analysts(owner: owner, rolePrefix: settings[.databaseRolePrefix]) }

    /// Where analysts' tools reach the database, and what is to be done first where they do not.
    func analystsPlace() async throws -> (address: String, hint: String?) {
        let database: String = try await owner.query("SELECT current_database() AS name").only().get("name")
        if let url = URLComponents(string: settings[.databaseURL]), let host = url.host, !host.isEmpty {
            return ("\(host)\(url.port.map { ":\($0)" } ?? "")/\(database)", nil)
        }
        let listen = settings[.databaseListen]
        guard listen.isEmpty else { return ("\(listen)/\(database)", nil) }
        return (
            "127.0.0.1:5433/\(database)",
            """
            The database has a socket only: set database.listen (QUARTERMASTER_DATABASE_LISTEN=127.0.0.1:5433) and start the \
            program again, so that tools can reach it.
            """
        )
    }
}
