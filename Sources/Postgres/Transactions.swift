import CLibPQ
import Foundation

extension PostgresConnection {
    /// One transaction, committed when `body` returns and rolled back when it throws.
    func transaction<Result: Sendable>(
        tenant: UUID?, readOnly: Bool, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let result: Result
        do {
            try await run(try beginning(tenant: tenant, readOnly: readOnly))
            result = try await body(self)
            if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled before it could commit") }
        } catch {
            await rollBack()
            throw error
        }
        try await commit()
        return result
    }

    /// Statements in one transaction of their own, everything in one exchange.
    func query(_ statements: [SQL], tenant: UUID, readOnly: Bool) async throws(PostgresError) -> [Rows] {
        let work = statements.map { BatchStatement.prepared(CompanyLimit.marked($0)) }
        guard !readOnly else { return Array(try await run([try reading(tenant)] + work).dropFirst()) }
        let opening = try beginning(tenant: tenant, readOnly: false)
        do throws(PostgresError) {
            let rows = try await run(opening + work + [.prepared("COMMIT")])
            return Array(rows[opening.count..<(opening.count + work.count)])
        } catch {
            if handle.transactionStatus != PQTRANS_IDLE { await rollBack() }
            throw error
        }
    }

    /// What only reads needs no BEGIN and no COMMIT: the statements of an exchange are one transaction by themselves, to
    /// its end (PostgreSQL's documentation, "Pipelining"), and what is set here ends with it.
    private func reading(_ tenant: UUID) throws(PostgresError) -> BatchStatement {
        let name = tenant.postgresText
        guard let limit = try limit() else {
            return .prepared(
                """
                SELECT set_config('transaction_read_only', 'on', true), set_config('quartermaster.tenant', \(name), true)
                """)
        }
        return .prepared(
            """
            SELECT set_config('transaction_read_only', 'on', true), set_config('quartermaster.tenant', \(name), true),
                set_config('quartermaster.companies', \(limit.companies), true), set_config('role', \(limit.role), true)
            """)
    }

    /// The opening of a transaction that has several exchanges. `SET` takes no parameters; the values are UUIDs' own texts.
    private func beginning(tenant: UUID?, readOnly: Bool) throws(PostgresError) -> [BatchStatement] {
        let begin: BatchStatement = .prepared(readOnly ? "BEGIN READ ONLY" : "BEGIN")
        guard let tenant else { return [begin] }
        let opening = [begin, .plain("SET LOCAL quartermaster.tenant = '\(tenant.postgresText)'")]
        guard let limit = try limit() else { return opening }
        let role: SQL = "\(identifier: limit.role)"
        return opening + [
            .plain("SET LOCAL quartermaster.companies = '\(limit.companies)'"), .plain("SET LOCAL ROLE \(role.text)"),
        ]
    }

    /// The task's limit to companies, as the settings have it: this and what calls it are the only places that set a tenant
    /// and a limit.
    private func limit() throws(PostgresError) -> (companies: String, role: String)? {
        guard let companies = CompanyLimit.companies else { return nil }
        guard let limitedRole else {
            throw PostgresError(.undefinedObject, "no role is set for transactions that are limited to companies")
        }
        return ("{\(companies.map { $0.postgresText }.joined(separator: ","))}", limitedRole)
    }

    /// A commit is not cancelled half-way: its outcome must be known. The server answers COMMIT of a transaction that
    /// an error has ended with a rollback, which is no success.
    private func commit() async throws(PostgresError) {
        let answer: Rows
        do throws(PostgresError) {
            answer = try await query("COMMIT", cancellable: false)
        } catch {
            if handle.transactionStatus != PQTRANS_IDLE { await rollBack() }
            throw error
        }
        guard answer.commandTag == "COMMIT" else {
            throw PostgresError(
                .transactionAborted, "an earlier error had ended the transaction: nothing of it was stored")
        }
    }

    /// A session whose rollback fails is not lent again: see ``isReusable``.
    private func rollBack() async {
        guard !handle.isBroken, handle.transactionStatus != PQTRANS_IDLE else { return }
        do { try await execute("ROLLBACK", cancellable: false) } catch { _ = handle.lost() }
    }
}
