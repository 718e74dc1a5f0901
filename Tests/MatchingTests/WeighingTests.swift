import Foundation
import Matching
import Testing

/// Each sign weighs what it is worth, and says what was found.
@Suite struct WeighingTests {
    private let rmm = UUID()
    private let psa = UUID()

    private func organization(_ name: String, domains: Set<String> = [], city: String? = nil) -> Party {
        party(name, rmm, domains, city)
    }
    private func company(_ name: String, domains: Set<String> = [], city: String? = nil) -> Party {
        party(name, psa, domains, city)
    }
    private func party(_ name: String, _ connection: UUID, _ domains: Set<String>, _ city: String?) -> Party {
        let place = Place(street: nil, postalCode: nil, city: city)
        return Party(
            id: UUID(), connection: connection, name: name, domains: domains, places: place.map { [$0] } ?? [])
    }

    private func evidence(
        _ organization: Party, _ company: Party, others: [Party] = [], shared: SharedDevices = .init(),
        total: SharedDevices? = nil, native: Bool = false
    ) -> Evidence {
        let rarity = Rarity(organizations: [organization], companies: [company] + others)
        return Weighing(rarity: rarity).evidence(
            organization, company, shared: shared, total: total ?? shared, hasNativeID: native)
    }

    @Test func theScoreIsWhatTheSignsAddUpTo() {
        let evidence = evidence(organization("Contoso"), company("Contoso Ltd"), shared: .init(serials: 2))
        let sum = evidence.signs.reduce(-6) { $0 + $1.weight }
        #expect(evidence.logit == sum && evidence.score > 0.99 && evidence.method == "serial_overlap")
        #expect(evidence.signs.contains { $0.detail == "2 of 2 shared serial numbers" })
    }

    @Test func aNamesakeInAnotherTownIsNotTheOnlyOne() {
        let town = evidence(organization("Smith Dental", city: "Dover"), company("Smith Dental", city: "Salem"))
        #expect(town.has(.otherTown) && !town.has(.onlyOfThatName))
        let two = evidence(organization("Smith Dental"), company("Smith Dental"), others: [company("Smith Dental Inc")])
        #expect(!two.has(.onlyOfThatName))
        #expect(evidence(organization("Smith Dental"), company("Smith Dental")).has(.onlyOfThatName))
        #expect(!evidence(organization("Dental Clinic"), company("Dental Clinic")).has(.onlyOfThatName))
    }

    @Test func aDomainOfSeveralCompaniesTellsLess() {
        let mine = organization("A", domains: ["contoso.com"])
        let alone = evidence(mine, company("B", domains: ["contoso.com"]))
        let shared = evidence(
            mine, company("B", domains: ["contoso.com"]),
            others: [company("C", domains: ["contoso.com"]), company("D", domains: ["contoso.com"])])
        #expect(alone.has(.domain) && alone.logit > shared.logit + 2)
        #expect(evidence(mine, company("B", domains: ["fabrikam.com"])).has(.otherDomain))
        #expect(
            evidence(organization("A", domains: ["contoso"]), company("B", domains: ["contoso.de"])).has(.innerDomain))
    }

    @Test func devicesThatAreSpreadOverCompaniesSpeakForNone() {
        let (mine, its) = (organization("A"), company("B"))
        let all = evidence(mine, its, shared: .init(serials: 4))
        let half = evidence(mine, its, shared: .init(serials: 4), total: .init(serials: 8))
        #expect(all.besideName == 12 && half.besideName == 0)
        let many = evidence(mine, its, shared: .init(linked: 50, serials: 50, hostnames: 50))
        #expect(many.besideName == 12)
    }

    @Test func devicesOfWhichNoneIsSharedSpeakAgainstIt() {
        let mine = Party(id: UUID(), connection: rmm, name: "Contoso", serials: 3)
        let its = Party(id: UUID(), connection: psa, name: "Contoso", serials: 3)
        let few = Party(id: UUID(), connection: psa, name: "Contoso", serials: 2)
        let none = evidence(mine, its)
        #expect(none.has(.otherDevices) && !none.has(.onlyOfThatName))
        #expect(!evidence(mine, few).has(.otherDevices))
        #expect(!evidence(mine, its, shared: .init(serials: 1)).has(.otherDevices))
    }

    @Test func theIdThatTheRMMStoresIsWhatItWasFoundBy() {
        let evidence = evidence(organization("A"), company("B"), shared: .init(serials: 9), native: true)
        #expect(evidence.method == "native_id" && evidence.has(.otherName))
    }
}
