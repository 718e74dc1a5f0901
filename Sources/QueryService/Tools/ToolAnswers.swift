import Access
import Foundation
import Hummingbird

/// Answers which tools there are, and runs them for frameworks that do not speak the Model Context Protocol.
struct ToolAnswers: Sendable {
    let runner: ToolRunner

    func list(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        let format = try Self.format(try call.parameters)
        let tools = ToolCatalogue.allowed(caller).map { format.definition(of: $0) }
        return .json(.object([("tools", .array(tools))]))
    }

    func run(_ call: Call) async throws -> Response {
        try StateAnswers.refuseParameters(call)
        let body = call.body.allSatisfy { $0 <= UInt8(ascii: " ") } ? .object([]) : JSONTree(parsing: call.body)
        guard let body else { throw Problem.badBody("The body must be a JSON object: the tool's arguments.") }
        let name = call.request.uri.path.split(separator: "/").last.map(String.init) ?? ""
        return .json(try await runner.run(name.removingPercentEncoding ?? name, body, call))
    }

    private static func format(_ parameters: [QueryParameter]) throws(Problem) -> ToolFormat {
        var format: ToolFormat?
        for parameter in parameters {
            guard parameter.name == "format", parameter.operation == nil else {
                throw .unknownLookupParameter(parameter.name, known: ["format"])
            }
            guard format == nil else { throw .givenTwice("format") }
            guard let wanted = ToolFormat(rawValue: parameter.value) else {
                throw .badChoice(parameter.value, of: "format", allowed: ToolFormat.allCases.map(\.rawValue))
            }
            format = wanted
        }
        return format ?? .mcp
    }
}
