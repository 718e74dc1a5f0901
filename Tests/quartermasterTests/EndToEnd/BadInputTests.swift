import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// What a person does wrong gets a word that says what to do, a fitting exit code, and loses nothing.
@Suite(.timeLimit(.minutes(3))) struct BadInputTests {
    private func expect(
        _ outcome: Program.Outcome, status: Int32, says words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
        }
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    }

    private func withTenant(_ body: (Program, TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await withProgram { program in
                let program = program.on(database)
                #expect(try await program.run("tenant", "create", "acme", "--name", "Acme IT").status == 0)
                try await body(program, database)
            }
        }
    }

    private func create(_ vendor: String, _ url: String, secret: String = "hunter2") -> [String] {
        ["connection", "create", "--tenant", "acme", "--vendor", vendor, "--name", "a", "--base-url", url] + [
            "--credentials", "-",
        ]
    }

    private let credentials = #"{"client_id": "a", "client_secret": "hunter2"}"#

    @Test func anUnknownVendorIsNamedBesideTheKnown() async throws {
        try await withTenant { program, _ in
            expect(
                try await program.run(create("ninja", "https://vendor.example"), input: credentials), status: 2,
                says: "'ninja'", "ninjaone", "connectwise-psa")
        }
    }

    @Test(arguments: [
        "http://app.ninjarmm.com", "https://10.0.0.1", "https://169.254.169.254", "ftp://a.example", "app",
    ])
    func aBaseURLThatMayNotBeCalledIsRefused(url: String) async throws {
        try await withTenant { program, database in
            var program = program
            program.environment["QUARTERMASTER_EGRESS_ALLOW_PRIVATE_ADDRESSES"] = nil
            expect(try await program.run(create("ninjaone", url), input: credentials), status: 2, says: "--base-url")
            #expect(try await database.owner.query("SELECT FROM control.connections").isEmpty)
        }
    }

    @Test func credentialsThatLackAFieldSayWhichWithoutRepeatingThem() async throws {
        try await withTenant { program, _ in
            let outcome = try await program.run(
                create("ninjaone", "https://vendor.example"), input: #"{"client_secret": "hunter2"}"#)
            expect(outcome, status: 2, says: "client_id")
            #expect(!outcome.errors.contains("hunter2"))
        }
    }

    @Test func aWrongCredentialIsRefusedByTheVendorAndStoredNowhere() async throws {
        try await withTenant { program, database in
            let tenants = [SimulatorConfiguration.Tenant(devices: 5, vendors: ["ninjaone"])]
            try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants)) { vendors in
                let url = try #require(vendors.connection("ninjaone")).baseURL
                let outcome = try await program.run(create("ninjaone", url), input: credentials)
                expect(outcome, status: 1, says: "refuses the credentials")
                #expect(!outcome.errors.contains("hunter2"))
                #expect(try await database.owner.query("SELECT FROM control.connections").isEmpty)
            }
        }
    }

    @Test func aMissingMasterKeySaysHowToMakeOne() async throws {
        try await withTenant { program, _ in
            var program = program
            program.environment["QUARTERMASTER_SECRETS_MASTER_KEY"] = nil
            expect(
                try await program.run(create("ninjaone", "https://vendor.example") + ["--no-test"], input: credentials),
                status: 1, says: "master key", "openssl rand")
        }
    }

    @Test func aDatabaseThatIsDownIsNamedWithoutItsPassword() async throws {
        try await withProgram { program in
            var program = program
            program.environment["QUARTERMASTER_DATABASE_URL"] = "postgresql://me:hunter2@127.0.0.1:1/none"
            let outcome = try await program.run("tenant", "list")
            expect(outcome, status: 1, says: "127.0.0.1")
            #expect(!outcome.errors.contains("hunter2"))
        }
    }

    @Test func anEmptyDatabaseAsksToBeMigrated() async throws {
        try await TestDatabase.withEmpty { database in
            try await withProgram { program in
                expect(
                    try await program.on(database).run("tenant", "list"), status: 1, says: "quartermaster migrate")
            }
        }
    }

    @Test func aDatabaseOfANewerVersionIsLeftAlone() async throws {
        try await withTenant { program, database in
            try await database.owner.query(
                "INSERT INTO quartermaster.migrations SELECT '9999_later', checksum, applied_at FROM quartermaster.migrations LIMIT 1"
            )
            for call in [["tenant", "list"], ["migrate"]] {
                let outcome = try await program.run(call)
                #expect(outcome.status == 1 && outcome.errors.contains("9999_later"), "\(outcome.errors)")
            }
        }
    }

    @Test func aPortInUseSaysToChooseAnother() async throws {
        try await withTenant { program, _ in
            try await SimulatorServer.with(SimulatorConfiguration(tenants: [.init(devices: 3, vendors: ["ninjaone"])]))
            {
                vendors in
                let url = try #require(URL(string: vendors.connection("ninjaone")?.baseURL ?? ""))
                expect(
                    try await program.run("serve", "--port", String(url.port ?? 0)), status: 1, says: "another port")
            }
        }
    }

    @Test(arguments: [
        (["sync", "--tenant", "acne"], "acne"), (["sync", "--tenant", "acme"], "connection create"),
        (["sync", "--tenant", "acme", "--connection", "none"], "none"), (["frobnicate"], "frobnicate"),
        (["serve", "--port", "http"], "65535"), (["simulate", "--fault", "gremlins"], "throttled"),
        (["key", "create", "--tenant", "acme", "--name", "k", "--profile", "root"], "helpdesk"),
        (["tenant", "delete", "acme", "--confirm", "acne"], "nothing was erased"),
    ])
    func aWrongCallIsTheCallersToMend(call: [String], word: String) async throws {
        try await withTenant { program, _ in expect(try await program.run(call), status: 2, says: word) }
    }

    @Test func anUnknownStreamIsNamedBesideTheKnown() async throws {
        try await withTenant { program, _ in
            #expect(
                try await program.run(
                    create("ninjaone", "https://vendor.example") + ["--no-test"], input: credentials
                ).status == 0)
            expect(
                try await program.run("sync", "--tenant", "acme", "--streams", "devcies"), status: 2, says: "devcies",
                "devices")
        }
    }
}
