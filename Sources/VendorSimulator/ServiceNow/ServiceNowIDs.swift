import Inventory

extension ServiceNow {
    /// What a sys_id belongs to. Ids of one kind stand in the order of their numbers, so that a list goes on after an id
    /// without sorting.
    enum Kind: Int, Sendable {
        case company = 0x10
        case location, user, task, configuration, contract, entitlement, time, taskLink, journal, audit, choice, group
        case membership, table, maker, model
    }

    /// 32 hexadecimal characters.
    static func id(_ kind: Kind, _ number: Int, _ seed: UInt64) -> String {
        let rest = SplitMix64.hash(seed ^ 0x5E21_1CE0, .uid, number, kind.rawValue)
        let more = SplitMix64.hash(seed ^ 0x0E11_1CE5, .uid, number, kind.rawValue)
        let digits =
            Identifiers.hex(UInt64(kind.rawValue), digits: 2) + Identifiers.hex(UInt64(number), digits: 8)
            + Identifiers.hex(rest, digits: 16) + Identifiers.hex(more, digits: 6)
        return String(decoding: digits, as: UTF8.self)
    }

    /// The number in an id, if it is that of a thing of the kind.
    static func number(_ id: String, _ kind: Kind, _ seed: UInt64) -> Int? {
        guard id.utf8.count == 32, let number = Int(id.dropFirst(2).prefix(8), radix: 16) else { return nil }
        return Self.id(kind, number, seed) == id ? number : nil
    }

    /// A name's own number, for makers and models, which the fleet knows by name alone.
    static func number(ofName name: String) -> Int {
        name.utf8.reduce(7) { ($0 &* 131 &+ Int($1)) & 0x7FFF_FFFF }
    }
}
