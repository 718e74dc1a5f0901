import CLibPQ

/// One statement of a pipelined exchange.
enum ExchangeStep {
    case prepare(name: String, text: String)
    case run(name: String, parameters: [String?], binaries: [[UInt8]])
    /// Not worth preparing: its text is another each time.
    case unprepared(text: String)
}

/// What came back, a place a step: nil for steps that were not reached.
struct ExchangeAnswer {
    var results: [ResultHandle?]
    var error: PostgresError?
    /// The server function that raised the error, which tells a stale plan from other errors of its code.
    var errorSource: String?
}

extension ConnectionHandle {
    /// Sends all steps at once and reads all answers; after an error the server skips the rest.
    func exchange(
        _ steps: [ExchangeStep], sent: () -> Void
    ) async throws(PostgresError) -> ExchangeAnswer {
        guard PQenterPipelineMode(pointer) == 1 else { throw lost() }
        for step in steps { try check(send(step)) }
        try check(PQpipelineSync(pointer))
        try await flush()
        sent()
        let answer = try await answers(to: steps.count)
        guard PQexitPipelineMode(pointer) == 1 else { throw lost() }
        return answer
    }

    private func send(_ step: ExchangeStep) -> Int32 {
        switch step {
        case .prepare(let name, let text): PQsendPrepare(pointer, name, text, 0, nil)
        case .unprepared(let text): PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 0)
        case .run(let name, let parameters, let binaries):
            Self.withValues(parameters, binaries) { values, lengths, formats in
                PQsendQueryPrepared(
                    pointer, name, Int32(parameters.count + binaries.count), values, lengths, formats, 0)
            }
        }
    }

    private func answers(to count: Int) async throws(PostgresError) -> ExchangeAnswer {
        var answer = ExchangeAnswer(results: Array(repeating: nil, count: count))
        var step = 0
        while step <= count {
            let next: ResultHandle?
            do throws(PostgresError) {
                next = try await nextResult()
            } catch {
                // What the server said before it hung up says more.
                throw answer.error ?? error
            }
            guard let result = next else {
                step += 1
                continue
            }
            if result.status == PGRES_PIPELINE_SYNC { return answer }
            if answer.error == nil, let error = result.error {
                answer.error = error
                answer.errorSource = result.field("R")
            } else if step < count, result.status == PGRES_TUPLES_OK || result.status == PGRES_COMMAND_OK {
                answer.results[step] = result
            }
        }
        let lost = lost()
        throw answer.error ?? lost
    }

    /// The parameters as pointers into one buffer, with the lengths and the formats that libpq wants of the binary ones.
    private static func withValues<Result>(
        _ texts: [String?], _ binaries: [[UInt8]],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(binaries.reduce(64 * texts.count) { $0 + $1.count })
        var offsets: [Int?] = []
        for text in texts {
            offsets.append(text.map { _ in bytes.count })
            guard let text else { continue }
            bytes += text.utf8
            bytes.append(0)
        }
        for binary in binaries {
            offsets.append(bytes.count)
            bytes += binary
        }
        let lengths = texts.map { _ in Int32(0) } + binaries.map { Int32($0.count) }
        let formats = texts.map { _ in Int32(0) } + binaries.map { _ in Int32(1) }
        return bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                let values = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } }
                return values.withUnsafeBufferPointer { body($0.baseAddress, lengths, formats) }
            }
        }
    }
}
