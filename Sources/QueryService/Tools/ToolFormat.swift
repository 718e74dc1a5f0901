/// The ways in which frameworks want tools to be defined.
enum ToolFormat: String, Sendable, Hashable, CaseIterable {
    case mcp, openai, anthropic

    func definition(of tool: Tool) -> JSONTree {
        switch self {
        case .mcp: tool.definition
        case .openai:
            .object([
                ("type", .string("function")),
                (
                    "function",
                    .object([
                        ("name", .string(tool.name)), ("description", .string(tool.description)),
                        ("parameters", tool.inputSchema),
                    ])
                ),
            ])
        case .anthropic:
            .object([
                ("name", .string(tool.name)), ("description", .string(tool.description)),
                ("input_schema", tool.inputSchema),
            ])
        }
    }
}
