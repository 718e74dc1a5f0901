import Connectors
import Inventory
import Testing

@Suite struct ParentWalkerTests {
    private let parents = ["a", "b", "c", "d", "e"]

    private func request(_ scope: ReadScope = .everything) -> ReadRequest {
        let parents = parents
        return ReadRequest(scope: scope) { after, limit in
            Array(parents.filter { $0 > (after ?? "") }.prefix(limit))
        }
    }

    /// Walks to the end in pages of two parents.
    private func walk(
        from start: ReadPosition? = nil, width: Int = 1, read: @escaping ParentWalker.Read
    ) async throws -> [Page] {
        var pages: [Page] = []
        var position = start
        repeat {
            let page = try await ParentWalker(batch: 2, width: width).page(request(), at: position, read: read)
            pages.append(page)
            position = page.next
        } while position != nil
        return pages
    }

    @Test func completesEveryParentOnceAndProvesTheEnd() async throws {
        let pages = try await walk { _, _ in Page(calls: 1) }
        #expect(pages.flatMap(\.completedParents) == parents)
        #expect(pages.map(\.provesWhole) == [false, false, true])
    }

    @Test func skipsAParentThatIsGoneAndProvesNothing() async throws {
        let pages = try await walk { (parent, _) throws(ConnectorError) in
            if parent == "c" { throw .notFound("gone") }
            return Page(calls: 1)
        }
        #expect(pages.flatMap(\.completedParents) == ["a", "b", "d", "e"])
        #expect(pages.flatMap(\.skippedParents).map(\.externalID) == ["c"])
        #expect(pages.last?.provesWhole == false)
    }

    @Test func aParentThatNothingIsSaidOfIsNeitherCompletedNorSetAside() async throws {
        let pages = try await walk { (parent, _) in
            var page = Page(calls: 1)
            page.isSilent = parent == "c"
            return page
        }
        #expect(pages.flatMap(\.completedParents) == ["a", "b", "d", "e"])
        #expect(pages.flatMap(\.skippedParents).isEmpty)
        #expect(pages.last?.provesWhole == false)
    }

    @Test func goesOnInTheMiddleOfAParent() async throws {
        let pages = try await walk { (parent, within) in
            parent == "b" && within == nil ? Page(next: ReadPosition(["page": "2"]), calls: 1) : Page(calls: 1)
        }
        #expect(pages.first?.completedParents == ["a"])
        #expect(pages.first?.next?.fields["within.page"] == "2")
        #expect(pages.flatMap(\.completedParents) == parents)
        let resumed = try await walk(from: pages.first?.next) { _, _ in Page(calls: 1) }
        #expect(resumed.flatMap(\.completedParents) == ["b", "c", "d", "e"])
    }

    @Test func keepsWhatWasReadWhenTheVendorFailsAndMeetsItAgain() async throws {
        let page = try await ParentWalker(batch: 5).page(request(), at: nil) { (parent, _) throws(ConnectorError) in
            if parent == "c" { throw .unavailable("down") }
            return Page(calls: 1)
        }
        #expect(page.completedParents == ["a", "b"])
        await #expect(throws: ConnectorError.unavailable("down")) {
            try await ParentWalker(batch: 5).page(request(), at: page.next) { (_, _) throws(ConnectorError) in
                throw .unavailable("down")
            }
        }
    }

    @Test func readsSeveralAtOnceEachToItsEndAndInOrder() async throws {
        let pages = try await walk(width: 2) { (parent, within) in
            // The first of two is slower than the second.
            for _ in 0..<(parent == "a" ? 50 : 0) { await Task.yield() }
            let isLast = within?.fields["page"] == "3" || parent != "b"
            let next = within.flatMap { $0.fields["page"] }.flatMap { Int($0) }.map { $0 + 1 } ?? 2
            return Page(next: isLast ? nil : ReadPosition(["page": String(next)]), calls: 1)
        }
        #expect(pages.flatMap(\.completedParents) == parents)
        #expect(pages.map(\.calls).reduce(0, +) == 7)
        #expect(pages.allSatisfy { $0.next?.fields["parent.current"] == nil })
    }

    @Test func keepsTheOrderWhereOneOfSeveralFails() async throws {
        let page = try await ParentWalker(batch: 4, width: 4).page(request(), at: nil) {
            (parent, _) throws(ConnectorError) in
            if parent == "c" { throw .throttled(retryAfterSeconds: 9, "slow down") }
            return Page(calls: 1)
        }
        // What was read behind the one that failed is read again: the position says no more than it can keep.
        #expect(page.completedParents == ["a", "b"])
        #expect(page.next?.fields["parent.last"] == "b")
    }

    @Test func skipsOneThatFailsWhenTheVendorIsWellAndNoTwo() async throws {
        var request = request()
        request.skipsFailing = true
        let read: ParentWalker.Read = { (parent, _) throws(ConnectorError) in
            if ["a", "c"].contains(parent) { throw .malformedAnswer("odd") }
            return Page(calls: 1)
        }
        let page = try await ParentWalker(batch: 5).page(request, at: nil, read: read)
        #expect(page.skippedParents.map(\.externalID) == ["a"])
        #expect(page.completedParents == ["b"])
        await #expect(throws: ConnectorError.throttled(retryAfterSeconds: nil, "later")) {
            try await ParentWalker(batch: 5).page(request, at: nil) { (_, _) throws(ConnectorError) in
                throw .throttled(retryAfterSeconds: nil, "later")
            }
        }
    }

    @Test func saysThatThePermissionIsMissingWhenEveryParentIsRefused() async {
        await #expect(throws: ConnectorError.forbidden("no")) {
            try await ParentWalker(batch: 4).page(request(), at: nil) { (_, _) throws(ConnectorError) in
                throw .forbidden("no")
            }
        }
    }
}
