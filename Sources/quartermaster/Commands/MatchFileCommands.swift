import Access
import ArgumentParser
import Foundation
import Matching

/// `match export` and `match import`: decisions outlive the RMM or PSA that they were made about.
extension MatchCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes people's decisions, a JSON object a line, to standard output.",
            discussion: "Example: quartermaster match export --tenant acme > decisions.ndjson")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                for decision in try await DecisionFile(runtime.worker).decisions(tenant: tenant.id) {
                    try Console.json(decision)
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads what 'match export' wrote, and puts it in force.",
            discussion: """
                Organisations and companies are found by their vendor's id while their connection is the same, else by \
                their name, if one alone has it. Example: quartermaster match import decisions.ndjson --tenant acme
                """)
        @OptionGroup var options: GlobalOptions
        @Argument(help: "The file; '-' is standard input.") var file: String
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            let decisions = try Self.read(file)
            let report = try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let report = try await DecisionFile(runtime.worker).load(
                    decisions, tenant: tenant.id, by: Runtime.actor)
                try await AuditTrail(runtime.worker).record(
                    tenant: tenant.id, actor: Runtime.actor, action: "match.import", subject: file,
                    details: ["imported": String(report.imported), "unresolved": String(report.unresolved.count)])
                try await MatchingPass(runtime.worker).run(tenant: tenant.id)
                return report
            }
            try show(report)
            if !report.unresolved.isEmpty { throw ExitCode.partly }
        }

        private static func read(_ file: String) throws -> [SavedDecision] {
            guard
                let data = file == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
            else { throw CallError("'\(file)' cannot be read: give a file that 'match export' wrote") }
            return try data.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
                do {
                    return try JSONDecoder().decode(SavedDecision.self, from: Data(line))
                } catch {
                    throw CallError("line \(index + 1) of '\(file)' is not a decision that 'match export' wrote")
                }
            }
        }

        private func show(_ report: ImportReport) throws {
            if options.json { return try Console.json(report) }
            print("\(report.imported) decisions imported.")
            for one in report.unresolved {
                print("  not found, or not one alone: '\(one.organization.name ?? "")' and '\(one.company.name ?? "")'")
            }
        }
    }
}
