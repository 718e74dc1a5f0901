import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct TransactionTests {
    private struct Stop: Error {}

    /// A table that shows each tenant its own rows, and a client as a role that is subject to that.
    private func withTenants(
        _ body: (TestDatabase, PostgresClient, _ mine: UUID, _ other: UUID) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let (mine, other) = (UUID(), UUID())
            try await database.owner.withConnection { session in
                try await session.execute(
                    """
                    CREATE SCHEMA s; CREATE TABLE s.t (tenant_id uuid, n int);
                    ALTER TABLE s.t ENABLE ROW LEVEL SECURITY; ALTER TABLE s.t FORCE ROW LEVEL SECURITY;
                    CREATE POLICY p ON s.t TO \(database.rolePrefix)_worker
                        USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
                    GRANT USAGE ON SCHEMA s TO \(database.rolePrefix)_worker;
                    GRANT SELECT, INSERT ON s.t TO \(database.rolePrefix)_worker;
                    INSERT INTO s.t VALUES ('\(mine)', 1), ('\(other)', 2);
                    """)
            }
            try await body(database, database.worker, mine, other)
        }
    }

    /// As of a process that is frozen there.
    @Test func aSessionThatFallsSilentInATransactionIsEndedAndWhatItLockedIsFree() async throws {
        try await withTenants { database, _, mine, _ in
            var configuration = PostgresConfiguration(url: database.url, maximumConnections: 1)
            configuration.silenceInTransaction = .milliseconds(50)
            let silent = PostgresClient(configuration, logger: Logger(label: "silent"))
            let error = await #expect(throws: PostgresError.self) {
                try await silent.transaction(tenant: mine) { session in
                    try await session.query("SELECT FROM s.t FOR UPDATE")
                    // Waits for the lock, and so for the silence to be ended.
                    try await database.owner.query("SELECT FROM s.t FOR UPDATE")
                    try await session.query("SELECT 1")
                }
            }
            #expect(error?.sqlState == "25P03")
            await silent.close()
        }
    }

    @Test func aPipelinedReadSeesItsTenantsRowsAlone() async throws {
        try await withTenants { _, worker, mine, other in
            let own = try await worker.query("SELECT n FROM s.t", tenant: mine)
            #expect(try own.only().get("n") == 1)
            let others = try await worker.query("SELECT n FROM s.t", tenant: other)
            #expect(try others.only().get("n") == 2)
            let nobodys = try await worker.query("SELECT n FROM s.t", tenant: UUID())
            #expect(nobodys.isEmpty)
        }
    }

    @Test func aTransactionsIsolationCanBeSetHoweverManyStatementsTheSessionHasPrepared() async throws {
        try await withTenants { _, worker, mine, _ in
            for number in 0..<300 { try await worker.query("SELECT \(raw: String(number))") }
            let level = try await worker.transaction(tenant: mine, readOnly: true) { session in
                try await session.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return try await session.query("SHOW transaction_isolation").only()[0]
            }
            #expect(level == "repeatable read")
        }
    }

    @Test func statementsOfOneExchangeAreOneReadOnlyTransactionOfTheTenant() async throws {
        try await withTenants { _, worker, mine, other in
            let answers = try await worker.read(
                ["SELECT n FROM s.t", "SELECT pg_current_xact_id_if_assigned(), now()", "SELECT now()"], tenant: mine)
            #expect(try answers[0].only().get("n") == 1)
            #expect(answers[1][0][1] == answers[2][0][0])
            await expect(.readOnly) { try await worker.read(["SELECT 1", "DELETE FROM s.t"], tenant: mine) }
            // What failed has left nothing behind, and neither has what succeeded.
            #expect(try await worker.read(["SELECT n FROM s.t"], tenant: other)[0].only().get("n") == 2)
            #expect(try await worker.query("SELECT n FROM s.t").isEmpty)
            #expect(try await worker.query("SHOW transaction_read_only").only()[0] == "off")
        }
    }

    @Test func theTenantDoesNotOutliveItsTransaction() async throws {
        try await withTenants { _, worker, mine, _ in
            for _ in 0..<3 { #expect(try await worker.query("SELECT n FROM s.t", tenant: mine).count == 1) }
            #expect(try await worker.query("SELECT n FROM s.t").isEmpty)
            let seen = try await worker.transaction(tenant: nil) { try await $0.query("SELECT n FROM s.t").count }
            #expect(seen == 0)
        }
    }

    @Test func anotherTenantsRowCannotBeWritten() async throws {
        try await withTenants { _, worker, mine, other in
            await expect(.insufficientPrivilege) {
                try await worker.query("INSERT INTO s.t VALUES (\(other), 3)", tenant: mine, readOnly: false)
            }
            await expect(.readOnly) { try await worker.query("INSERT INTO s.t VALUES (\(mine), 3)", tenant: mine) }
            try await worker.query("INSERT INTO s.t VALUES (\(mine), 3)", tenant: mine, readOnly: false)
            #expect(try await worker.query("SELECT n FROM s.t", tenant: mine).count == 2)
        }
    }

    @Test func whatThrowsIsRolledBack() async throws {
        try await withTenants { database, worker, mine, _ in
            await #expect(throws: Stop.self) {
                try await worker.transaction(tenant: mine) { session in
                    try await session.query("INSERT INTO s.t VALUES (\(mine), 9)")
                    throw Stop()
                }
            }
            let stored = try await database.owner.query("SELECT FROM s.t WHERE n = 9")
            #expect(stored.isEmpty)
        }
    }

    @Test func aCommitAfterASwallowedErrorIsAnErrorAndStoresNothing() async throws {
        try await withTenants { database, worker, mine, _ in
            await expect(.transactionAborted) {
                try await worker.transaction(tenant: mine) { session in
                    try await session.query("INSERT INTO s.t VALUES (\(mine), 9)")
                    _ = try? await session.query("SELECT 1 / 0")
                }
            }
            let stored = try await database.owner.query("SELECT FROM s.t WHERE n = 9")
            #expect(stored.isEmpty)
        }
    }

    @Test func aConstraintThatIsCheckedAtCommitFailsTheTransaction() async throws {
        try await TestDatabase.withEmpty { database in
            let sql = "CREATE TABLE u (n int CONSTRAINT once UNIQUE DEFERRABLE INITIALLY DEFERRED)"
            try await database.owner.query(SQL(text: sql))
            await expect(.uniqueViolation, constraint: "once") {
                try await database.owner.transaction(tenant: nil) { session in
                    try await session.query("INSERT INTO u VALUES (1), (1)")
                }
            }
            #expect(try await database.owner.query("SELECT FROM u").isEmpty)
        }
    }

    @Test func aPipelinedStatementsErrorLeavesTheConnectionFitForTheNext() async throws {
        try await TestDatabase.withEmpty { database in
            let session = try await database.owner.query("SELECT pg_backend_pid() AS id").only()["id"]
            await expect(.undefinedObject) { try await database.owner.query("SELECT * FROM nowhere", tenant: UUID()) }
            #expect(
                try await database.owner.query("SELECT pg_backend_pid() AS id", tenant: UUID()).only()["id"] == session)
        }
    }
}
