import Hummingbird

/// Every address of the service, in one list that the router, the documents and the tests read.
struct Routes: Sendable {
    let all: [Route]

    init(tables: TableAnswers, state: StateAnswers, documents: DocumentAnswers) {
        var all = Self.open(state, documents) + Self.state(state)
        for resource in tables.catalogue.resources { all += Self.table(resource, tables) }
        self.all = all
    }

    private static func open(_ state: StateAnswers, _ documents: DocumentAnswers) -> [Route] {
        [
            Route(path: "/", admission: .open, document: .plain(summary: "What this is, for people.")) { call in
                try await documents.frontPage(call)
            },
            Route(path: "/healthz", admission: .open, document: .plain(summary: "Whether the process lives.")) { call in
                state.health(call)
            },
            Route(
                path: "/readyz", admission: .open,
                document: .plain(summary: "Whether the database answers and is of this version.")
            ) { call in
                try await state.readiness(call)
            },
            Route(path: "/v1/openapi.json", admission: .open, document: .plain(summary: "This document.")) { call in
                documents.openAPI(call)
            },
        ]
    }

    private static func state(_ state: StateAnswers) -> [Route] {
        [
            Route(path: "/v1/me", admission: .anyKey, document: .plain(summary: "What this key may do.")) { call in
                try await state.me(call)
            },
            Route(
                path: "/v1/connections", admission: .anyKey,
                document: .plain(summary: "The tenant's connections and how their streams stand.")
            ) { call in
                try await state.connections(call)
            },
            Route(
                path: "/v1/freshness", admission: .anyKey, document: .plain(summary: "How fresh each table is.")
            ) { call in
                try await state.freshness(call)
            },
        ]
    }

    private static func table(_ resource: Resource, _ tables: TableAnswers) -> [Route] {
        let list = Route(
            path: "/v1/\(resource.path)", admission: .group(resource.group), document: .list(resource)
        ) { call in
            try await tables.list(resource, call)
        }
        guard resource.hasSingleRead else { return [list] }
        let single = Route(
            path: "/v1/\(resource.path)/{id}", admission: .group(resource.group), document: .single(resource)
        ) { call in
            try await tables.single(resource, call)
        }
        return [list, single]
    }

    /// The methods of a path that exists; nil where there is none.
    func methods(_ path: String) -> [String]? {
        let parts = path.split(separator: "/")
        let isKnown = all.contains { route in
            let pattern = route.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        return isKnown ? ["GET", "HEAD"] : nil
    }

    /// The router over these routes.
    func router(gate: Gate) -> Router<QueryContext> {
        let router = Router(context: QueryContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: EdgeMiddleware(methods: { methods($0) }, paths: all.map(\.path)))
        for route in all {
            router.get(RouterPath(route.pattern)) { request, context in
                let caller = try await gate.admit(request, to: route.admission)
                let call = Call(
                    request: request, caller: caller, id: context.parameters.get("id"), logger: context.logger)
                return try await route.answer(call)
            }
        }
        return router
    }
}
