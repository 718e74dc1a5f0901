public import Inventory

/// The faults of one call that a vendor's own rendering must bring about: in lists, cursors and rows.
public struct Disturbance: Sendable {
    let rules: [FaultRule]
    let seed: UInt64

    static let none = Disturbance(rules: [], seed: 0)

    public func has(_ fault: Fault) -> Bool { rules.contains { $0.fault == fault } }

    /// How many rows the page shall hold: as asked for, or fewer.
    public func pageSize(asked: Int) -> Int { has(.shortPages) ? max(1, asked * 2 / 3) : asked }

    /// The place in a list beyond which nothing is given.
    public var depthCap: Int? {
        rules.lazy.compactMap { if case .depthCap(let rows) = $0.fault { rows } else { nil } }.first
    }

    /// Whether one record cannot be read by itself.
    public func fails(record number: Int) -> Bool {
        rules.contains { if case .failingRecord(let oneIn) = $0.fault { number % max(1, oneIn) == 0 } else { false } }
    }

    /// Whether a row is kept back for now.
    public func hides(row number: Int) -> Bool { has(.lateRows) && number % 50 == 7 }

    /// A time of change as the vendor states it.
    public func stamp(_ time: Timestamp) -> Timestamp {
        guard has(.sameTimestamp) else { return time }
        let hour: Int64 = 3_600_000_000
        return Timestamp(microseconds: time.microseconds / hour * hour)
    }

    /// The change that befalls a row, if one does.
    func change(of row: Int) -> PendingChange? {
        for rule in rules where rule.fault.isOfRow {
            let drawn = SplitMix64.hash(seed, .row, row)
            if drawn % UInt64(rule.oneRowIn) == 0 { return PendingChange(fault: rule.fault, member: rule.member) }
        }
        return nil
    }

    /// Nothing befalls the rows: they may be written the fast way.
    var leavesRowsAlone: Bool { rules.isEmpty || !rules.contains { $0.fault.isOfRow } }
}

extension Fault {
    /// Changes single rows of a list.
    var isOfRow: Bool {
        switch self {
        case .duplicateRows, .idsAsText, .newMember, .missingMember, .otherType, .unknownWord, .unexpectedNull,
            .loneSurrogate, .hugeInteger, .nulByte, .hugeText, .rightToLeft, .placeholderSerial:
            true
        default: false
        }
    }
}
