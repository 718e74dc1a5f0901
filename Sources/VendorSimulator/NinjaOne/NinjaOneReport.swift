/// A report over all devices, read by cursor: rows in the order of devices, several or none a device.
struct NinjaOneReport: Sendable {
    let name: String
    let parameters: NinjaOneParameters
    let usualPageSize: Int
    /// Whether `pageSize` counts devices: a page may then hold more rows than asked for.
    let countsDevices: Bool
    let rows: @Sendable (NinjaOneRequest, Device) -> Rows

    /// One device's rows.
    struct Rows {
        let count: Int
        let write: (Int, inout JSONWriter) -> Void

        static var none: Rows { Rows(count: 0) { _, _ in } }

        init(count: Int, write: @escaping (Int, inout JSONWriter) -> Void) {
            self.count = count
            self.write = write
        }

        /// A row for each of a list.
        init<Thing>(_ things: [Thing], _ write: @escaping (Thing, inout JSONWriter) -> Void) {
            self.init(count: things.count) { index, json in write(things[index], &json) }
        }
    }

    /// Where a reader stands: how many rows of which device were given.
    struct Place: Sendable {
        /// All devices up to this number were given whole.
        var device = 0
        /// And of the next one so many rows.
        var rows = 0
    }

    init(
        _ name: String, _ parameters: Set<String>, pageSizes: ClosedRange<Int> = 1...Int(Int32.max),
        usualPageSize: Int = 100, countsDevices: Bool = false,
        rows: @escaping @Sendable (NinjaOneRequest, Device) -> Rows
    ) {
        self.name = name
        self.parameters = NinjaOneParameters(parameters.union(["cursor", "pageSize"]), pageSizes: pageSizes)
        self.usualPageSize = usualPageSize
        self.countsDevices = countsDevices
        self.rows = rows
    }

    static func named(_ path: [String]) -> NinjaOneReport? { all[path.joined(separator: "/")] }

    private static let all: [String: NinjaOneReport] = Dictionary(
        uniqueKeysWithValues: (softwareReports + hardwareReports + healthReports + backupReports).map { ($0.name, $0) })

    /// Writes at most `limit` rows (or the rows of as many devices) and moves the place behind them.
    func write(_ limit: Int, from place: inout Place, _ request: NinjaOneRequest, to json: inout JSONWriter) -> Int {
        let filter = request.filter
        let disturbance = request.call.disturbance
        let devices = request.fleet.devices
        var index = Fleet.index(after: place.device, in: devices)
        var written = 0
        var full = 0
        while index < devices.count, (countsDevices ? full : written) < limit {
            let device = devices[index]
            let rows = filter.admits(device) ? self.rows(request, device) : .none
            let room = countsDevices ? rows.count : min(rows.count, place.rows + limit - written)
            for row in min(place.rows, rows.count)..<max(room, min(place.rows, rows.count)) {
                json.row(device.number &* 4096 &+ row, disturbance) { rows.write(row, &$0) }
                written += 1
            }
            if rows.count > 0 { full += 1 }
            guard room >= rows.count else {
                place.rows = room
                return written
            }
            place = Place(device: device.number, rows: 0)
            index += 1
        }
        return written
    }
}
