import Foundation

/// How many companies, and organisations, have a name, a domain, a phone or an address: what is rare says more.
public struct Rarity: Sendable {
    private var companies: [Feature: Int] = [:]
    private var organizations: [Feature: Int] = [:]

    private struct Feature: Hashable {
        let connection: UUID
        let value: Value
    }

    enum Value: Hashable {
        case name(String), domain(String), label(String), phone(String), place(Place)
    }

    /// Counted within each connection: that two vendors show the same is no namesake.
    public init(organizations: some Sequence<Party>, companies: some Sequence<Party>) {
        for party in organizations { Self.count(party, in: &self.organizations) }
        for party in companies { Self.count(party, in: &self.companies) }
    }

    func companies(_ value: Value, of connection: UUID) -> Int {
        companies[Feature(connection: connection, value: value)] ?? 0
    }

    func organizations(_ value: Value, of connection: UUID) -> Int {
        organizations[Feature(connection: connection, value: value)] ?? 0
    }

    private static func count(_ party: Party, in counts: inout [Feature: Int]) {
        for value in values(of: party) { counts[Feature(connection: party.connection, value: value), default: 0] += 1 }
    }

    /// Everything that others may share with it.
    static func values(of party: Party) -> Set<Value> {
        var values = Set(party.domains.map(Value.domain)).union(party.domains.map { .label(Domains.label($0)) })
        values.formUnion(party.phones.map(Value.phone))
        values.formUnion(party.places.map(Value.place))
        values.insert(.name(party.name.key))
        return values
    }
}
