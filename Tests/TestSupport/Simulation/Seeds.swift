import Foundation
import Synchronization
import Testing

/// Something that must never happen has happened.
package struct Violation: Error, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }

    package static func unless(_ isTrue: Bool, _ words: @autoclosure () -> String) throws(Violation) {
        if !isTrue { throw Violation(words()) }
    }
}

/// Which seeds a test runs: the usual ones, or those that the environment names.
package enum Seeds {
    /// `QM_SEED=12` replays one; `QM_SEEDS=20000` runs so many, from `QM_FIRST_SEED` on.
    package static func chosen(usually count: Int, and more: [Int] = []) -> [Int] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["QM_SEED"].flatMap({ Int($0) }) { return [seed] }
        guard environment["QM_SEEDS"] != nil else { return Array(1...count) + more }
        let first = environment["QM_FIRST_SEED"].flatMap { Int($0) } ?? 1
        let many = environment["QM_SEEDS"].flatMap { Int($0) } ?? count
        return Array(first..<(first + max(1, many)))
    }

    /// Somebody explores, and nothing else runs beside it.
    package static var areMany: Bool { ProcessInfo.processInfo.environment["QM_SEEDS"] != nil }

    /// Runs the seeds in so many lanes at once until one fails, and says how to replay that.
    package static func run(
        _ seeds: [Int], level: Int, lanes: Int, _ body: @escaping @Sendable (Queue) async -> [Failure]
    ) async {
        let queue = Queue(seeds)
        let failures = await withTaskGroup(of: [Failure].self) { group in
            for _ in 0..<lanes {
                group.addTask {
                    let failures = await body(queue)
                    if !failures.isEmpty { queue.close() }
                    return failures
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for failure in failures.sorted(by: { $0.seed < $1.seed }) {
            Issue.record(
                "seed \(failure.seed): \(failure.words)\nreplay: QM_SEED=\(failure.seed) make explore LEVEL=\(level)")
        }
    }

    /// The seeds that are left, for whoever is free.
    package final class Queue: Sendable {
        private let left: Mutex<ArraySlice<Int>>
        init(_ seeds: [Int]) { left = Mutex(seeds[...]) }
        package func next() -> Int? { left.withLock { $0.popFirst() } }
        func close() { left.withLock { $0 = [] } }
    }

    package struct Failure: Sendable {
        package var seed: Int
        package var words: String

        package init(seed: Int, words: String) {
            self.seed = seed
            self.words = words
        }
    }
}
