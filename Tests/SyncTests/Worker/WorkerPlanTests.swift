import Foundation
import Testing

@testable import Sync

@Suite struct WorkerPlanTests {
    private let tenant = UUID()

    private func claims(_ count: Int) -> [Claim] {
        (0..<count).map { _ in
            Claim(lease: Lease(tenant: tenant, connection: UUID(), token: 1), run: nil, waited: .zero)
        }
    }

    private func plan(width: Int = 4) -> WorkerPlan { WorkerPlan(width: width, poll: .seconds(5)) }

    @Test func itTakesAsManyAsThereIsRoomForAndSaysWhomItServes() {
        var plan = plan()
        #expect(plan.take(.woken, at: .zero) == [.claim(maximum: 4, busy: [], share: 3)])
        let three = claims(3)
        #expect(
            plan.take(.claimed(three, nextDue: nil), at: .zero)
                == three.map { .run($0) } + [.claim(maximum: 1, busy: [tenant, tenant, tenant], share: 3)])
    }

    @Test func withoutRoomItWaitsForAnEnd() {
        var plan = plan(width: 2)
        let two = claims(2)
        #expect(plan.take(.claimed(two, nextDue: nil), at: .zero) == two.map { .run($0) } + [.wake(at: .seconds(5))])
        #expect(plan.take(.woken, at: .seconds(1)) == [])
        #expect(plan.take(.ended(two[0]), at: .seconds(2)) == [.claim(maximum: 1, busy: [tenant], share: 1)])
    }

    @Test func withNothingToTakeItLooksAgainWhenSomethingIsDueAndAtThePollAtLatest() {
        var plan = plan()
        #expect(plan.take(.claimed([], nextDue: .seconds(60)), at: .zero) == [.wake(at: .seconds(5))])
        #expect(plan.take(.claimed([], nextDue: .seconds(2)), at: .seconds(1)) == [.wake(at: .seconds(3))])
        // The sooner alarm stands, and one that was overtaken is not listened to.
        #expect(plan.take(.claimed([], nextDue: nil), at: .seconds(2)) == [])
        #expect(plan.take(.reached(.seconds(5)), at: .seconds(5)) == [])
        #expect(plan.take(.reached(.seconds(3)), at: .seconds(3)) == [.claim(maximum: 4, busy: [], share: 3)])
    }

    @Test func aDatabaseThatIsNotThereIsAskedLessAndLessOften() {
        var plan = plan()
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<7 {
            guard case .wake(let moment) = plan.take(.claimFailed, at: now).first else { break }
            waits.append(moment - now)
            now = moment
            _ = plan.take(.reached(moment), at: now)
        }
        #expect(waits == [5, 10, 20, 40, 60, 60, 60].map { .seconds($0) })
        #expect(plan.take(.claimed([], nextDue: nil), at: now) == [.wake(at: now + .seconds(5))])
    }

    @Test func stoppedItTakesNothingNewAndFinishesWithItsLastRun() {
        var plan = plan()
        let two = claims(2)
        _ = plan.take(.claimed(two, nextDue: nil), at: .zero)
        #expect(plan.take(.stop, at: .zero) == [.beginGrace])
        #expect(plan.take(.stop, at: .zero) == [])
        for event in [WorkerPlan.Event.woken, .reached(.seconds(5)), .claimFailed] {
            #expect(plan.take(event, at: .seconds(5)) == [])
        }
        #expect(plan.take(.ended(two[0]), at: .seconds(5)) == [])
        #expect(plan.take(.graceOver, at: .seconds(6)) == [.cancelRuns])
        #expect(plan.take(.ended(two[1]), at: .seconds(6)) == [.finish])
    }

    @Test func stoppedWithNothingRunningItIsDone() {
        var plan = plan()
        #expect(plan.take(.stop, at: .zero) == [.finish])
    }

    /// What was claimed while the stop was on its way must be given back by running it: its runs see the stop.
    @Test func whatAClaimBringsAfterTheStopIsStillEnded() {
        var plan = plan()
        #expect(plan.take(.stop, at: .zero) == [.finish])
        let late = claims(1)
        #expect(plan.take(.claimed(late, nextDue: nil), at: .zero) == [.run(late[0])])
        #expect(plan.take(.ended(late[0]), at: .zero) == [.finish])
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2), (4, 3), (8, 6), (64, 48)])
    func aQuarterIsKeptForOtherTenants(width: Int, share: Int) {
        #expect(WorkerPlan.share(of: width) == share)
    }
}
