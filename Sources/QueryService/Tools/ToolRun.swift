import Foundation
import Inventory
import Reports

/// One call of a tool, with its arguments checked.
struct ToolRun: Sendable {
    let arguments: ToolArguments
    let reader: ToolReader
    let reports: ReportCatalogue

    var names: NameResolver { NameResolver(reader: reader) }

    /// A page of a table as the answer, with names for the ids that its rows have.
    func list(_ request: ToolRequest, _ labels: [ToolLabel] = []) async throws -> ToolAnswer {
        var page = try await reader.page(request)
        page.rows = try await reader.label(page.rows, labels)
        var budget = ToolBudget()
        return ToolAnswer(ToolSection(page, &budget))
    }

    /// Conditions that a row belongs to what is named: of each argument that is given, resolved.
    func conditions(_ things: [NamedThing]) async throws -> [QueryParameter] {
        var conditions: [QueryParameter] = []
        for thing in things {
            guard let text = arguments.text(thing.rawValue) else { continue }
            // A device is looked for within the organisation or company that is named with it.
            let place = conditions.filter { thing.places.contains($0.name) }
            conditions.append(.eq(thing.column, try await names.find(thing, text, within: place).id))
        }
        return conditions
    }

    /// A condition on an enumeration: one or more of its values.
    func choice(_ argument: String, _ column: String? = nil, standard: [String]? = nil) -> [QueryParameter] {
        guard let values = arguments.choices(argument) ?? standard else { return [] }
        return [.among(column ?? argument, values)]
    }

    func flag(_ argument: String) -> [QueryParameter] {
        arguments.flag(argument).map { [.eq(argument, String($0))] } ?? []
    }

    /// The words that are searched for, where the table's `q=` looks for them.
    func search() throws(Problem) -> [QueryParameter] {
        guard let text = arguments.text("search") else { return [] }
        guard text.split(whereSeparator: \.isWhitespace).count <= ListQueryParser.mostWords else {
            throw .tooMany("words in search", limit: ListQueryParser.mostWords)
        }
        return [QueryParameter("q", text)]
    }
}
