import Connectors
import Foundation
import Inventory
import Postgres
import Testing

@testable import Sync

@Suite(.timeLimit(.minutes(1))) struct BrakeTests {
    @Test(arguments: [
        (5, 5, false), (6, 60, false), (6, 59, true), (7, 60, true), (100, 1_000, false), (101, 1_000, true),
    ])
    func moreThanATenthAndMoreThanFive(count: Int, live: Int, holds: Bool) {
        #expect(Brake.holds(count, of: live) == holds)
    }
}

@Suite(.timeLimit(.minutes(1))) struct SeenSetTests {
    @Test func whatWasSeenIsFoundAgainThroughItsBytes() {
        let ids = (0..<1_000).map { "id \($0)" }
        let pages = [ids[..<400], ids[400...]].map { SeenSet.bytes($0.map(SeenSet.hash)) }
        let seen = SeenSet(pages: pages)
        #expect(ids.allSatisfy { seen.contains(SeenSet.hash($0)) })
        #expect((1_000..<3_000).allSatisfy { !seen.contains(SeenSet.hash("id \($0)")) })
        #expect(!SeenSet([]).contains(0))
    }

    /// Stored: a change would make every row look gone.
    @Test func theHashStaysWhatItIs() {
        #expect(SeenSet.hash("42") == 0x810b_196a_56ee_3cec)
        #expect(BulkKey(device: 7, first: 1, second: 2).hash >> 32 == 7)
    }

    @Test func rowsAreCountedByDeviceOnceEach() {
        let keys = [(1, 1), (1, 2), (1, 1), (2, 9)].map { BulkKey(device: $0.0, first: $0.1, second: 0).hash }
        #expect(SeenSet(keys).countsByUpperHalf() == [1: 2, 2: 1])
    }
}

@Suite(.timeLimit(.minutes(1))) struct LeaseClockTests {
    private static func clock() -> LeaseClock { LeaseClock(duration: .seconds(60), renewal: .seconds(15), at: .zero) }

    @Test func itIsRenewedEveryQuarterOfAMinute() {
        var clock = Self.clock()
        #expect(clock.step(at: .seconds(10)) == .wait(.seconds(5)))
        #expect(clock.step(at: .seconds(15)) == .renew)
        clock.renewed(at: .seconds(15))
        #expect(clock.step(at: .seconds(16)) == .wait(.seconds(14)))
    }

    @Test func aFailedRenewalIsTriedAgainSoonAndGivenUpAtTheEnd() {
        var clock = Self.clock()
        clock.failed(at: .seconds(15))
        #expect(clock.step(at: .seconds(16)) == .wait(.milliseconds(500)))
        #expect(clock.step(at: .seconds(17)) == .renew)
        #expect(clock.step(at: .seconds(60)) == .giveUp)
    }
}

@Suite(.timeLimit(.minutes(1))) struct PageComparisonTests {
    private static let shape = RowShape(Make.stream("o", Organization.entity.description))

    private static func row(_ record: SourceRecord) throws -> IncomingRow { try IncomingRow(record, shape) }

    private static func stored(
        _ record: SourceRecord, isDeleted: Bool = false, digest: String? = nil
    ) throws -> StoredRow {
        let row = try row(record)
        return StoredRow(
            id: UUID(), digest: digest ?? row.digest, createdAt: row.createdAt, updatedAt: row.updatedAt,
            isDeleted: isDeleted)
    }

    private static func action(_ record: SourceRecord, _ old: StoredRow?) throws -> PageComparison.Action? {
        PageComparison([try row(record)], stored: old.map { [record.externalID: $0] } ?? [:], isPrimary: true)
            .actions.first?.action
    }

    @Test func eachCaseHasItsAction() throws {
        let record = Make.organization("1", "a", updated: 5, created: 1)
        let same = try Self.stored(record)
        #expect(try Self.action(record, nil) == .create)
        #expect(try Self.action(record, same) == .keep(same.id))
        #expect(try Self.action(Make.organization("1", "b", updated: 6, created: 1), same) == .update(same.id))
        #expect(try Self.action(Make.organization("1", "b", updated: 4, created: 1), same) == .ignore)
        #expect(try Self.action(Make.organization("1", "b", updated: 6, created: 2), same) == .replace(same.id))
        #expect(
            try Self.action(Make.organization("1", updated: 6, created: 1, deleted: true), same) == .delete(same.id))
        #expect(try Self.action(Make.organization("1", deleted: true), nil) == .ignore)
        let gone = try Self.stored(record, isDeleted: true)
        #expect(try Self.action(record, gone) == .restore(gone.id))
        #expect(try Self.action(Make.organization("1", "b", created: 2), gone) == .create)
    }

    @Test func aCopyThatLagsBringsNothingBackThatWasFlagged() throws {
        let stream = Make.stream("o", Organization.entity.description, deletion: .flagged)
        var gone = try Self.stored(Make.organization("1", updated: 5), isDeleted: true)
        gone.deletedAt = Make.time(10)
        func action(_ updated: Int, since: Int?, startedAt: Int) throws -> PageComparison.Action? {
            let checkpoint = Checkpoint(
                since: since.map(Make.time), startedAt: Make.time(startedAt), isFirstRead: false)
            return PageComparison(
                [try Self.row(Make.organization("1", updated: updated))], stored: ["1": gone], isPrimary: true,
                believesOlder: { checkpoint.believesOlder(stream, than: $0) }
            ).actions.first?.action
        }
        #expect(try action(4, since: 1, startedAt: 20) == .ignore)
        #expect(try action(5, since: 1, startedAt: 20) == .restore(gone.id))
        // Only a whole read can know of one that came back as it was; but not where it has met the flag itself.
        #expect(try action(4, since: nil, startedAt: 20) == .restore(gone.id))
        #expect(try action(4, since: nil, startedAt: 9) == .ignore)
    }

    @Test func ofSeveralVersionsTheNewestWins() throws {
        let rows = try [
            Make.organization("1", "old", updated: 1), Make.organization("1", "new", updated: 3),
            Make.organization("1", "middle", updated: 2), Make.organization("2", "first"),
            Make.organization("2", "last"),
        ].map(Self.row)
        #expect(PageComparison.deduplicated(rows).map(\.facts[0]) == ["new", "last"])
    }

    @Test func everyValueThatIsComparedChangesTheDigest() throws {
        let base = Make.organization("1", "a", updated: 1, vendorFields: "{}")
        var others = [
            Make.organization("1", "b", updated: 1, vendorFields: "{}"),
            Make.organization("1", "a", updated: 2, vendorFields: "{}"),
            Make.organization("1", "a", updated: 1, vendorFields: #"{"x":1}"#),
            Make.organization("1", "a", updated: 1, created: 1, vendorFields: "{}"),
        ]
        var custom = base
        custom.customFields = "{}"
        others.append(custom)
        let digests = try ([base] + others).map { try Self.row($0).digest }
        #expect(Set(digests).count == digests.count)
        // Where a text ends matters.
        #expect(RecordDigest.of(["ab", "c"]) != RecordDigest.of(["a", "bc"]))
        #expect(RecordDigest.of([nil, ""]) != RecordDigest.of(["", nil]))
    }
}

@Suite(.timeLimit(.minutes(1))) struct ErrorPolicyTests {
    @Test(arguments: [
        (
            ConnectorError.unauthorised(""), RunState.failed, StreamState?.some(.failing),
            ConnectionState?.some(.blocked)
        ),
        (.forbidden(""), .failed, .failing, .blocked), (.notAvailable(""), .done, .notAvailable, nil),
        (.notFound(""), .failed, .failing, .failing), (.throttled(retryAfterSeconds: 3, ""), .deferred, .deferred, nil),
        (.unavailable(""), .failed, .failing, .failing), (.malformedAnswer(""), .failed, .failing, .failing),
        (.rejectedCall(status: 400, ""), .failed, .failing, .failing), (.positionLost(""), .failed, .failing, .failing),
        (.misconfigured(""), .failed, .failing, .blocked), (.egressRefused(""), .failed, .failing, .blocked),
        (.engine(""), .failed, .failing, .failing), (.cancelled, .abandoned, nil, nil),
    ]) func eachErrorHasItsVerdict(
        error: ConnectorError, run: RunState, stream: StreamState?, connection: ConnectionState?
    ) {
        let verdict = ErrorPolicy.verdict(error)
        #expect(verdict.run == run && verdict.stream == stream && verdict.connection == connection)
        #expect(!verdict.words.isEmpty)
    }

    @Test func onlyClassesTwentyTwoAndTwentyThreeAreARowsFault() {
        func error(_ state: String?) -> PostgresError { PostgresError(.other, "", sqlState: state) }
        #expect(ErrorPolicy.isDataError(error("22P02")) && ErrorPolicy.isDataError(error("23514")))
        #expect(!ErrorPolicy.isDataError(error("40001")) && !ErrorPolicy.isDataError(error(nil)))
    }
}

@Suite(.timeLimit(.minutes(1))) struct CellTextTests {
    @Test(arguments: [
        (#"{"a":"\u0000b"}"#, #"{"a":"b"}"#), (#"{"a":"\\u0000b"}"#, #"{"a":"\\u0000b"}"#),
        (#"{"a":"\\\u0000b"}"#, #"{"a":"\\b"}"#), ("{}", "{}"),
    ]) func nullEscapesGoAndEscapedBackslashesStay(json: String, kept: String) {
        #expect(CellText.withoutNullEscapes(json) == kept)
    }

    @Test func anArraysTextQuotesWhatPostgresWouldRead() {
        #expect(ArrayText([#"a"b\c"#, nil, "", "NULL", "{}"]).text == #"{"a\"b\\c",NULL,"","NULL","{}"}"#)
        #expect(ArrayText(numbers: [1, -2]).text == "{1,-2}")
    }
}
