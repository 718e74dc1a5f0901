import Access
import Reports

/// What a key may see of a report. A report tells of its tables: a key that may not read one of them learns nothing of it
/// here, and columns of a group that it lacks are left out, as everywhere.
struct ReportRights: Sendable {
    let catalogue: Catalogue
    let caller: Caller

    /// - Parameter what: What the problem says was asked for.
    func refuseForeign(_ report: Report, what: String = "this report") throws(Problem) {
        for table in report.sources {
            if let group = catalogue.resource(table)?.group, !caller.may(group) {
                throw .forbidden(group, for: what)
            }
        }
    }

    /// The answer without what the key may not see.
    func seen(_ result: ReportResult) -> ReportResult {
        result.leavingOut(Set(catalogue.hiddenColumns { caller.may($0) }))
    }
}
