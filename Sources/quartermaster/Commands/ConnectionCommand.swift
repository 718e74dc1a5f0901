import Access
import ArgumentParser
import Connectors
import Foundation
import HTTPTransport

/// `connection create|list|test|pause|resume|rotate|delete`
struct ConnectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connection", abstract: "A tenant's accounts at vendors.",
        subcommands: [Create.self, List.self, Test.self, Pause.self, Resume.self, Rotate.self, Delete.self])
}

/// Which connection a command is about.
struct ConnectionChoice: ParsableArguments {
    @Argument(help: "The connection's name.") var name: String
    @Option(help: "The tenant.") var tenant: String

    func find(_ runtime: Runtime) async throws -> Connection {
        try await runtime.connections.find(name, tenant: try await runtime.tenants.find(tenant))
    }
}

/// Credentials come on standard input or from a file, never as arguments, which anybody on the machine can read.
struct CredentialsSource: ParsableArguments {
    @Option(
        name: .customLong("credentials"),
        help: "'-' (standard input) or a file with the credentials as one JSON object.")
    var source: String

    /// The fields, checked against what the vendor needs of a connection with these settings.
    func read(for vendor: Vendor, settings: [String: String]) throws -> [String: String] {
        let needed = vendor.credentialFields(with: settings)
        let names = needed.joined(separator: ", ")
        let data: Data
        if source == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else if let contents = FileManager.default.contents(atPath: source) {
            data = contents
        } else {
            throw CallError("the credentials file '\(source)' cannot be read")
        }
        guard let fields = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw CallError("the credentials must be one JSON object with the text fields \(names)")
        }
        let missing = needed.filter { fields[$0, default: ""].isEmpty }
        let unknown = fields.keys.filter { !needed.contains($0) }.sorted()
        guard missing.isEmpty, unknown.isEmpty else {
            let wrong =
                missing.isEmpty
                ? "does not know \(unknown.joined(separator: ", "))" : "lacks \(missing.joined(separator: ", "))"
            throw CallError("\(vendor.name) \(wrong) in the credentials; it takes \(names)")
        }
        return fields
    }
}

extension ConnectionCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Connects a tenant to a vendor; the connection is tested first.",
            discussion: """
                Example: quartermaster connection create --tenant acme --vendor ninjaone --name main \
                --base-url https://app.ninjarmm.com --credentials - < credentials.json
                """)
        @OptionGroup var options: GlobalOptions
        @OptionGroup var credentials: CredentialsSource
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "The vendor's short name (ninjaone, connectwise-psa, …).") var vendor: String
        @Option(help: "A name for the connection.") var name: String
        @Option(name: .customLong("base-url"), help: "The vendor's host (https://app.ninjarmm.com).") var baseURL:
            String
        @Option(help: "key=value, any number of times.") var setting: [String] = []
        @Flag(name: .customLong("no-test"), help: "Do not call the vendor first.") var noTest = false

        func run() async throws {
            let vendor = try Vendors.vendor(vendor)
            let settings = try Vendors.settings(setting, of: vendor)
            try await Runtime.with(options) { runtime in
                let base = try runtime.egress().checked(baseURL)
                let tenant = try await runtime.tenants.find(tenant)
                let vault = try runtime.vault()
                let fields = try credentials.read(for: vendor, settings: settings)
                if !noTest {
                    try await runtime.vendorAccess().test(
                        tenant: tenant.id, vendor: vendor.id, baseURL: base, settings: settings, credentials: fields)
                }
                let made = try await runtime.connections.create(
                    tenant: tenant, vendor: vendor.id, name: name, baseURL: base, settings: settings,
                    credentials: fields, vault: vault, actor: Runtime.actor)
                if options.json { return try Console.json(made) }
                print(
                    noTest
                        ? "Connection '\(name)' to \(vendor.name) stored, not tested."
                        : "Connection '\(name)' to \(vendor.name) tested and stored.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a tenant's connections.",
            discussion: "Example: quartermaster connection list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let connections = try await runtime.connections.list(try await runtime.tenants.find(tenant))
                if options.json { return try Console.json(connections) }
                var table = TextTable(["name", "vendor", "base URL", "state", "reason", "tried again at"])
                for connection in connections {
                    table.add([
                        connection.name, connection.vendor, connection.baseURL, connection.state,
                        connection.stateReason ?? "", connection.retryAt ?? "",
                    ])
                }
                print(table.text)
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Calls the vendor with the stored credentials.",
            discussion: """
                A connection that was left alone because it failed is synced again when the vendor answers.
                Example: quartermaster connection test main --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @OptionGroup var choice: ConnectionChoice

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let connection = try await choice.find(runtime)
                try await runtime.test(connection)
                try await runtime.connections.letTry(connection)
                if options.json { return try Console.json(["connection": connection.name, "result": "ok"]) }
                print("Connection '\(connection.name)' works.")
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stops syncing a connection until it is resumed.",
            discussion: "Example: quartermaster connection pause main --tenant acme")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var choice: ConnectionChoice

        func run() async throws {
            try await Runtime.with(options) { runtime in
                try await runtime.connections.setPaused(true, try await choice.find(runtime), actor: Runtime.actor)
                if options.json { return try Console.json(["paused": choice.name]) }
                print("Connection '\(choice.name)' paused.")
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a paused or blocked connection sync again.",
            discussion: "Example: quartermaster connection resume main --tenant acme")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var choice: ConnectionChoice

        func run() async throws {
            try await Runtime.with(options) { runtime in
                try await runtime.connections.setPaused(false, try await choice.find(runtime), actor: Runtime.actor)
                if options.json { return try Console.json(["resumed": choice.name]) }
                print("Connection '\(choice.name)' resumed.")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts new credentials in place of the old.",
            discussion: "Example: quartermaster connection rotate main --tenant acme --credentials - < new.json")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var choice: ConnectionChoice
        @OptionGroup var credentials: CredentialsSource
        @Flag(name: .customLong("no-test"), help: "Do not call the vendor first.") var noTest = false

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let connection = try await choice.find(runtime)
                let fields = try credentials.read(
                    for: try Vendors.vendor(connection.vendor), settings: connection.settings)
                if !noTest {
                    try await runtime.vendorAccess().test(
                        tenant: connection.tenantID, vendor: connection.vendor, baseURL: connection.baseURL,
                        settings: connection.settings, credentials: fields)
                }
                try await runtime.connections.rotate(
                    connection, credentials: fields, vault: try runtime.vault(), actor: Runtime.actor)
                if options.json { return try Console.json(["rotated": connection.name]) }
                print("Connection '\(connection.name)' has new credentials.")
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erases a connection and everything that was read through it.",
            discussion: "Example: quartermaster connection delete main --tenant acme --confirm main")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var choice: ConnectionChoice
        @Option(help: "The name once more: what is erased does not come back.") var confirm: String

        func run() async throws {
            guard confirm == choice.name else {
                throw CallError("--confirm must repeat the connection's name, '\(choice.name)'; nothing was erased")
            }
            try await Runtime.with(options) { runtime in
                try await runtime.connections.delete(try await choice.find(runtime), actor: Runtime.actor)
                if options.json { return try Console.json(["deleted": choice.name]) }
                print("Connection '\(choice.name)' and its data erased.")
            }
        }
    }
}
