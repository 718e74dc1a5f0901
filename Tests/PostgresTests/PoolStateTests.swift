import Testing

@testable import Postgres

@Suite struct PoolStateTests {
    private func granted(_ lending: PoolState<String>.Lending) -> String? {
        guard case .grant(let grant) = lending else { return nil }
        return word(grant)
    }

    private func word(_ grant: PoolState<String>.Grant) -> String {
        switch grant {
        case .use(let connection): connection
        case .make: "make"
        }
    }

    private func next(_ returning: PoolState<String>.Returning) -> (String, Int)? {
        guard case .grant(let grant, let waiter) = returning else { return nil }
        return (word(grant), waiter)
    }

    @Test func aConnectionIsMadeWhenNoneIsIdleAndKeptWhenItComesBack() {
        var pool = PoolState<String>(limit: 2)
        #expect(granted(pool.lend(to: 1)) == "make")
        guard case .none = pool.giveBack("a") else { return #expect(Bool(false), "nobody waits") }
        #expect(granted(pool.lend(to: 2)) == "a")
    }

    @Test func thoseWhoWaitAreServedInTheirOrder() throws {
        var pool = PoolState<String>(limit: 1)
        #expect(granted(pool.lend(to: 1)) == "make")
        for waiter in 2...4 { guard case .wait = pool.lend(to: waiter) else { return #expect(Bool(false), "full") } }
        for waiter in 2...4 {
            let grant = try #require(next(pool.giveBack("a")))
            #expect(grant == ("a", waiter))
        }
    }

    @Test func aBrokenOnesPlaceGoesToWhoWaitsToMakeAnother() throws {
        var pool = PoolState<String>(limit: 1)
        _ = pool.lend(to: 1)
        _ = pool.lend(to: 2)
        let grant = try #require(next(pool.giveBack(nil)))
        #expect(grant == ("make", 2))
        #expect(pool.lent == 1)
    }

    @Test func whoMayWaitForTheOthersHasAtMostHalfOfThemAndNeverWaits() {
        var pool = PoolState<String>(limit: 5)
        let spare = [pool.lendSpare(), pool.lendSpare(), pool.lendSpare()].map { $0.map(word) }
        #expect(spare == ["make", "make", nil])
        _ = pool.giveBack("a")
        pool.endSparing()
        let again = pool.lendSpare().map(word)
        #expect(again == "a")
        for waiter in 1...3 { #expect(granted(pool.lend(to: waiter)) != nil) }
        _ = pool.giveBack("a")
        pool.endSparing()
        _ = pool.lend(to: 4)
        // One went to who may wait, four to others: none is free.
        let none = pool.lendSpare()
        #expect(none.map(word) == nil && pool.lent == 5)
    }

    @Test func ofOneConnectionNoneIsLentToWhoMayWait() {
        var pool = PoolState<String>(limit: 1)
        let none = pool.lendSpare()
        #expect(none.map(word) == nil && pool.lent == 0)
    }

    @Test func whoLeavesIsPassedOver() throws {
        var pool = PoolState<String>(limit: 1)
        for waiter in 1...3 { _ = pool.lend(to: waiter) }
        let left = pool.leave(2)
        let again = pool.leave(2)
        #expect(left && !again)
        #expect(try #require(next(pool.giveBack("a"))).1 == 3)
    }

    @Test func aClosedPoolRefusesAndIsDrainedWhenAllIsBack() {
        var pool = PoolState<String>(limit: 2)
        for waiter in 1...3 { _ = pool.lend(to: waiter) }
        _ = pool.giveBack(nil)
        let leavers = pool.close()
        #expect(leavers.waiters.isEmpty && !pool.isDrained)
        guard case .closed = pool.lend(to: 4) else { return #expect(Bool(false), "it lends after its close") }
        guard case .close("a") = pool.giveBack("a") else {
            return #expect(Bool(false), "it keeps what nobody can have")
        }
        _ = pool.giveBack("b")
        #expect(pool.isDrained)
    }
}
