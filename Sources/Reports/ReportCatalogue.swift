import Foundation

/// All reports, by name.
public struct ReportCatalogue: Sendable {
    public let reports: [Report]

    /// Reads every `.sql` file of the folder.
    public init(folder: String) throws(ReportError) {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw .badFile(folder, "the reports cannot be read")
        }
        var reports: [Report] = []
        for file in files.sorted() where file.hasSuffix(".sql") {
            guard let data = FileManager.default.contents(atPath: folder + "/" + file),
                let text = String(validating: data, as: UTF8.self)
            else { throw .badFile(file, "it cannot be read as UTF-8 text") }
            reports.append(try Self.report(text, name: String(file.dropLast(4))))
        }
        self.reports = reports
    }

    /// Of reports at hand.
    public init(_ reports: [Report] = []) { self.reports = reports }

    /// The report of that name.
    public func report(_ name: String) throws(ReportError) -> Report {
        guard let report = reports.first(where: { $0.name == name }) else {
            throw .unknownReport(name, known: reports.map(\.name))
        }
        return report
    }

    /// A report as its file has it.
    static func report(_ text: String, name: String) throws(ReportError) -> Report {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.firstIndex { !$0.hasPrefix("--") } ?? lines.endIndex
        let header = try ReportHeader(Substring(lines[..<end].joined(separator: "\n")), file: name)
        return Report(
            name: name, title: header.title, question: header.question, sources: header.sources,
            parameters: header.parameters, columns: header.columns, totals: header.totals, chart: header.chart,
            text: lines[end...].joined(separator: "\n"))
    }
}
