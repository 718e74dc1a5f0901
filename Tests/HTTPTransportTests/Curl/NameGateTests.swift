import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct NameGateTests {
    private let now = ContinuousClock().now

    @Test func oneLooksANameUpAndTheOthersWait() {
        var gate = NameGate<Int>()
        #expect((1...4).map { gate.admit($0, host: "a", at: now) } == [true, false, false, false])
        let isOtherHostFree = gate.admit(5, host: "b", at: now)
        #expect(isOtherHostFree)
        #expect(gate.passed(host: "a", .resolved, at: now) == [2, 3, 4])
        let isKnown = gate.admit(6, host: "a", at: now)
        #expect(isKnown)
    }

    @Test func aKnownNameIsLookedUpAgainBeforeItIsForgotten() {
        var gate = NameGate<Int>()
        _ = gate.admit(1, host: "a", at: now)
        _ = gate.passed(host: "a", .resolved, at: now)
        let later = now + NameGate<Int>.freshFor
        #expect([2, 3].map { gate.admit($0, host: "a", at: later) } == [true, false])
    }

    @Test func aFailureIsEverybodysAndIsNotKept() {
        var gate = NameGate<Int>()
        _ = (1...3).map { gate.admit($0, host: "a", at: now) }
        #expect(gate.passed(host: "a", .failed, at: now) == [2, 3])
        #expect([4, 5].map { gate.admit($0, host: "a", at: now) } == [true, false])
    }

    @Test func whereTheFirstGaveUpTheNextLooks() {
        var gate = NameGate<Int>()
        _ = (1...3).map { gate.admit($0, host: "a", at: now) }
        #expect(gate.passed(host: "a", .givenUp, at: now) == [2])
        #expect(gate.passed(host: "a", .givenUp, at: now) == [3])
        #expect(gate.passed(host: "a", .givenUp, at: now) == [])
        let isFree = gate.admit(4, host: "a", at: now)
        #expect(isFree)
    }

    @Test func whoeverNoLongerWantsToWaitIsTakenOut() {
        var gate = NameGate<Int>()
        _ = (1...4).map { gate.admit($0, host: "a", at: now) }
        #expect(gate.drop { $0 == 3 } == [3])
        #expect(gate.passed(host: "a", .resolved, at: now) == [2, 4])
    }
}

@Suite(.timeLimit(.minutes(1))) struct PinnedKeyTests {
    private static let hash = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    @Test(arguments: [nil, hash, "\(hash);\(hash)"])
    func hashesAreTaken(pin: String?) throws { try PinnedKey.check(pin, host: "h") }

    /// A file's name, or nothing, would be no pin at all.
    @Test(arguments: [
        "", ";", "/etc/ssl/key.pem", "sha256//", "sha256//AAAA", hash + ";", "sha1//" + hash.dropFirst(8),
    ])
    func nothingElseIs(pin: String) {
        #expect(throws: TransportError.self) { try PinnedKey.check(pin, host: "h") }
    }
}
