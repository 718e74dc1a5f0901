import Access
import Foundation
import HTTPTypes
import Inventory
import Logging
import Postgres
import Reports

/// Runs tools: the right to do so, the arguments, the freshness, and the answer around what the tool found.
struct ToolRunner: Sendable {
    let tables: TableAnswers
    let reports: ReportCatalogue

    /// The tool's answer. Throws the problem that kept it from answering; a refusal is in the audit trail then.
    func run(_ name: String, _ given: JSONTree, _ call: Call) async throws -> JSONTree {
        let caller = try call.admitted
        guard let tool = ToolCatalogue.all.first(where: { $0.name == name }) else { throw Problem.noSuchTool }
        if let group = tool.group, !caller.may(group) {
            let problem = Problem.forbidden(group, for: "this tool")
            await refuse(tool, problem, caller, call)
            throw problem
        }
        let arguments = try ToolArguments(given, of: tool.arguments)
        let run = ToolRun(
            arguments: arguments, reader: ToolReader(tables: tables, caller: caller), reports: reports)
        // Freshness first: what is read later is at least as new.
        let fresh = try await fresh(of: tool.reads(arguments, reports) ?? tool.tables, run)
        do {
            return Self.answer(try await tool.run(run), fresh)
        } catch let ambiguity as ToolAmbiguity {
            return Self.answer(ambiguity, fresh)
        }
    }

    /// How fresh the tables are, after what the key may see of them was made as fresh as is wished.
    private func fresh(of read: [String]?, _ run: ToolRun) async throws -> Freshness {
        let caller = run.reader.caller
        guard let wish = run.arguments.wish, let read else {
            return try await tables.freshness.freshness(tenant: caller.tenantID, tables: read)
        }
        return try await FreshnessAsker(freshness: tables.freshness)
            .freshness(wish, caller, tables: read.filter { run.reader.may($0) })
    }

    /// Notes a refusal, also of a key that is limited to companies, whose own transactions write nothing.
    private func refuse(_ tool: Tool, _ problem: Problem, _ caller: Caller, _ call: Call) async {
        do {
            try await CompanyLimit.lifted {
                try await AuditTrail(tables.reader).record(
                    tenant: caller.tenantID, actor: caller.actor, action: "tool.call", subject: tool.name,
                    details: ["status": String(problem.status.code), "problem": problem.kind], outcome: .refused)
            }
        } catch {
            call.logger.warning("a refusal could not be audited", metadata: ["error": "\(error)"])
        }
    }

    private static func answer(_ answer: ToolAnswer, _ fresh: Freshness) -> JSONTree {
        var members = [("data", answer.data), ("truncated", JSONTree.boolean(answer.isTruncated))]
        if let next = answer.nextCursor { members.append(("next_cursor", .string(next))) }
        if !answer.leftOut.isEmpty { members.append(("left_out", .members(answer.leftOut))) }
        if answer.isTruncated { members.append(("to_go_on", .string(goOn))) }
        return .object(members + [("freshness", fresh.short)])
    }

    private static func answer(_ ambiguity: ToolAmbiguity, _ fresh: Freshness) -> JSONTree {
        .object([
            ("ambiguous", .string(ambiguity.thing.rawValue)),
            ("candidates", .array(ambiguity.candidates.map { $0.json(.list).tree })),
            ("truncated", .boolean(!ambiguity.isWhole)), ("to_go_on", .string(askAgain)), ("freshness", fresh.short),
        ])
    }

    private static let goOn = """
        For more rows call again with the same arguments and cursor set to next_cursor; for a section's rows name that \
        section alone. Where there is no cursor, the list tools show all. Texts that 'cut' names are longer than shown.
        """
    private static let askAgain = "The name means several things: call again with the id of the one that is meant."
}

extension Freshness {
    /// So many sources are named that are not as they should be.
    private static let named = 10

    /// In few words: how old, and which sources are late or missing.
    var short: JSONTree {
        let wanting = sources.filter { $0.isStale || !$0.isAvailable }
        let shown = wanting.prefix(Self.named).map { source in
            JSONTree.object([
                ("connection", .string(source.connection)), ("table", .string(source.table)),
                ("state", .string(source.state)),
            ])
        }
        var members: [(String, JSONTree)] = [
            ("as_of", .optional(asOf?.text)), ("oldest", .optional(oldest?.text)), ("stale", .boolean(isStale)),
        ]
        if !wanting.isEmpty {
            members += [("wanting", .array(shown)), ("wanting_count", .integer(Int64(wanting.count)))]
        }
        return .object(members)
    }
}
