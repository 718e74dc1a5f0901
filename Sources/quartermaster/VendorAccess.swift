import Access
import Connectors
import Crypto
import Foundation
import HTTPTransport
import Inventory
import Logging
import Postgres

/// The way from a stored connection to its vendor: egress policy, budgets, transport. One for a command's life.
struct VendorAccess: Sendable {
    private let transport: CurlTransport
    private let budgets: Budgets
    private let logger: Logger
    private let tokens: @Sendable (_ tenant: UUID, _ account: BudgetScope) -> any TokenKeeper

    /// - Parameter tokens: where a tenant's account keeps its tokens.
    init(
        egress: EgressPolicy, budgets: Budgets, logger: Logger,
        tokens: @escaping @Sendable (_ tenant: UUID, _ account: BudgetScope) -> any TokenKeeper
    ) {
        transport = CurlTransport(egress: egress)
        self.budgets = budgets
        self.logger = logger
        self.tokens = tokens
    }

    /// A connector for an account; its credentials are opened when they are needed.
    func connector(
        tenant: UUID, vendor: String, baseURL: String, settings: [String: String],
        credentials: @escaping @Sendable () async throws(ConnectorError) -> Credentials
    ) async throws(ConnectorError) -> any Connector {
        guard let type = Registry.connector(for: vendor) else {
            throw .misconfigured("this version does not know the vendor '\(vendor)'")
        }
        let account = Self.account(vendor, baseURL, try await credentials())
        let client = VendorClient(
            transport: transport, budgets: budgets,
            rules: type.vendor.budget.rules(
                account: account,
                host: URLComponents(string: baseURL)?.host ?? baseURL, settings: settings),
            throttle: type.vendor.budget.throttle, pinnedPublicKey: settings["tls_pin"])
        return try type.init(
            ConnectorContext(
                baseURL: baseURL, settings: settings, credentials: credentials, transport: client,
                now: { Timestamp(seconds: Date().timeIntervalSince1970) }, logger: logger,
                tokens: tokens(tenant, account)))
    }

    /// An account, named by a digest of what identifies it.
    private static func account(_ vendor: String, _ baseURL: String, _ credentials: Credentials) -> BudgetScope {
        let identity = ([baseURL] + credentials.names.map(credentials.secret)).joined(separator: "\u{0}")
        return .account(vendor: vendor, digest: SHA256.hash(data: Data(identity.utf8)).prefix(12))
    }

    /// Proves that an account works, before it is stored.
    func test(
        tenant: UUID, vendor: String, baseURL: String, settings: [String: String], credentials: [String: String]
    ) async throws {
        let held = Credentials(credentials)
        try await connector(
            tenant: tenant, vendor: vendor, baseURL: baseURL, settings: settings, credentials: { held }
        ).test()
    }
}

extension Runtime {
    /// Where vendors may be called.
    func egress() throws -> EgressPolicy { try EgressPolicy(setting: settings[.allowPrivateAddresses]) }

    func vendorAccess() throws -> VendorAccess {
        let (vault, worker) = (try vault(), worker)
        return VendorAccess(egress: try egress(), budgets: budgets, logger: logger) { tenant, account in
            StoredTokens(kept: KeptTokens(worker: worker, vault: vault, tenant: tenant, account: account.key))
        }
    }

    /// Opens a stored connection's credentials, as the worker, who is bound to the tenant.
    func credentials(tenant: UUID, connection: UUID) throws -> @Sendable () async throws(ConnectorError) -> Credentials
    {
        let vault = try vault()
        let worker = worker
        return { () async throws(ConnectorError) -> Credentials in
            do {
                return Credentials(
                    try await worker.transaction(tenant: tenant) { session in
                        try await vault.open(tenant: tenant, connection: connection, in: session)
                    })
            } catch {
                throw .engine(Failure.words(error))
            }
        }
    }

    /// Proves that a stored connection works.
    func test(_ connection: Connection) async throws {
        try await vendorAccess().connector(
            tenant: connection.tenantID, vendor: connection.vendor, baseURL: connection.baseURL,
            settings: connection.settings,
            credentials: credentials(tenant: connection.tenantID, connection: connection.id)
        ).test()
    }
}

extension EgressPolicy {
    /// A base URL as it is stored, without a slash at its end; throws what a person is told about a wrong one.
    func checked(_ baseURL: String) throws -> String {
        do {
            try check(url: baseURL)
        } catch {
            throw CallError("--base-url: \(Self.words(error))")
        }
        return String(baseURL.reversed().drop { $0 == "/" }.reversed())
    }

    private static func words(_ error: TransportError) -> String {
        switch error {
        case .badURL(let reason): reason
        case .egressRefused(let host, let address):
            """
            \(host) leads to \(address), which is not a public address; if your vendor is really there, let \
            egress.allow_private_addresses name it
            """
        default: "\(error)"
        }
    }
}
