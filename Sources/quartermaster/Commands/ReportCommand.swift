import ArgumentParser
import Foundation
import Inventory
import Reports

/// `report list|run|pack|mark|measure|override`: what the warehouse knows, as answers.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Answers questions from the warehouse: numbers, and the rows behind them.",
        subcommands: [
            List.self, ReportRunCommand.self, ReportPackCommand.self, ReportMarkCommand.self, ReportMeasureCommand.self,
            ReportOverrideCommand.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the reports, each with its question and parameters.",
            discussion: "Example: quartermaster report list")
        @Flag(help: "One JSON object a line in place of text for people.") var json = false

        func run() async throws {
            for report in try Runtime.reports().reports {
                if json {
                    print(ReportJSON.description(report))
                } else {
                    print(Self.words(report))
                }
            }
        }

        private static func words(_ report: Report) -> String {
            let parameters = report.parameters.map { "    --param \($0.name)=\($0.standard ?? "…")  \($0.meaning)" }
            return (["\(report.name)", "  \(report.question)"] + parameters).joined(separator: "\n")
        }
    }
}

extension Runtime {
    /// The reports that come with the program.
    static func reports() throws -> ReportCatalogue {
        try ReportCatalogue(folder: try ProjectFiles.path("Sources/Reports/Catalogue"))
    }

    /// Loads the support ends, software classes and prices of `Config/`, where they have changed.
    func loadReferences() async throws {
        let pricing = try ProjectFiles.path("Config/pricing.yaml")
        let folder = URL(fileURLWithPath: pricing).deletingLastPathComponent().path
        try await ReferenceFiles(folder: folder).load(owner)
    }
}
