import Testing

@testable import Matching

/// The planner knows nothing of a tenant that is looked at for the first time: it is told not to compare pair by pair.
@Suite struct PassScaleTests {
    @Test func aFirstPassReadsWholeTables() {
        #expect(PassScale(changed: 0, of: 0, isFull: true) == .many)
        #expect(PassScale(changed: 1_400, of: 1_400, isFull: true) == .many)
    }

    @Test func aFewChangesAreLookedUp() {
        #expect(PassScale(changed: 10, of: 500_000, isFull: false) == .few)
        #expect(PassScale(changed: 10, of: 10, isFull: false) == .few)
        #expect(PassScale(changed: 5_000, of: 500_000, isFull: false) == .few)
    }

    @Test func aGoodPartOfATenantIsReadAsAWhole() {
        #expect(PassScale(changed: 200, of: 2_000, isFull: false) == .many)
        #expect(PassScale(changed: 20_000, of: 500_000, isFull: false) == .most)
        #expect(PassScale(changed: 500_000, of: 500_000, isFull: true) == .most)
    }
}
