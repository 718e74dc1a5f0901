import Inventory

/// The server's side of report cursors: the name stays the same from page to page while the place moves, and a page
/// that was given is gone.
struct NinjaOneCursors: Sendable {
    private let seed: UInt64
    private var opened = 0
    private var cursors: [String: Cursor] = [:]

    private struct Cursor: Sendable {
        let report: String
        var place = NinjaOneReport.Place()
        var given = 0
        var expires: Timestamp
    }

    private static let lifetime = 600

    init(seed: UInt64) { self.seed = seed }

    /// The next page of a report, or its first.
    mutating func page(of report: NinjaOneReport, _ request: NinjaOneRequest) -> VendorAnswer {
        let call = request.call
        let name: String
        if let asked = call.parameter("cursor") {
            guard let cursor = cursors[asked], cursor.report == report.name, cursor.expires > call.now,
                !call.disturbance.has(.cursorExpires)
            else {
                cursors[asked] = nil
                return NinjaOneError.failure("Cursor '\(asked)' is not found or has expired", status: 400)
            }
            name = asked
        } else {
            name = open(report, at: call.now)
        }
        return turn(name, report, request)
    }

    private mutating func open(_ report: NinjaOneReport, at now: Timestamp) -> String {
        opened += 1
        cursors = cursors.filter { $0.value.expires > now }
        let name = Identifiers.uuid(seed, .credential, opened, 1)
        cursors[name] = Cursor(report: report.name, expires: now.plus(seconds: Self.lifetime))
        return name
    }

    private mutating func turn(_ name: String, _ report: NinjaOneReport, _ request: NinjaOneRequest) -> VendorAnswer {
        guard var cursor = cursors[name] else { return NinjaOneError.notFound }
        let disturbance = request.call.disturbance
        let asked = min(request.number("pageSize") ?? report.usualPageSize, 10_000)
        var size = disturbance.pageSize(asked: asked)
        if let cap = disturbance.depthCap { size = min(size, max(0, cap - cursor.given)) }
        if disturbance.has(.emptyLists) { size = 0 }
        var rows = JSONWriter(reserving: min(size, 10_000) * 300)
        var place = cursor.place
        var count = 0
        rows.array { count = report.write(size, from: &place, request, to: &$0) }
        cursor.expires = request.call.now.plus(seconds: Self.lifetime)
        if !disturbance.has(.cursorRepeats) {
            cursor.place = place
            cursor.given += count
        }
        cursors[name] = cursor
        return .json { json in
            json.object {
                $0.member(
                    "cursor",
                    object: { json in
                        json.member("name", name)
                        json.member("offset", cursor.given)
                        json.member("count", count)
                        json.member("expires", epoch: cursor.expires)
                    })
                $0.member("results", raw: rows.bytes)
            }
        }
    }
}
