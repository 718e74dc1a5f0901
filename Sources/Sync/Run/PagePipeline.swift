import AsyncAlgorithms

/// A read under way: a page is read while the one before is made ready, and that while the one before it is being stored; or two
/// are, where the second may send rows before its turn has come. Pages are stored in their order, each with all before it.
struct PagePipeline: Sendable {
    /// What comes to the tasks that store.
    enum Step: Sendable {
        case page(PageStore.Ready)
        /// There are no more pages, or why they could not be read.
        case end((any Error)?)
    }

    /// One of the tasks that store, by turns.
    private struct Lane: Sendable {
        let steps = AsyncChannel<Step>()
        /// Where the read stands when it is this lane's turn.
        let turns = AsyncStream<PageStanding>.makeStream()
    }

    let reader: PageReader
    let store: PageStore
    /// Is told of each page that is stored; what it throws ends the read.
    let stored: @Sendable (PageStanding) throws -> Void

    /// Answers where the read stands at its end.
    func run(from start: PageStanding) async throws -> PageStanding {
        let answers = AsyncThrowingChannel<PageReader.Answer, any Error>()
        let lanes = (0..<(store.goesAhead ? 2 : 1)).map { _ in Lane() }
        lanes[0].turns.continuation.yield(start)
        return try await withThrowingTaskGroup(of: PageStanding?.self) { group in
            // Children of this group, one for each step, since the steps of different pages go on at once; all of them end with it.
            group.addTask {
                // Reads ahead by what the channel lets through: a page at a time.
                await reader.pages(from: start.checkpoint.position, into: answers)
                return nil
            }
            group.addTask {
                // One task, because a loader takes its pages in their order.
                await prepare(answers, start.checkpoint, for: lanes)
                return nil
            }
            for (place, lane) in lanes.enumerated() {
                // A task for each database session that stores: two at most.
                group.addTask { try await store(lane, then: lanes[(place + 1) % lanes.count]) }
            }
            var end: PageStanding?
            for try await standing in group { end = standing ?? end }
            guard let end else { throw CancellationError() }
            return end
        }
    }

    private func prepare(
        _ answers: AsyncThrowingChannel<PageReader.Answer, any Error>, _ start: Checkpoint, for lanes: [Lane]
    ) async {
        var (turn, joiner) = (0, PageJoiner(reader.stream, reader.options))
        var failure: (any Error)?
        func pass(_ answer: PageReader.Answer?) async throws {
            guard let answer else { return }
            await lanes[turn % lanes.count].steps.send(.page(try await store.prepare(answer, start)))
            turn += 1
        }
        do {
            do {
                for try await answer in answers { try await pass(joiner.take(answer.mapped)) }
            } catch {
                failure = error
            }
            // What came before a failure is stored.
            try await pass(joiner.rest())
        } catch {
            failure = failure ?? error
        }
        await lanes[turn % lanes.count].steps.send(.end(failure))
        for lane in lanes { lane.steps.finish() }
    }

    /// Answers where the read stands if its end came to this lane.
    private func store(_ lane: Lane, then next: Lane) async throws -> PageStanding? {
        var turn = PageTurn(lane.turns.stream)
        for await step in lane.steps {
            switch step {
            case .page(let page):
                let standing = try await store.store(page, &turn)
                try stored(standing)
                turn.pass()
                next.turns.continuation.yield(standing)
            case .end(let failure):
                let standing = try await turn.come()
                if let failure { throw failure }
                return standing
            }
        }
        return nil
    }
}
