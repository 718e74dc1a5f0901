import Connectors
import HTTPTypes
import Testing

@Suite struct LastIDPagingTests {
    let rule = LastIDPaging()

    @Test func goesOnAfterTheGreatestIDOfThePage() throws {
        let step = try rule.step(nil, ids: [3, 9, 5])
        #expect(rule.lastID(step.position) == "9")
        #expect(step.position?.isResumable == true)
    }

    @Test func doesNotTakeAShortPageForTheEnd() throws {
        #expect(try rule.step(ReadPosition(["after": "9"]), ids: [10]).isEnd == false)
    }

    @Test func endsWithAnEmptyPage() throws {
        #expect(try rule.step(ReadPosition(["after": "9"]), ids: []) == .end)
    }

    @Test func refusesAListThatDoesNotGoOn() {
        #expect(throws: ConnectorError.self) { try rule.step(ReadPosition(["after": "9"]), ids: [3, 9]) }
        #expect(throws: ConnectorError.self) { try rule.step(nil, ids: [nil]) }
    }
}

@Suite struct ServerCursorPagingTests {
    let rule = ServerCursorPaging()

    private func event(_ offset: Int64?, rows: Int, cursor: String? = "c", repeated: Bool = false)
        -> ServerCursorPaging.Event
    {
        .init(
            cursor: cursor, offset: offset, rows: rows, fingerprint: "\(rows)-\(offset ?? 0)", isRepeated: repeated)
    }

    @Test func goesOnWithTheSameNameWhileRowsCome() throws {
        var position: ReadPosition?
        for page in 0..<50 {
            position = try rule.step(position, event(Int64(page) * 200, rows: 200)).position
            #expect(rule.cursor(position) == "c")
        }
        #expect(position?.isResumable == false)
        #expect(try rule.step(position, event(10_000, rows: 0)) == .end)
    }

    @Test func endsWithoutACursor() throws {
        #expect(try rule.step(nil, event(0, rows: 5, cursor: nil)) == .end)
    }

    @Test func noticesThatTheSamePageComesAgain() throws {
        let position = try rule.step(nil, event(nil, rows: 5)).position
        #expect(throws: ConnectorError.self) { try rule.step(position, event(nil, rows: 5)) }
    }

    @Test(arguments: [0, 200])
    func goesOnAfterALostAnswerWhenOffsetsShowThatNothingIsMissing(first: Int64) throws {
        let position = try rule.step(nil, event(first, rows: 200)).position
        #expect(try rule.step(position, event(first + 200, rows: 200, repeated: true)).isEnd == false)
    }

    @Test(arguments: [(400, 200), (400, 0), (nil, 200)] as [(Int64?, Int)])
    func startsAgainWhenALostAnswerTookAPageWithIt(offset: Int64?, rows: Int) throws {
        let position = try rule.step(nil, event(0, rows: 200)).position
        #expect(throws: ConnectorError.self) { try rule.step(position, event(offset, rows: rows, repeated: true)) }
    }
}

@Suite struct NumberedPagingTests {
    @Test func countsPagesToTheEmptyOne() throws {
        let rule = NumberedPaging(pageSize: 100)
        let second = try rule.step(nil, rows: 100, fingerprint: "a").position
        #expect(rule.page(nil) == 1)
        #expect(rule.page(second) == 2)
        #expect(try rule.step(second, rows: 20, fingerprint: "b").isEnd == false)
        #expect(try rule.step(second, rows: 0, fingerprint: "0") == .end)
    }

    @Test func endsOnAShortPageWhereTheVendorPromisesFullOnes() throws {
        #expect(try NumberedPaging(pageSize: 100, endsOnShortPage: true).step(nil, rows: 99, fingerprint: "a") == .end)
    }

    @Test(arguments: [1, 2, 3, 7])
    func noticesACircleOfAnyLength(length: Int) {
        let rule = NumberedPaging(pageSize: 1)
        #expect(throws: ConnectorError.self) {
            var position: ReadPosition?
            for page in 0..<10 * length {
                position = try rule.step(position, rows: 1, fingerprint: "\(page % length)").position
            }
        }
    }
}

@Suite struct ForwardOnlyPagingTests {
    let rule = ForwardOnlyPaging(pageSize: 2)

    private func event(_ link: String?, rows: Int = 2, greatest: Int64? = 7) -> ForwardOnlyPaging.Event {
        let headers: HTTPFields = link.map { [HTTPField.Name("Link")!: $0] } ?? [:]
        return .init(link: LinkHeader(headers), rows: rows, greatestID: greatest)
    }

    @Test func followsThePageIDOfTheLinkHeader() throws {
        let step = try rule.step(nil, event(#"<https://x.example/list?pageSize=2&pageId=7>; rel="next""#))
        #expect(rule.ask(step.position) == .forward(pageID: "7"))
    }

    @Test func endsWithAHeaderThatIsThereButEmpty() throws {
        #expect(try rule.step(ReadPosition(["pageId": "7"]), event("")) == .end)
    }

    @Test func fallsBackToPageNumbersWhereTheHeaderNeverComes() throws {
        let second = try rule.step(nil, event(nil)).position
        #expect(rule.ask(second) == .numbered(page: 2))
        #expect(try rule.step(second, event(nil, rows: 1)) == .end)
        let third = try rule.step(second, event(#"<https://x.example/?page=3>; rel="next""#, greatest: 9)).position
        #expect(rule.ask(third) == .numbered(page: 3))
    }

    @Test func goesOnByTheLastIDWhenTheHeaderWasLostOnTheWay() throws {
        let step = try rule.step(ReadPosition(["pageId": "5"]), event(nil))
        #expect(rule.ask(step.position) == .forward(pageID: "7"))
    }

    @Test func refusesAListThatDoesNotGoOn() {
        #expect(throws: ConnectorError.self) {
            try rule.step(ReadPosition(["pageId": "7"]), event("<https://x.example/?pageId=7>; rel=next"))
        }
    }
}
