import Access
import ArgumentParser
import Foundation
import Postgres
import Reports

/// `report measure export` and `report measure import`: what products count outlives the PSA that it was said of.
extension ReportMeasureCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes what people have confirmed, a JSON object a line, to standard output.",
            discussion: "Example: quartermaster report measure export --tenant acme > measures.ndjson")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                for measure in try await MeasureFile(runtime.worker).measures(tenant: tenant.id) {
                    try Console.json(measure)
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads what 'report measure export' wrote, and puts it in force.",
            discussion: """
                Products are found by their vendor's id while their connection is the same, else by their name, if one \
                alone has it. Example: quartermaster report measure import measures.ndjson --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The file; '-' is standard input.") var file: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            let measures = try Self.read(file)
            let report = try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                return try await runtime.worker.transaction(tenant: tenant.id) { session in
                    let report = try await MeasureFile.load(
                        measures, tenant: tenant.id, by: Runtime.actor, in: session)
                    try await AuditTrail.record(
                        tenant: tenant.id, actor: Runtime.actor, action: "report.measure.import", subject: file,
                        details: ["imported": "\(report.imported)", "unresolved": "\(report.unresolved.count)"],
                        in: session)
                    return report
                }
            }
            try show(report)
            if !report.unresolved.isEmpty { throw ExitCode.partly }
        }

        private static func read(_ file: String) throws -> [SavedMeasure] {
            let data =
                file == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: file))
            return try data.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
                do {
                    return try JSONDecoder().decode(SavedMeasure.self, from: Data(line))
                } catch {
                    throw CallError("line \(index + 1) of '\(file)' is no measure that 'report measure export' wrote")
                }
            }
        }

        private func show(_ report: MeasureImport) throws {
            if options.json { return try Console.json(report) }
            print("\(report.imported) measures imported.")
            for one in report.unresolved {
                print("  not found, not one alone, or not to be counted: '\(one.product ?? one.externalID)'")
            }
        }
    }
}
