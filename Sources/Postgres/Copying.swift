import CLibPQ

extension PostgresConnection {
    /// `COPY … FROM STDIN`: `chunks` gives text-format bytes (any cut) until nil. Returns the rows copied.
    @discardableResult
    public func copyIn(_ statement: String, chunks: () async throws -> [UInt8]?) async throws -> Int {
        let outcome = try await operation(cancellable: true) { cancellation throws(PostgresError) in
            try await self.startCopy(statement, PGRES_COPY_IN, cancellation)
            let failure = try await self.send(chunks)
            try self.handle.check(
                PQputCopyEnd(self.handle.pointer, failure == nil ? nil : "the sender gave up"))
            try await self.handle.flush()
            return await self.copyOutcome(failure)
        }
        return try outcome.get()
    }

    /// `COPY … TO STDOUT`: each chunk as it comes.
    public func copyOut(_ statement: String, _ receive: ([UInt8]) async throws -> Void) async throws {
        let outcome = try await operation(cancellable: true) { cancellation throws(PostgresError) in
            try await self.startCopy(statement, PGRES_COPY_OUT, cancellation)
            let failure = try await self.receive(into: receive, cancellation)
            return await self.copyOutcome(failure)
        }
        _ = try outcome.get()
    }

    private func startCopy(
        _ statement: String, _ direction: ExecStatusType, _ cancellation: StatementCancellation
    ) async throws(PostgresError) {
        try Self.refuseNUL(statement)
        try handle.check(PQsendQuery(handle.pointer, statement))
        try await handle.flush()
        cancellation.started()
        guard let result = try await handle.nextResult() else { throw handle.lost() }
        if result.status == direction { return }
        try await finishCopyThatDidNotStart(result)
    }

    private func finishCopyThatDidNotStart(_ result: ResultHandle) async throws(PostgresError) {
        if let error = result.error {
            try await finishStatement()
            throw error
        }
        // The other direction has begun, or the statement was no COPY at all: nothing here can feed it.
        _ = handle.lost()
        throw PostgresError(.syntax, "the statement is not a COPY in this direction")
    }

    /// Feeds the server; the sender's own error, if it has one, ends the copy.
    private func send(_ chunks: () async throws -> [UInt8]?) async throws(PostgresError) -> (any Error)? {
        while true {
            let chunk: [UInt8]?
            do {
                try Task.checkCancellation()
                chunk = try await chunks()
            } catch is CancellationError {
                return PostgresError(.cancelled, "the task was cancelled while it copied")
            } catch {
                return error
            }
            guard let chunk else { return nil }
            try await send(chunk)
        }
    }

    private func send(_ chunk: [UInt8]) async throws(PostgresError) {
        // A chunk that libpq has no room for is offered again once what it holds is sent.
        while true {
            let taken = chunk.withUnsafeBytes { bytes in
                PQputCopyData(
                    handle.pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            guard taken >= 0 else { throw handle.lost() }
            try await handle.flush()
            if taken == 1 { return }
        }
    }

    /// Reads until the end, rows gathered to chunks; when the receiver throws, the server is told to stop.
    private func receive(
        into receive: ([UInt8]) async throws -> Void, _ cancellation: StatementCancellation
    ) async throws(PostgresError) -> (any Error)? {
        var failure: (any Error)?
        var chunk: [UInt8] = []
        var isOver = false
        while !isOver {
            isOver = try await fill(&chunk)
            guard failure == nil, !chunk.isEmpty else {
                chunk.removeAll(keepingCapacity: true)
                continue
            }
            do {
                try await receive(chunk)
            } catch {
                failure = error
                cancellation.request()
            }
            chunk.removeAll(keepingCapacity: true)
        }
        return failure
    }

    /// Adds what has arrived, waiting only while that is nothing; true at the end of the copy.
    private func fill(_ chunk: inout [UInt8]) async throws(PostgresError) -> Bool {
        while chunk.count < 65_536 {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle.pointer, &row, 1)
            if count == 0 {
                guard chunk.isEmpty else { return false }
                _ = await PollThread.shared.wait(handle.socket, for: .read)
                try handle.consume()
            } else if count > 0, let row {
                chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
                PQfreemem(row)
            } else {
                return true
            }
        }
        return false
    }

    /// The rows copied, or the error: the caller's own before the server's answer to it.
    private func copyOutcome(_ failure: (any Error)?) async -> Result<Int, any Error> {
        do {
            var rows = 0
            var first: PostgresError?
            while let result = try await handle.nextResult() {
                first = first ?? result.error
                rows = Rows(result: result).affected
            }
            if let error = failure ?? first { return .failure(error) }
            return .success(rows)
        } catch {
            return .failure(failure ?? error)
        }
    }
}
