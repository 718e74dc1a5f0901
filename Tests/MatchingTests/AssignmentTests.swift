import Foundation
import Matching
import Testing

/// What is safe is linked, what is not is suggested, a tie is never decided, and people have the last word.
@Suite struct AssignmentTests {
    private let rmm = UUID()
    private let psa = UUID()
    private let a = UUID()
    private let b = UUID()
    private let x = UUID()
    private let y = UUID()

    private func candidate(
        _ organization: UUID, _ company: UUID, _ logit: Double, beside: Double = 5, native: Bool = false,
        onlyName: Bool = false, psa: UUID? = nil
    ) -> Candidate {
        Candidate(
            key: PairKey(organization: organization, company: company), rmm: rmm, psa: psa ?? self.psa, logit: logit,
            besideName: beside, hasNativeID: native, isOnlyOfThatName: onlyName)
    }

    private func automatic(_ candidates: [Candidate], _ decisions: Decisions = .init()) -> Set<PairKey> {
        Set(Assignment(candidates, decisions: decisions).solve().filter { $0.state == .automatic }.map(\.key))
    }

    @Test func whatIsSureAndAheadIsLinkedAlone() {
        let links = Assignment([candidate(a, x, 5), candidate(a, y, 1)]).solve()
        #expect(links == [Link(key: PairKey(organization: a, company: x), state: .automatic, rank: 1)])
    }

    @Test(arguments: [(5.0, 5.0), (9, 7), (3.4, -2)]) func whatIsNearOrUnsureIsOnlySuggested(
        _ best: Double, _ next: Double
    ) {
        let links = Assignment([candidate(a, y, next), candidate(a, x, best)]).solve()
        #expect(links.allSatisfy { $0.state == .suggested } && links.count == 2)
        if best > next { #expect(links.first { $0.rank == 1 }?.key.company == x) }
    }

    @Test func severalOrganisationsMayBeOneCompany() {
        #expect(automatic([candidate(a, x, 6), candidate(b, x, 6)]).count == 2)
    }

    @Test func aNameAloneLinksOnlyWhereNobodyElseIsTheCompany() {
        let named = candidate(a, x, 4.5, beside: 0, onlyName: true)
        #expect(automatic([named]).count == 1)
        #expect(automatic([candidate(a, x, 4.5, beside: 0)]).isEmpty)
        #expect(automatic([named, candidate(b, x, 9)]) == [PairKey(organization: b, company: x)])
    }

    @Test func aNameAloneDoesNotLinkWhereAnythingElseLeadsToAnother() {
        let named = candidate(a, x, 4.5, beside: 0, onlyName: true)
        #expect(automatic([named, candidate(a, y, -2.5, beside: 5)]).isEmpty)
        #expect(automatic([named, candidate(a, y, -2.5, beside: 2)]) == [named.key])
    }

    @Test func aTakenCompanyIsSuggestedAfterAFreeOne() {
        let links = Assignment([candidate(b, x, 9), candidate(a, x, 1, beside: 0), candidate(a, y, 0, beside: 0)])
            .solve()
        let mine = links.filter { $0.key.organization == a }.sorted { $0.rank < $1.rank }
        #expect(mine.map(\.key.company) == [y, x] && mine.allSatisfy { $0.state == .suggested })
    }

    @Test func vendorsThatContradictEachOtherAreNotDecided() {
        #expect(automatic([candidate(a, x, 4, native: true), candidate(a, y, 12)]).isEmpty)
        #expect(automatic([candidate(a, x, 9, native: true), candidate(a, y, 2)]).count == 1)
    }

    @Test func anOrganisationIsOneCompanyOfEachPSA() {
        let other = UUID()
        #expect(automatic([candidate(a, x, 6), candidate(a, y, 6, psa: other)]).count == 2)
    }

    @Test func whatAPersonDecidedIsLeftAlone() {
        let (sure, rest) = (candidate(a, x, 9), candidate(a, y, 1))
        #expect(Assignment([sure, rest], decisions: Decisions(confirmed: [rest.key])).solve().isEmpty)
        let links = Assignment([sure, rest], decisions: Decisions(rejected: [sure.key])).solve()
        #expect(links.map(\.key) == [rest.key] && links.allSatisfy { $0.state == .suggested })
        // And whoever has only the name of a company that a person gave to another is not linked.
        let named = candidate(b, y, 4.5, beside: 0, onlyName: true)
        #expect(automatic([rest, named], Decisions(confirmed: [rest.key])).isEmpty)
    }
}
