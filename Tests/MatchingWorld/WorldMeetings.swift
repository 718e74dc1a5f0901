import Foundation
import Matching

/// What devices and configurations of a world have in common, counted plainly: keys that one company and one organisation
/// alone have.
struct WorldMeetings {
    private(set) var shared: [PairKey: SharedDevices] = [:]

    init(_ world: SpoiltWorld) {
        let devices = world.organizations.flatMap { one in one.devices.map { (one.id, $0) } }
        let configurations = world.companies.flatMap { one in one.configurations.map { (one.id, $0) } }
        let serials = Self.meet(
            devices.map { ($0.0, $0.1.serial) }, configurations.map { ($0.0, $0.1.serial) })
        for pair in serials { shared[pair, default: .init()].serials += 1 }
        let hostnames = Self.meet(
            devices.map { ($0.0, $0.1.hostname) }, configurations.map { ($0.0, $0.1.name) })
        for pair in hostnames { shared[pair, default: .init()].hostnames += 1 }
        let linked = Self.meet(
            devices.map { ($0.0, $0.1.uid) },
            configurations.compactMap { one in one.1.deviceUID.map { (one.0, $0) } })
        for pair in linked { shared[pair, default: .init()].linked += 1 }
    }

    /// A pair for each key that leads from one organisation to one company.
    private static func meet(_ mine: [(UUID, String)], _ its: [(UUID, String)]) -> [PairKey] {
        let organizations = Dictionary(grouping: mine, by: \.1).mapValues { Set($0.map(\.0)) }
        let companies = Dictionary(grouping: its, by: \.1).mapValues { Set($0.map(\.0)) }
        return organizations.compactMap { key, holders in
            guard holders.count == 1, let organization = holders.first, let others = companies[key], others.count == 1,
                let company = others.first
            else { return nil }
            return PairKey(organization: organization, company: company)
        }
    }
}
