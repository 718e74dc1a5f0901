import Foundation
import Matching
import MatchingWorld
import Postgres
import TestSupport
import Testing

/// A pass against PostgreSQL: what it links, what it leaves to people, and that an incremental one comes to what a full one
/// would.
@Suite(.timeLimit(.minutes(3))) struct MatchingPassTests {
    @Test func signsOfAllKindsAreGathered() async throws {
        try await Ground.with { ground in
            try await ground.organization("Native", psaID: "77")
            try await ground.company("Another Name", externalID: "77")
            let serials = try await ground.organization("Serial Dental")
            let company = try await ground.company("Renamed Entirely")
            for serial in ["AB12CD1", "AB12CD2", "AB12CD3", "AB12CD4"] {
                try await ground.device(serials, serial: serial)
                try await ground.configuration(company, serial: serial.lowercased())
            }
            let domain = try await ground.organization("Fabrikam")
            try await ground.device(domain, domain: "ad.fabrikam.com")
            try await ground.company("Fabricam", website: "https://www.fabrikam.com")
            try await ground.organization("[MSA] Exakt - HQ")
            try await ground.company("EXAKT, Inc.")
            try await ground.organization("Contoso Plumbng")
            try await ground.company("Contoso Plumbing")
            #expect(try await ground.pass().linked == 4)
            #expect(
                try await ground.matches() == [
                    "Contoso Plumbng = Contoso Plumbing suggested similar_name",
                    "Fabrikam = Fabricam automatic domain", "Native = Another Name automatic native_id",
                    "Serial Dental = Renamed Entirely automatic serial_overlap",
                    "[MSA] Exakt - HQ = EXAKT, Inc. automatic exact_name",
                ])
            let matches = try await Matches(ground.database.worker).list(tenant: ground.tenant)
            #expect(matches.first { $0.method == "serial_overlap" }?.signs?.contains { $0.kind == .serials } == true)
        }
    }

    @Test func twoOfOneNameAreLeftToPeople() async throws {
        try await Ground.with { ground in
            try await ground.organization("Smith Dental")
            try await ground.company("Smith Dental")
            try await ground.company("Smith Dental Inc")
            try await ground.pass()
            #expect(
                try await ground.matches() == [
                    "Smith Dental = Smith Dental suggested exact_name",
                    "Smith Dental = Smith Dental Inc suggested exact_name",
                ])
        }
    }

    @Test(arguments: [
        "To be filled by O.E.M.", "System Serial Number", "0000000", "123456789", "Default string", "XXXX",
    ])
    func aPlaceholderIsNoSerialNumber(_ serial: String) async throws {
        try await Ground.with { ground in
            let organization = try await ground.organization("Alpha Dental")
            let company = try await ground.company("Omega Winery")
            try await ground.device(organization, serial: serial)
            try await ground.configuration(company, serial: serial)
            try await ground.pass()
            #expect(try await ground.matches() == [])
        }
    }

    @Test func aSerialNumberThatSeveralShareIsNoEvidence() async throws {
        try await Ground.with { ground in
            let organizations = [
                try await ground.organization("Alpha Dental"), try await ground.organization("Beta Law"),
            ]
            let company = try await ground.company("Omega Winery")
            for organization in organizations { try await ground.device(organization, serial: "CLEVO-SHARED-1") }
            try await ground.configuration(company, serial: "CLEVO-SHARED-1")
            try await ground.pass()
            #expect(try await ground.matches() == [])
        }
    }

    /// A host name that an image gives to all: that one organisation and one company alone have it says nothing.
    @Test func aKeyOfVeryManyIsNoEvidence() async throws {
        try await Ground.with { ground in
            let organization = try await ground.organization("Alpha Kiosks")
            let company = try await ground.company("Beta Stands")
            for _ in 0..<30 {
                try await ground.device(organization, hostname: "KIOSK")
                try await ground.configuration(company, name: "KIOSK")
            }
            try await ground.pass()
            #expect(try await shared(ground) == [])
            try await ground.device(organization, hostname: "OFFICE-7")
            try await ground.configuration(company, name: "OFFICE-7")
            try await ground.pass()
            #expect(try await shared(ground) == ["1 of 1 shared host names"])
        }
    }

    /// What the candidates say of host names.
    private func shared(_ ground: Ground) async throws -> [String] {
        try await ground.database.owner.query(
            """
            SELECT s ->> 'detail' AS detail FROM inventory.match_candidates, jsonb_array_elements(evidence -> 'signs') AS s
            WHERE s ->> 'kind' = 'hostnames'
            """
        ).map { try $0.get("detail") }
    }

    /// The serial numbers that spoke for its former organisation do so no longer.
    @Test func aDeviceThatMovesTakesItsEvidenceAlong() async throws {
        try await Ground.with { ground in
            let (from, to) = (try await ground.organization("Alpha"), try await ground.organization("Delta"))
            let company = try await ground.company("Omega")
            var devices: [UUID] = []
            for serial in ["AB12CD1", "AB12CD2", "AB12CD3", "AB12CD4"] {
                devices.append(try await ground.device(from, serial: serial))
                try await ground.configuration(company, serial: serial)
            }
            try await ground.pass()
            #expect(try await ground.matches() == ["Alpha = Omega automatic serial_overlap"])
            for device in devices { try await ground.set("device_facts", device, "organization_id", to) }
            try await ground.pass()
            #expect(try await ground.matches() == ["Delta = Omega automatic serial_overlap"])
        }
    }

    @Test func peoplesDecisionsStandThroughEveryPass() async throws {
        try await Ground.with { ground in
            let organization = try await ground.organization("Contoso", psaID: "1")
            try await ground.company("Contoso", externalID: "1")
            try await ground.company("Something Else")
            let matches = Matches(ground.database.worker)
            try await ground.pass()
            try await matches.decide(
                .confirm, tenant: ground.tenant, organization: "Contoso", company: "Something Else", by: "ann")
            for full in [false, true] {
                try await ground.set("organization_facts", organization, "phone", full ? "1" : "2")
                try await ground.pass(full: full)
                #expect(try await ground.matches() == ["Contoso = Something Else confirmed manual"])
            }
            try await matches.decide(
                .undo, tenant: ground.tenant, organization: "Contoso", company: "Something Else", by: "ann")
            try await ground.pass()
            #expect(try await ground.matches() == ["Contoso = Contoso automatic native_id"])
            try await matches.decide(
                .reject, tenant: ground.tenant, organization: "Contoso", company: "Contoso", by: "ann")
            try await ground.pass(full: true)
            #expect(try await ground.matches() == ["Contoso = Contoso rejected manual"])
        }
    }

    @Test func whatIsNoLongerSoIsTakenBack() async throws {
        try await Ground.with { ground in
            let organization = try await ground.organization("Alpha", psaID: "1")
            let company = try await ground.company("Omega", externalID: "1")
            try await ground.pass()
            #expect(try await ground.matches().count == 1)
            try await ground.set("organization_facts", organization, "psa_company_external_id", nil)
            #expect(try await ground.pass().withdrawn == 1)
            try await ground.set("organization_facts", organization, "psa_company_external_id", "1")
            try await ground.pass()
            try await ground.delete("company_facts", company)
            #expect(try await ground.pass().withdrawn == 1)
            #expect(try await ground.matches() == [])
        }
    }

    @Test func anIdThatLeadsToTwoPSAsIsNoEvidence() async throws {
        try await Ground.with { ground in
            let other = try await ground.connection("other", vendor: "autotask")
            try await ground.organization("Alpha", psaID: "1")
            try await ground.company("Omega", externalID: "1")
            try await ground.company("Sigma", connection: other, externalID: "1")
            try await ground.pass()
            #expect(try await ground.matches() == [])
        }
    }

    /// What each change does to others (a namesake that comes, a domain that is shared) is seen too.
    @Test func anIncrementalPassComesToWhatAFullOneWould() async throws {
        try await Ground.with { ground in
            try await WorldLoad(ground: ground, world: SpoiltWorld(companies: 60, devicesEach: 4, seed: 5)).run()
            try await ground.pass()
            var random = WorldRandom(seed: 9)
            for _ in 0..<6 {
                try await WorldLoad.change(ground, &random)
                try await ground.pass()
                let incremental = try await ground.matches()
                try await ground.pass(full: true)
                #expect(try await ground.matches() == incremental)
            }
        }
    }

    @Test func aSecondPassWithoutChangesWritesNothing() async throws {
        try await Ground.with { ground in
            try await WorldLoad(ground: ground, world: SpoiltWorld(companies: 40, devicesEach: 4, seed: 6)).run()
            let first = try await ground.pass()
            #expect(first.linked > 20 && first.organizations > 30)
            #expect(try await ground.pass() == MatchingReport())
        }
    }

    @Test func aRunThatHasYetToCommitIsNotOverlooked() async throws {
        try await Ground.with { ground in
            try await ground.organization("Alpha", psaID: "1")
            try await ground.database.owner.query(
                """
                INSERT INTO control.runs (tenant_id, connection_id, trigger, state, started_at)
                VALUES (\(ground.tenant), \(ground.psa), 'command', 'running', now() - interval '1 hour')
                """)
            try await ground.pass()
            // Its page began before the pass and is committed after it.
            let company = try await ground.company("Omega", externalID: "1")
            try await ground.database.owner.query(
                """
                UPDATE inventory.company_facts SET changed_at = now() - interval '30 minutes' WHERE id = \(company)
                """)
            try await ground.pass()
            #expect(try await ground.matches() == ["Alpha = Omega automatic native_id"])
        }
    }
}
