import Access
import ArgumentParser
import Foundation
import Postgres

/// `doctor`: checks what can be wrong, and says what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks settings, database, roles, policies, keys and vendors.",
        discussion: "Example: quartermaster doctor")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Do not call the vendors.") var offline = false

    func run() async throws {
        let findings = try await Runtime.with(options, migrate: .never) { runtime in
            await Doctor(runtime: runtime, callsVendors: !offline).examine()
        }
        if options.json {
            for finding in findings { try Console.json(finding) }
        } else {
            var table = TextTable(["", "check", "finding"])
            for finding in findings { table.add([finding.isWell ? "ok" : "!!", finding.check, finding.finding]) }
            print(table.text)
        }
        if !findings.allSatisfy(\.isWell) { throw ExitCode.failed }
    }
}

/// One thing that was looked at.
struct Finding: Sendable, Encodable {
    let check: String
    let isWell: Bool
    let finding: String
}

/// The examination, one check after the other; a check that fails does not stop the next.
struct Doctor: Sendable {
    let runtime: Runtime
    let callsVendors: Bool

    func examine() async -> [Finding] {
        var findings = [
            await check("database", database), await check("migrations", migrations), await check("roles", roles),
            await check("policies", policies), await check("master key", masterKey),
        ]
        if callsVendors { findings += await vendors() }
        return findings
    }

    private func check(_ name: String, _ examine: () async throws -> String) async -> Finding {
        do {
            return Finding(check: name, isWell: true, finding: try await examine())
        } catch {
            return Finding(check: name, isWell: false, finding: Failure.words(error))
        }
    }

    private func database() async throws -> String {
        let row = try await runtime.owner.query(
            """
            SELECT current_setting('server_version') AS version, current_user AS login,
                (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS passes
            """
        ).only()
        let login: String = try row.get("login")
        guard try row.get("passes") else {
            throw PostgresError(
                .insufficientPrivilege,
                "the login '\(login)' does not pass row-level security; run: ALTER ROLE \"\(login)\" BYPASSRLS")
        }
        return "PostgreSQL \(try row.get("version", as: String.self)) as '\(login)'"
    }

    private func migrations() async throws -> String {
        try await runtime.migrator().verify(runtime.owner)
        let status = try await runtime.migrator().status(runtime.owner)
        return "all \(status.count) applied"
    }

    private func roles() async throws -> String {
        let prefix = runtime.settings[.databaseRolePrefix]
        for (client, role) in [(runtime.worker, "worker"), (runtime.reader, "reader")] {
            let row = try await client.query(
                """
                SELECT current_user AS name, rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user
                """
            ).only()
            let name: String = try row.get("name")
            guard name == "\(prefix)_\(role)", try row.get("passes", as: Bool.self) == false else {
                throw PostgresError(
                    .insufficientPrivilege, "the \(role) works as '\(name)', which must be '\(prefix)_\(role)'")
            }
        }
        return "worker and reader are bound by row-level security"
    }

    private func policies() async throws -> String {
        let rows = try await runtime.owner.query(
            """
            SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS is_guarded
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('inventory', 'control') ORDER BY 1
            """)
        let open = try rows.filter { try !$0.get("is_guarded", as: Bool.self) }.compactMap { $0["name"] }
        guard open.isEmpty else {
            throw PostgresError(
                .insufficientPrivilege, "no forced policy on \(open.joined(separator: ", ")); restore it before serving"
            )
        }
        return "forced on all \(rows.count) tables of tenants"
    }

    private func masterKey() async throws -> String {
        let vault = try runtime.vault()
        let rows = try await runtime.owner.query(
            "SELECT DISTINCT ON (tenant_id) tenant_id, connection_id FROM control.credentials ORDER BY tenant_id")
        for row in rows {
            let tenant: UUID = try row.get("tenant_id")
            let connection: UUID = try row.get("connection_id")
            _ = try await runtime.worker.transaction(tenant: tenant) { session in
                try await vault.open(tenant: tenant, connection: connection, in: session)
            }
        }
        return "opens the credentials of \(rows.count) tenants"
    }

    private func vendors() async -> [Finding] {
        var findings: [Finding] = []
        do {
            for tenant in try await runtime.tenants.list() {
                for connection in try await runtime.connections.list(tenant) where connection.state != "paused" {
                    findings.append(
                        await check("\(tenant.slug)/\(connection.name)") {
                            try await runtime.test(connection)
                            return "\(connection.vendor) answers"
                        })
                }
            }
        } catch {
            findings.append(Finding(check: "vendors", isWell: false, finding: Failure.words(error)))
        }
        return findings
    }
}
