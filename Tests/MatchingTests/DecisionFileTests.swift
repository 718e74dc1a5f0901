import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// Decisions outlive the rows that they were made about.
@Suite(.timeLimit(.minutes(2))) struct DecisionFileTests {
    @Test func decisionsSurviveThatTheRMMIsReplaced() async throws {
        try await Ground.with { ground in
            let file = DecisionFile(ground.database.worker)
            let matches = Matches(ground.database.worker)
            for name in ["Alpha", "Beta"] { try await ground.organization(name) }
            for name in ["Omega", "Sigma"] { try await ground.company(name) }
            try await matches.decide(
                .confirm, tenant: ground.tenant, organization: "Alpha", company: "Omega", by: "ann")
            try await matches.decide(.reject, tenant: ground.tenant, organization: "Beta", company: "Sigma", by: "bob")
            let saved = try await file.decisions(tenant: ground.tenant)
            let text = try JSONEncoder().encode(saved)

            try await ground.database.owner.query("DELETE FROM inventory.organization_facts WHERE true")
            #expect(try await ground.matches() == [])
            let other = try await ground.connection("new", vendor: "datto-rmm")
            for name in ["ALPHA", "Beta"] { try await ground.organization(name, connection: other) }
            let read = try JSONDecoder().decode([SavedDecision].self, from: text)
            #expect(read == saved)
            let report = try await file.load(read, tenant: ground.tenant, by: "cleo")
            #expect(report == ImportReport(imported: 2))
            #expect(
                try await ground.matches() == [
                    "ALPHA = Omega confirmed manual", "Beta = Sigma rejected manual",
                ])
            #expect(try await file.decisions(tenant: ground.tenant).map(\.decidedBy) == ["ann", "bob"])
            try await ground.pass(full: true)
            #expect(try await ground.matches().count == 2)
        }
    }

    @Test func whatIsOneOfSeveralOrNotThereIsReported() async throws {
        try await Ground.with { ground in
            let file = DecisionFile(ground.database.worker)
            let organization = try await ground.organization("Alpha")
            try await ground.company("Omega")
            try await Matches(ground.database.worker).decide(
                .confirm, tenant: ground.tenant, organization: "Alpha", company: "Omega", by: "ann")
            let saved = try await file.decisions(tenant: ground.tenant)
            try await ground.database.owner.query("DELETE FROM inventory.organization_facts WHERE id = \(organization)")
            let other = try await ground.connection("new", vendor: "datto-rmm")
            #expect(try await file.load(saved, tenant: ground.tenant, by: "ann").unresolved == saved)
            for _ in 0..<2 { try await ground.organization("Alpha", connection: other) }
            #expect(try await file.load(saved, tenant: ground.tenant, by: "ann").unresolved == saved)
            #expect(try await file.decisions(tenant: ground.tenant) == [])
        }
    }

    /// Several RMMs show one client under one name: the connection tells which is meant.
    @Test func aNameThatSeveralVendorsUseIsToldApartByItsConnection() async throws {
        try await Ground.with { ground in
            let matches = Matches(ground.database.worker)
            let other = try await ground.connection("other", vendor: "datto-rmm")
            try await ground.organization("Alpha")
            let meant = try await ground.organization("Alpha", connection: other)
            let twins = try await [ground.organization("Beta"), ground.organization("Beta")].map(\.postgresText)
                .sorted()
            let company = try await ground.company("Omega")
            func decide(_ name: String) async throws -> PairKey {
                try await matches.decide(
                    .confirm, tenant: ground.tenant, organization: name, company: "psa/Omega", by: "ann")
            }
            await #expect(
                throws: MatchingError.ambiguous(
                    kind: "organization", name: "Alpha", choices: ["other/Alpha", "rmm/Alpha"])
            ) { try await decide("Alpha") }
            await #expect(throws: MatchingError.ambiguous(kind: "organization", name: "Beta", choices: twins)) {
                try await decide("Beta")
            }
            #expect(try await decide("other/Alpha") == PairKey(organization: meant, company: company))
            let match = try #require(try await matches.list(tenant: ground.tenant).first)
            #expect((match.rmm, match.psa) == ("other", "psa") && match.organizationID == meant)
        }
    }
}
