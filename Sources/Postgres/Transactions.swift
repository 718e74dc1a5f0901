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

    /// One statement in a transaction of its own, everything in one exchange.
    func query(_ sql: SQL, tenant: UUID, readOnly: Bool) async throws(PostgresError) -> Rows {
        let opening = try beginning(tenant: tenant, readOnly: readOnly)
        do throws(PostgresError) {
            let rows = try await run(opening + [.prepared(CompanyLimit.marked(sql)), .prepared("COMMIT")])
            return rows[opening.count]
        } catch {
            if handle.transactionStatus != PQTRANS_IDLE { await rollBack() }
            throw error
        }
    }

    /// The only place that sets a tenant and a limit to companies. `SET` takes no parameters; the values are UUIDs' own
    /// texts.
    private func beginning(tenant: UUID?, readOnly: Bool) throws(PostgresError) -> [BatchStatement] {
        let begin: BatchStatement = .prepared(readOnly ? "BEGIN READ ONLY" : "BEGIN")
        guard let tenant else { return [begin] }
        let opening = [begin, .plain("SET LOCAL quartermaster.tenant = '\(tenant.uuidString.lowercased())'")]
        guard let companies = CompanyLimit.companies else { return opening }
        guard let limitedRole else {
            throw PostgresError(.undefinedObject, "no role is set for transactions that are limited to companies")
        }
        let role: SQL = "\(identifier: limitedRole)"
        let ids = companies.map { $0.uuidString.lowercased() }.joined(separator: ",")
        return opening + [
            .plain("SET LOCAL quartermaster.companies = '{\(ids)}'"), .plain("SET LOCAL ROLE \(role.text)"),
        ]
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
