import Foundation
public import Matching

/// A world given to the pure matcher, without a database.
public struct WorldMatching: Sendable {
    public let evidence: [PairKey: Evidence]
    public let links: [Link]

    public init(_ world: SpoiltWorld) {
        let organizations = world.organizations.map { Self.party($0, world) }
        let companies = world.companies.map { Self.party($0, world) }
        let shared = WorldMeetings(world).shared
        var totals: [UUID: SharedDevices] = [:]
        for (pair, devices) in shared { totals[pair.organization] = (totals[pair.organization] ?? .init()) + devices }
        let weighing = Weighing(rarity: Rarity(organizations: organizations, companies: companies))
        let keys = Self.pairs(world, organizations, companies, met: Set(shared.keys))
        let byID = Dictionary(uniqueKeysWithValues: (organizations + companies).map { ($0.id, $0) })
        let native = Self.native(world)
        var evidence: [PairKey: Evidence] = [:]
        var candidates: [Candidate] = []
        for key in keys {
            guard let organization = byID[key.organization], let company = byID[key.company] else { continue }
            let found = weighing.evidence(
                organization, company, shared: shared[key] ?? .init(), total: totals[key.organization] ?? .init(),
                hasNativeID: native.contains(key))
            evidence[key] = found
            candidates.append(Candidate(organization, company, found))
        }
        self.evidence = evidence
        links = Assignment(candidates).solve()
    }

    private static func party(_ one: WorldOrganization, _ world: SpoiltWorld) -> Party {
        Party(
            id: one.id, connection: world.rmm, name: one.name, domains: folded([one.domain], Domains.folded),
            phones: folded([one.phone], Phones.folded), places: places(one.address), serials: one.devices.count)
    }

    private static func party(_ one: WorldCompany, _ world: SpoiltWorld) -> Party {
        Party(
            id: one.id, connection: world.psa, name: one.name, domains: folded([one.website], Domains.folded),
            phones: folded([one.phone], Phones.folded), places: places(one.address),
            serials: one.configurations.count)
    }

    private static func folded(_ texts: [String?], _ fold: (String?) -> String?) -> Set<String> {
        Set(texts.compactMap(fold))
    }

    private static func places(_ address: WorldAddress?) -> Set<Place> {
        let place = Place(street: address?.street, postalCode: address?.postalCode, city: address?.city)
        return place.map { [$0] } ?? []
    }

    private static func native(_ world: SpoiltWorld) -> Set<PairKey> {
        let ids = Dictionary(uniqueKeysWithValues: world.companies.map { ($0.externalID, $0.id) })
        return Set(
            world.organizations.compactMap { one in
                one.psaCompanyID.flatMap { ids[$0] }.map { PairKey(organization: one.id, company: $0) }
            })
    }

    /// Pairs that have anything in common: a name, a domain, a phone, an address, a device.
    private static func pairs(
        _ world: SpoiltWorld, _ organizations: [Party], _ companies: [Party], met: Set<PairKey>
    ) -> Set<PairKey> {
        var keys = met.union(native(world))
        let named = companies.flatMap { one in Self.keys(one).map { (one.id, $0) } }
        let names = TrigramIndex(named.map(\.1))
        var holders: [String: [UUID]] = [:]
        for company in companies { for key in marks(company) { holders[key, default: []].append(company.id) } }
        for organization in organizations {
            let near = Self.keys(organization).flatMap { names.nearest($0) }.map { named[$0].0 }
            let other = marks(organization).flatMap { (holders[$0] ?? []).prefix(10) }
            keys.formUnion((near + other).map { PairKey(organization: organization.id, company: $0) })
        }
        return keys
    }

    private static func keys(_ party: Party) -> [String] { [party.name.key, party.name.otherKey].compactMap { $0 } }

    private static func marks(_ party: Party) -> [String] {
        party.domains.map { "domain \(Domains.label($0))" } + party.phones.map { "phone \($0)" }
            + party.places.map { "place \($0.street ?? "") \($0.postalCode ?? "")" }
    }
}
