import Access
import HTTPTypes
import Hummingbird
import Postgres

/// Answers the OpenAPI document, and the page that a person sees first.
struct DocumentAnswers: Sendable {
    let configuration: QueryServiceConfiguration
    let gate: Gate
    let freshness: FreshnessReader
    /// Made once.
    let document: [UInt8]

    func openAPI(_ call: Call) -> Response {
        var response = Response.bytes(document, type: "application/json")
        response.headers[.cacheControl] = "no-cache"
        return response
    }

    /// Without a key the page tells that the service runs, and nothing of any tenant: but for the tenants that the
    /// configuration shows to this machine.
    func frontPage(_ call: Call) async throws -> Response {
        var tenants: [FrontPage.Tenant] = []
        if call.request.headers.contains(.authorization) {
            let caller = try await gate.caller(call.request)
            let connections = try await freshness.connections(tenant: caller.tenantID)
            tenants = [FrontPage.Tenant(name: caller.tenantSlug, connections: connections)]
        } else if configuration.isLocal, Self.localAuthority(call.request) != nil {
            for tenant in configuration.shownTenants {
                let connections = try await freshness.connections(tenant: tenant.id)
                tenants.append(FrontPage.Tenant(name: tenant.name, connections: connections))
            }
        }
        let address = configuration.isLocal ? Self.localAuthority(call.request).map { "http://\($0)" } : nil
        let page = FrontPage(version: configuration.version, tenants: tenants, address: address)
        var response = Response.bytes(Array(page.html.utf8), type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return response
    }

    /// What the request calls this machine; nil for a foreign name that leads here, which is another site's doing.
    private static func localAuthority(_ request: Request) -> String? {
        guard let authority = request.head.authority else { return nil }
        let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
        let end = authority[bracket...].lastIndex(of: ":") ?? authority.endIndex
        return QueryServiceConfiguration.isLoopback(String(authority[..<end])) ? authority : nil
    }
}
