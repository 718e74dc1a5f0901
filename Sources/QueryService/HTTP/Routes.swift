import Access
import HTTPTypes
import Hummingbird
import Inventory
import Matching
import Postgres
import Sync

/// Every address of the service, in one list that the router, the documents and the tests read.
struct Routes: Sendable {
    let all: [Route]

    init(
        tables: TableAnswers, state: StateAnswers, documents: DocumentAnswers, syncs: SyncAnswers,
        holds: HoldAnswers, lookups: LookupAnswers, search: SearchAnswers, matches: MatchAnswers,
        reports: ReportAnswers,
        agents: [Route]
    ) {
        var all = Self.open(state, documents) + Self.state(state) + Self.syncs(syncs, tables) + Self.holds(holds)
        all += Self.platform(syncs, tables)
        all += [Self.resolve(lookups), Self.search(search), Self.ticketDevice(tables)]
        all += Self.matches(matches) + Self.reports(reports)
        all += Self.ownWords(OwnWordAnswers(reader: reports.reader))
        for resource in tables.catalogue.resources { all += Self.table(resource, tables) }
        all += Self.refreshes(tables)
        self.all = all + agents
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
                document: .plain(
                    summary: "The tenant's connections and how their streams stand; what a vendor cannot fill, and why."
                )
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

    private static func syncs(_ syncs: SyncAnswers, _ tables: TableAnswers) -> [Route] {
        [
            Route(
                path: "/v1/syncs", admission: .group(.syncs), document: .list(SyncTable.resource)
            ) { call in
                try await tables.list(SyncTable.resource, call)
            },
            Route(
                path: "/v1/syncs", method: .post, admission: .writing(.syncs),
                document: .operation(OpenAPISyncs.request)
            ) { call in
                try await syncs.request(call)
            },
            Route(
                path: "/v1/syncs/{id}", admission: .group(.syncs), document: .operation(OpenAPISyncs.show)
            ) { call in
                try await syncs.show(call)
            },
        ]
    }

    /// The same for a key that names the tenant.
    private static func platform(_ syncs: SyncAnswers, _ tables: TableAnswers) -> [Route] {
        [
            Route(
                path: "/v1/tenants/{slug}/syncs", admission: .platform(.syncs, .readOnly),
                document: .operation(OpenAPISyncs.ofTenant(OpenAPISyncs.list))
            ) { call in
                try await tables.list(SyncTable.resource, call)
            },
            Route(
                path: "/v1/tenants/{slug}/syncs", method: .post, admission: .platform(.syncs, .readWrite),
                document: .operation(OpenAPISyncs.ofTenant(OpenAPISyncs.request))
            ) { call in
                try await syncs.request(call)
            },
            Route(
                path: "/v1/tenants/{slug}/syncs/{id}", admission: .platform(.syncs, .readOnly),
                document: .operation(OpenAPISyncs.ofTenant(OpenAPISyncs.show))
            ) { call in
                try await syncs.show(call)
            },
        ]
    }

    private static func resolve(_ lookups: LookupAnswers) -> Route {
        Route(
            path: "/v1/resolve", admission: .group(.lookups), document: .operation(OpenAPILookups.resolve)
        ) { call in
            try await lookups.resolve(call)
        }
    }

    private static func search(_ search: SearchAnswers) -> Route {
        Route(path: "/v1/search", admission: .anyKey, document: .operation(OpenAPISearch.search)) { call in
            try await search.search(call)
        }
    }

    private static func ticketDevice(_ tables: TableAnswers) -> Route {
        Route(
            path: "/v1/tickets/{id}/device", admission: .group(.tickets),
            document: .operation(OpenAPISearch.ticketDevice)
        ) { call in
            try await TicketDevice(tables: tables).answer(call)
        }
    }

    private static func reports(_ reports: ReportAnswers) -> [Route] {
        var run = Route(
            path: "/v1/reports/{name}", admission: .group(.reports), document: .operation(OpenAPIReports.run)
        ) { call in
            try await reports.run(call)
        }
        run.isLong = true
        let list = Route(
            path: "/v1/reports", admission: .group(.reports), document: .operation(OpenAPIReports.list)
        ) { call in
            try reports.list(call)
        }
        return [list, run]
    }

    private static func holds(_ holds: HoldAnswers) -> [Route] {
        [HoldDecision.accept, .reject].map { decision in
            Route(
                path: "/v1/syncs/{id}/\(decision.rawValue)", method: .post, admission: .writing(.syncs),
                document: .operation(OpenAPISyncs.decide(decision))
            ) { call in
                try await holds.decide(decision, call)
            }
        }
    }

    private static func matches(_ matches: MatchAnswers) -> [Route] {
        MatchWord.allCases.map { word in
            Route(
                path: "/v1/matches/\(word.rawValue)", method: .post, admission: .writing(.matches),
                document: .operation(OpenAPIMatches.decide(word))
            ) { call in
                try await matches.decide(word, call)
            }
        } + [
            Route(
                path: "/v1/matches/export", admission: .group(.matches), document: .operation(OpenAPIMatches.export)
            ) { call in
                try await matches.export(call)
            },
            Route(
                path: "/v1/matches/import", method: .post, admission: .writing(.matches),
                document: .operation(OpenAPIMatches.load)
            ) { call in
                try await matches.load(call)
            },
        ]
    }

    private static func table(_ resource: Resource, _ tables: TableAnswers) -> [Route] {
        let list = Route(
            path: "/v1/\(resource.path)", admission: .group(resource.group), document: .list(resource)
        ) { call in
            try await tables.list(resource, call)
        }
        let summary = Route(
            path: "/v1/\(resource.path)/summary", admission: .group(resource.group), document: .summary(resource)
        ) { call in
            try await tables.summary(resource, call)
        }
        guard resource.hasSingleRead else { return [list, summary] }
        let single = Route(
            path: "/v1/\(resource.path)/{id}", admission: .group(resource.group), document: .single(resource)
        ) { call in
            try await tables.single(resource, call)
        }
        return [list, summary, single]
    }

    private static func refreshes(_ tables: TableAnswers) -> [Route] {
        let answers = RefreshAnswers(tables: tables)
        return RefreshAnswers.tables.compactMap { tables.catalogue.resource($0) }.map { resource in
            Route(
                path: "/v1/\(resource.path)/{id}/refresh", method: .post, admission: .group(resource.group),
                document: .operation(OpenAPIRefresh.refresh(resource))
            ) { call in
                try await answers.refresh(resource, call)
            }
        }
    }

    /// The methods of a path that exists; nil where there is none.
    func methods(_ path: String) -> [String]? {
        let parts = path.split(separator: "/")
        let methods = all.filter { route in
            let pattern = route.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }.map(\.method)
        let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.uniqued
        return names.isEmpty ? nil : names
    }

    /// The router over these routes.
    func router(gate: Gate, audit: RequestAudit) -> Router<QueryContext> {
        let router = Router(context: QueryContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: EdgeMiddleware(methods: { methods($0) }, paths: all.map(\.path)))
        for route in all {
            router.on(RouterPath(route.pattern), method: route.method) { request, context in
                try await withTaskExecutorPreference(route.executor) {
                    guard route.isReading else { return try await audit.write(request, context, route, gate) }
                    let response = try await audit.read(request, context, route, gate)
                    return route.method == .get ? EntityTag.answer(response, to: request) : response
                }
            }
        }
        return router
    }
}

extension [String] {
    /// Each once, in order.
    var uniqued: [String] {
        var met: Set<String> = []
        return filter { met.insert($0).inserted }
    }
}

extension Call {
    init(_ request: Request, _ context: QueryContext, _ caller: Caller?, body: [UInt8] = []) {
        self.init(
            request: request, caller: caller, id: context.parameters.get("id"),
            name: context.parameters.get("name"), logger: context.logger, body: body)
    }
}
