import JSON

/// What the fleet's lists of chassis and drives know of one computer.
struct AutomateComputerParts: Sendable {
    var chassis = JSONValue.missing
    private(set) var storageBytes: Int64?
    private(set) var freeBytes: Int64?

    static let chassisList = AutomateList("/Computers/Chassis", key: "ComputerId")
    static let drives = AutomateList("/Computers/Drives", key: "DriveId")

    /// By computer. The lists are read for the range of ids that a page of computers has: a few calls a page, whatever
    /// the number of computers. Rows of others are passed over, since a list may not know the condition.
    static func of(
        _ computers: [JSONValue], _ client: AutomateClient
    ) async throws(ConnectorError) -> (parts: [String: AutomateComputerParts], cost: CallCost) {
        let ids = computers.compactMap { $0["Id"].cleaned.flatMap { Int64($0) } }
        guard let first = ids.min(), let last = ids.max() else { return ([:], CallCost()) }
        let condition = "ComputerId >= \(first) and ComputerId <= \(last)"
        var parts: [String: AutomateComputerParts] = [:]
        var (rows, cost) = try await client.all(chassisList, where: condition)
        for row in rows { if let id = row["ComputerId"].cleaned { parts[id, default: Self()].chassis = row } }
        let found = try await client.all(drives, where: condition)
        rows = found.rows
        cost += found.cost
        for row in rows { if let id = row["ComputerId"].cleaned { parts[id, default: Self()].add(drive: row) } }
        return (parts, cost)
    }

    /// The computer's own drives: not one that is gone, and not one that is plugged in.
    private mutating func add(drive: JSONValue) {
        guard drive["IsMissing"].bool != true, drive["IsInternal"].bool != false else { return }
        if let size = AutomateUnits.megabytes(drive["Size"]) { storageBytes = (storageBytes ?? 0) + size }
        if let free = AutomateUnits.megabytes(drive["FreeSpace"], isZeroKnown: true) {
            freeBytes = (freeBytes ?? 0) + free
        }
    }
}

/// Sizes, whose units no document states (sheet: MB of 1,048,576 bytes, inferred).
enum AutomateUnits {
    /// More megabytes than this are no megabytes, but bytes already.
    private static let mostMegabytes: Int64 = 100_000_000

    static func megabytes(_ value: JSONValue, isZeroKnown: Bool = false) -> Int64? {
        guard let number = value.integer, number > 0 || (isZeroKnown && number == 0) else { return nil }
        return number > mostMegabytes ? number : number * 1_048_576
    }
}
