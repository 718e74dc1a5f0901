import CLibPQ
import Synchronization

/// One statement of a batch.
enum BatchStatement {
    /// Prepared once a session.
    case prepared(SQL)
    /// Sent as it is: for text that is another each time.
    case plain(String)
}

extension PostgresConnection {
    /// Runs statements as one pipelined exchange; after an error the rest is skipped. A statement whose plan no longer
    /// fits its tables is prepared anew, where no transaction is open that the error has ended.
    @discardableResult
    func run(_ batch: [BatchStatement], cancellable: Bool = true) async throws(PostgresError) -> [Rows] {
        try Self.refuseNUL(in: batch)
        let wasIdle = handle.transactionStatus == PQTRANS_IDLE
        var answer = try await exchange(batch, cancellable: cancellable)
        if answer.error != nil, answer.isStale {
            forget(batch)
            if wasIdle, handle.transactionStatus == PQTRANS_IDLE {
                answer = try await exchange(batch, cancellable: cancellable)
            }
        }
        if let error = answer.error { throw error }
        return answer.results.compactMap { $0.map(Rows.init) }
    }

    private func exchange(
        _ batch: [BatchStatement], cancellable: Bool
    ) async throws(PostgresError) -> ExchangeAnswer {
        try await makeRoom()
        let plan = statements.withLock { ExchangePlan(batch, &$0) }
        let answer = try await operation(cancellable: cancellable) { cancellation throws(PostgresError) in
            try await self.handle.exchange(plan.steps) { cancellation.started() }
        }
        statements.withLock { plan.remember(answer, in: &$0) }
        return plan.withoutPreparations(answer)
    }

    /// Gives up the statements that were not used for longest. Not within a transaction: one that an error has ended would
    /// refuse, and one that has only begun would have taken its snapshot, and its isolation could not be set any more.
    private func makeRoom() async throws(PostgresError) {
        guard handle.transactionStatus == PQTRANS_IDLE else { return }
        while let name = statements.withLock({ $0.evict() }) {
            try await execute("DEALLOCATE \"\(name)\"", cancellable: false)
        }
    }

    private func forget(_ batch: [BatchStatement]) {
        statements.withLock { cache in
            for case .prepared(let sql) in batch { cache.forget(sql.text) }
        }
    }

    private static func refuseNUL(in batch: [BatchStatement]) throws(PostgresError) {
        for case .prepared(let sql) in batch {
            try refuseNUL(sql.text)
            for parameter in sql.parameters {
                if let parameter { try refuseNUL(parameter) }
            }
        }
    }
}

/// Which steps a batch takes, and which of them only prepare.
struct ExchangePlan {
    private(set) var steps: [ExchangeStep] = []
    /// Step to the statement that it prepares.
    private var preparations: [Int: (text: String, name: String)] = [:]

    init(_ batch: [BatchStatement], _ cache: inout StatementCache) {
        var fresh: [String: String] = [:]
        for statement in batch {
            switch statement {
            case .plain(let text): steps.append(.unprepared(text: text))
            case .prepared(let sql):
                let name: String
                if let known = cache.name(of: sql.text) ?? fresh[sql.text] {
                    name = known
                } else {
                    name = cache.newName()
                    fresh[sql.text] = name
                    preparations[steps.count] = (sql.text, name)
                    steps.append(.prepare(name: name, text: sql.text))
                }
                steps.append(.run(name: name, parameters: sql.parameters, binaries: sql.binaries))
            }
        }
    }

    /// What the server has prepared stays prepared, even where the transaction it was done in does not.
    func remember(_ answer: ExchangeAnswer, in cache: inout StatementCache) {
        for (step, statement) in preparations where answer.results[step] != nil {
            cache.prepared(statement.text, as: statement.name)
        }
    }

    func withoutPreparations(_ answer: ExchangeAnswer) -> ExchangeAnswer {
        var answer = answer
        answer.results = answer.results.indices.filter { preparations[$0] == nil }.map { answer.results[$0] }
        return answer
    }
}

extension ExchangeAnswer {
    /// The server no longer has the statement, or its result would have other columns than when it was prepared.
    var isStale: Bool {
        error?.sqlState == "26000" || (error?.sqlState == "0A000" && errorSource == "RevalidateCachedQuery")
    }
}
