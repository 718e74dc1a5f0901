import Inventory
import JSON

/// What becomes of reports that must be seen whole before anything can be said of one thing: the newest of several
/// installations or jobs, the best of several products. Rows go in, in any order; records come out by their place.
protocol ReportFold: Sendable {
    /// Takes a row of the report with this number; taking it twice does no harm.
    mutating func take(_ row: JSONValue, from report: Int) throws(UnusableRecord)
    /// All has been taken.
    mutating func finish()
    var count: Int { get }
    func record(_ place: Int) -> SourceRecord
}

/// Reads reports one after the other into a fold, a page an answer, and then hands out what it made of them. A break
/// loses the fold, so positions do not outlive one, and nothing is stored before all reports have ended cleanly.
actor FoldedReports<Fold: ReportFold> {
    /// Records a page.
    static var width: Int { 2000 }

    private let reports: [NinjaReport]
    private let make: @Sendable () -> Fold
    private var fold: Fold?
    private var read = 0

    init(_ reports: [NinjaReport], make: @escaping @Sendable () -> Fold) {
        self.reports = reports
        self.make = make
    }

    func page(_ client: NinjaClient, at position: ReadPosition?) async throws(ConnectorError) -> Page {
        let stage = try begin(position)
        guard stage.report < reports.count else { return try handOut(stage) }
        let answer = try await client.report(reports[stage.report], at: position)
        guard stage.read == read else { throw .positionLost("another read of this stream was begun") }
        return take(answer, stage)
    }

    /// A new read, or the stage that an earlier page led to.
    private func begin(_ position: ReadPosition?) throws(ConnectorError) -> Stage {
        guard let position else {
            read += 1
            fold = make()
            return Stage(read: read, report: 0, place: 0)
        }
        guard let stage = Stage(position), stage.read == read, fold != nil else {
            throw .positionLost("a report cannot be gone on with after a break")
        }
        return stage
    }

    private func take(_ answer: NinjaRows, _ stage: Stage) -> Page {
        var rejected: [RejectedRecord] = []
        for row in answer.rows {
            do throws(UnusableRecord) {
                try fold?.take(row, from: stage.report)
            } catch {
                rejected.append(RecordMapper.rejection(of: row, id: nil, reason: error.reason))
            }
        }
        var next = stage
        if answer.step.isEnd {
            next.report += 1
            if next.report == reports.count { fold?.finish() }
        }
        return Page(
            rejected: rejected, next: next.position(adding: answer.step.position), vendorDate: answer.cost.vendorDate,
            calls: answer.cost.calls, bytes: answer.cost.bytes)
    }

    private func handOut(_ stage: Stage) throws(ConnectorError) -> Page {
        guard let fold else { throw .positionLost("a report cannot be gone on with after a break") }
        let end = min(stage.place + Self.width, fold.count)
        let records = (min(stage.place, end)..<end).map(fold.record)
        guard end == fold.count else {
            var next = stage
            next.place = end
            return Page(records: records, next: next.position(adding: nil))
        }
        return Page(records: records, provesWhole: true)
    }
}

/// Where a folded read stands.
private struct Stage {
    var read: Int
    var report: Int
    var place: Int

    init(read: Int, report: Int, place: Int) {
        self.read = read
        self.report = report
        self.place = place
    }

    init?(_ position: ReadPosition) {
        let numbers = ["fold.read", "fold.report", "fold.place"].compactMap { position.fields[$0].flatMap { Int($0) } }
        guard numbers.count == 3 else { return nil }
        self.init(read: numbers[0], report: numbers[1], place: numbers[2])
    }

    func position(adding inner: ReadPosition?) -> ReadPosition {
        var fields = inner?.fields ?? [:]
        fields["fold.read"] = String(read)
        fields["fold.report"] = String(report)
        fields["fold.place"] = String(place)
        return ReadPosition(fields, isResumable: false)
    }
}
