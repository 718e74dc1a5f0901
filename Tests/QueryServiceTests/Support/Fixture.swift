import Access
import Connectors
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inventory
import Logging
import Postgres
import Reports
import TestSupport

@testable import QueryService

/// A service over a database of the test's own, with the tenants acme and other.
struct Fixture: Sendable {
    let database: TestDatabase
    let acme: Tenant
    let other: Tenant
    /// Each tenant's connections to an RMM and to a PSA.
    let rmm: [UUID: UUID]
    let psa: [UUID: UUID]
    let service: QueryService
    let client: any TestClientProtocol

    static let everything = Dictionary(
        uniqueKeysWithValues: PermissionGroup.allCases.map { ($0, Level.readOnly) })
    static let profiles = Profiles(["all": everything, "none": [:]])

    static func with(
        _ setup: TestingSetup = .router, _ body: @escaping @Sendable (Fixture) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let tenants = Tenants(owner: database.owner)
            let acme = try await tenants.create(slug: "acme", name: "Acme IT", actor: "test")
            let other = try await tenants.create(slug: "other", name: "Other IT", actor: "test")
            var rmm: [UUID: UUID] = [:]
            var psa: [UUID: UUID] = [:]
            for tenant in [acme, other] {
                rmm[tenant.id] = try await database.tenant(slug: tenant.slug, vendor: "some-rmm", connection: "rmm")
                    .connection
                psa[tenant.id] = try await database.tenant(slug: tenant.slug, vendor: "some-psa", connection: "psa")
                    .connection
            }
            let service = service(database.reader)
            try await service.application().test(setup) { [rmm, psa] client in
                try await body(
                    Fixture(
                        database: database, acme: acme, other: other, rmm: rmm, psa: psa, service: service,
                        client: client))
            }
        }
    }

    static func service(
        _ reader: PostgresClient,
        configuration: QueryServiceConfiguration = QueryServiceConfiguration(
            port: 0, limits: RateLimits(key: 1_000_000, tenant: 1_000_000))
    ) -> QueryService {
        var logger = Logger(label: "tests.query-service")
        logger.logLevel = .critical
        return QueryService(
            configuration, reader: reader, keys: KeyRing(reader: reader, profiles: profiles), vendors: vendors,
            reports: reports, logger: logger)
    }

    /// The reports of this checkout; none where they cannot be read, which the tests of them see.
    static let reports =
        (try? ReportCatalogue(
            folder: URL(fileURLWithPath: TestDatabase.migrations).deletingLastPathComponent()
                .appendingPathComponent("Sources/Reports/Catalogue").path)) ?? ReportCatalogue()

    /// An RMM that fills devices and cannot fill backups, and a PSA that fills companies.
    static let vendors = VendorCatalogue([
        VendorCatalogue.Entry(
            vendor: Vendor(
                id: "some-rmm", name: "Some RMM", side: .rmm, credentialFields: [],
                budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 1),
                notAvailable: [
                    "backups": "Some RMM has no backup API", "devices.owner_email": "Some RMM knows no owners",
                ]),
            streams: [stream("devices", "devices", canReadOne: true), stream("programs", "software")]),
        VendorCatalogue.Entry(
            vendor: Vendor(
                id: "some-psa", name: "Some PSA", side: .psa, credentialFields: [],
                budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 1)),
            streams: [stream("companies", "companies")]),
    ])

    private static func stream(_ name: String, _ table: String, canReadOne: Bool = false) -> StreamDescription {
        guard let entity = Entities.named(table) else { preconditionFailure("no entity \(table)") }
        return StreamDescription(
            name: name, entity: entity, reading: .snapshot, deletion: .absence, endOfList: "an empty page",
            period: .seconds(900), canReadOne: canReadOne)
    }

    /// Shuts everybody out of the database, as a server that is gone does, or lets them in again.
    func letDatabaseBeReached(_ isReachable: Bool) async throws {
        let encoded = String(database.url.split(separator: "?")[0].split(separator: "/").last ?? "")
        let name = encoded.removingPercentEncoding ?? encoded
        let other = PostgresClient(
            PostgresConfiguration(url: database.url.replacing(encoded, with: "postgres")),
            logger: Logger(label: "tests"))
        try await other.query("ALTER DATABASE \(identifier: name) ALLOW_CONNECTIONS \(raw: "\(isReachable)")")
        if !isReachable {
            try await other.query(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = \(name)")
        }
        await other.close()
    }

    /// A key of a tenant.
    func key(
        _ grants: [PermissionGroup: Level]? = nil, tenant: Tenant? = nil, companies: [UUID]? = nil
    ) async throws -> String {
        let request = KeyRequest(
            name: UUID().uuidString, profile: grants == nil ? "all" : "none", grants: grants ?? [:],
            companyIDs: companies)
        return try await Keys(owner: database.owner, profiles: Self.profiles)
            .create(request, tenant: tenant ?? acme, actor: "test").secretText
    }
}

/// An answer, with its body parsed where it is JSON.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: Node { (try? Node.parse(text)) ?? .null }
    var rows: [Node] { json["data"].items }
    var ids: [String] { rows.compactMap { $0["id"].text } }
}

extension Fixture {
    func get(
        _ path: String, _ key: String? = nil, method: HTTPRequest.Method = .get, headers more: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = more
        if let key { headers[.authorization] = "Bearer \(key)" }
        let response = try await client.execute(uri: path, method: method, headers: headers)
        return Reply(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    func post(_ path: String, _ body: String, _ key: String?, idempotency: String? = nil) async throws -> Reply {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let key { headers[.authorization] = "Bearer \(key)" }
        headers[.idempotencyKey] = idempotency
        let response = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return Reply(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// The audit trail of a tenant, oldest first: actor, action, subject and outcome.
    func audited(_ tenant: Tenant? = nil) async throws -> [String] {
        try await database.owner.query(
            "SELECT * FROM control.audit WHERE tenant_id = \((tenant ?? acme).id) AND actor LIKE 'key:%' ORDER BY at"
        ).map { "\($0["action"] ?? "") \($0["subject"] ?? "-") \($0["outcome"] ?? "")" }
    }

    /// A value as it stands in an address.
    static func encoded(_ value: String) -> String {
        value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
