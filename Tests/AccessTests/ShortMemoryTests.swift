import Access
import Inventory
import Synchronization
import TestSupport
import Testing

/// What was found out a moment ago is not asked for again, and holds no longer than it is said to.
@Suite(.timeLimit(.minutes(1))) struct ShortMemoryTests {
    private final class Clock: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)
        func now() -> ContinuousClock.Instant { start + passed.withLock { $0 } }
        func pass(_ time: Duration) { passed.withLock { $0 += time } }
    }

    private struct Refused: Error {}

    @Test func aValueIsFoundAnewWhenItsTimeIsOver() async throws {
        let clock = Clock()
        let memory = ShortMemory<String, Int>(lifetime: .seconds(1), clock: clock.now)
        #expect(try await memory.value("a") { 1 } == 1)
        clock.pass(.milliseconds(999))
        #expect(try await memory.value("a") { 2 } == 1)
        #expect(try await memory.value("b") { 3 } == 3)
        clock.pass(.milliseconds(1))
        #expect(try await memory.value("a") { 4 } == 4)
    }

    /// It is as old as the question, not as the answer.
    @Test func theTimeBeginsWithTheQuestion() async throws {
        let clock = Clock()
        let memory = ShortMemory<String, Int>(lifetime: .seconds(1), clock: clock.now)
        let slow = try await memory.value("a") {
            clock.pass(.seconds(2))
            return 1
        }
        #expect(slow == 1)
        #expect(try await memory.value("a") { 2 } == 2)
    }

    @Test func whatFailsIsAskedAgainAndNoTimeIsNoMemory() async throws {
        let memory = ShortMemory<String, Int>(lifetime: .seconds(1))
        await #expect(throws: Refused.self) { try await memory.value("a") { throw Refused() } }
        #expect(try await memory.value("a") { 1 } == 1)
        let none = ShortMemory<String, Int>(lifetime: .zero)
        #expect(try await none.value("a") { 1 } == 1)
        #expect(try await none.value("a") { 2 } == 2)
    }

    @Test func itDoesNotGrowWithItsUsers() async throws {
        let memory = ShortMemory<Int, Int>(lifetime: .seconds(60), limit: 3)
        for key in 0..<3 { #expect(try await memory.value(key) { key } == key) }
        #expect(try await memory.value(3) { 3 } == 3)
        // All were forgotten for the fourth.
        #expect(try await memory.value(0) { 7 } == 7)
        #expect(try await memory.value(3) { 8 } == 3)
    }
}
