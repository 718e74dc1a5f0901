import HTTPTypes

/// The addresses for agents: tools, and the Model Context Protocol.
extension Routes {
    static func agents(_ runner: ToolRunner, _ configuration: QueryServiceConfiguration) -> [Route] {
        let tools = ToolAnswers(runner: runner)
        let mcp = MCPAnswers(
            tools: runner,
            origins: OriginCheck(isLocal: configuration.isLocal, allowedHosts: configuration.allowedHosts),
            results: MCPResults(program: configuration.version))
        return [
            Route(path: "/v1/tools", admission: .anyKey, document: .operation(OpenAPITools.list)) { call in
                try await tools.list(call)
            },
            Route(
                path: "/v1/tools/{name}", method: .post, admission: .anyKey,
                document: .operation(OpenAPITools.run), isReading: true
            ) { call in
                try await tools.run(call)
            },
            Route(
                path: "/mcp", method: .post, admission: .anyKey, document: .operation(OpenAPITools.mcp), isReading: true
            ) { call in
                try await mcp.answer(call)
            },
        ]
    }
}
