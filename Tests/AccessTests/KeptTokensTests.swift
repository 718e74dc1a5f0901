import Foundation
import Postgres
import TestSupport
import Testing

@testable import Access

/// Tokens that outlive a process: found by the next, sealed, and asked for by one at a time.
@Suite struct KeptTokensTests {
    private func vault(_ byte: UInt8 = 7) throws -> Vault {
        Vault(try MasterKey(base64: Data(repeating: byte, count: 32).base64EncodedString()))
    }

    private func with(
        _ body: @Sendable @escaping (TestDatabase, Tenant, KeptTokens) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let tenant = try await Tenants(owner: database.owner).create(slug: "acme", name: "Acme IT", actor: "test")
            try await body(database, tenant, tokens(database, tenant))
        }
    }

    /// As another process would make it.
    private func tokens(_ database: TestDatabase, _ tenant: Tenant, account: String = "a/1") throws -> KeptTokens {
        KeptTokens(worker: database.worker, vault: try vault(), tenant: tenant.id, account: account)
    }

    @Test func theNextProcessFindsTheTokenThatTheLastWasGiven() async throws {
        try await with { database, tenant, kept in
            #expect(try await kept.turn("all", refused: nil) == .ask)
            try await kept.keep("all", "t-1", seconds: 3600)
            let next = try tokens(database, tenant)
            guard case .kept("t-1", let seconds) = try await next.turn("all", refused: nil) else {
                Issue.record("not found")
                return
            }
            #expect((3590...3600).contains(seconds))
            #expect(try await next.turn("other", refused: nil) == .ask)
            #expect(try await tokens(database, tenant, account: "a/2").turn("all", refused: nil) == .ask)
        }
    }

    @Test func ofManyWhoNeedATokenOneAsks() async throws {
        try await with { database, tenant, _ in
            let turns = try await withThrowingTaskGroup(of: KeptTokens.Turn.self) { group in
                // Six sources at once, as six processes would be.
                for _ in 0..<6 { group.addTask { try await tokens(database, tenant).turn("all", refused: nil) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(turns.filter { $0 == .ask }.count == 1)
            #expect(turns.filter { if case .wait(1...30) = $0 { true } else { false } }.count == 5)
        }
    }

    @Test func aTokenThatIsRefusedOrHasEndedIsNotGivenAgain() async throws {
        try await with { database, tenant, kept in
            _ = try await kept.turn("all", refused: nil)
            try await kept.keep("all", "t-1", seconds: 3600)
            #expect(try await kept.turn("all", refused: "t-1") == .ask)
            try await kept.keep("all", "t-2", seconds: 3600)
            try await database.owner.query("UPDATE control.tokens SET good_until = clock_timestamp()")
            #expect(try await kept.turn("all", refused: nil) == .ask)
        }
    }

    @Test func nobodyAsksUntilTheRestIsOver() async throws {
        try await with { database, tenant, kept in
            #expect(try await kept.turn("all", refused: nil) == .ask)
            try await kept.rest("all", seconds: 300)
            guard case .wait(290...300) = try await tokens(database, tenant).turn("all", refused: nil) else {
                Issue.record("asked again")
                return
            }
            try await kept.rest("all", seconds: 0)
            #expect(try await kept.turn("all", refused: nil) == .ask)
        }
    }

    @Test func aTokenIsSealedAndGoesWithItsTenant() async throws {
        try await with { database, tenant, kept in
            _ = try await kept.turn("all", refused: nil)
            try await kept.keep("all", "hunter2", seconds: 3600)
            let row = try await database.owner.query("SELECT t::text AS row FROM control.tokens t").only()
            let hex = Bytes(Array("hunter2".utf8)).postgresText.dropFirst(2)
            #expect(row["row"]?.contains("hunter2") == false && row["row"]?.contains(hex) == false)
            try await Tenants(owner: database.owner).delete(tenant)
            #expect(try await database.owner.query("SELECT FROM control.tokens").isEmpty)
        }
    }
}
