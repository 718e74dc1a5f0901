import Sync

/// What telling the changed from the unchanged costs: a record's digest, and a page of narrow rows against the stored.
struct ComparePath {
    private static let cells: [String?] = [
        "WS-014", "WS-014.contoso.local", "WORKSTATION", "Windows 11 Professional Edition", "22631", "64-bit",
        "Dell Inc.", "Latitude 7440", "ABC1234", "17179869184", nil, "10.0.0.14",
    ]

    func run() {
        let rows = Self.rows(devices: 50, each: 100)
        let stored = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.rest) })
        let incoming = rows.map(\.row)
        let bytes = rows.flatMap { $0.rest.flatMap { Array(($0 ?? "").utf8) } + [UInt8](repeating: 0, count: 12) }
        say("\nComparing: \(rows.count) narrow rows against the stored, none changed")
        let copied = Pace.of { withExtendedLifetime(bytes.map { $0 &+ 1 }) {} }
        say("  a pass over their bytes: \(Int(Double(rows.count) / copied)) rows/s")
        let compared = Pace.of { withExtendedLifetime(BulkComparison(incoming, stored: stored).changed.count) {} }
        say("  comparison: \(Int(Double(rows.count) / compared)) rows/s")
        let digested = Pace.of { for _ in 0..<1000 { withExtendedLifetime(RecordDigest.of(Self.cells)) {} } }
        say("  digests of records of \(Self.cells.count) cells: \(Int(1000 / digested)) a second")
    }

    private static func rows(devices: Int32, each: Int32) -> [(key: BulkKey, row: BulkRow, rest: [String?])] {
        (0..<devices * each).map { place in
            let key = BulkKey(device: place / each, first: place % each, second: place)
            let rest: [String?] = ["2026-01-02", String(104_857 * Int(place))]
            return (key, BulkRow(key: key, rest: rest, isDeleted: false, place: Int(place)), rest)
        }
    }
}
