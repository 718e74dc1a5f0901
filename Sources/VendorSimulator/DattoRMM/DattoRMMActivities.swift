import Inventory

/// The activity log: seconds with a fraction, whole-number ids, and JSON within a text. Its usual window is the last
/// quarter of an hour.
enum DattoRMMActivities {
    static let endpoints = [
        DattoRMMEndpoint("activity-logs", ["size", "order", "from", "until", "page", "searchAfter", "entities"]) {
            request, _ in
            let from =
                request.call.parameter("from").map { Timestamp(iso8601: $0) }
                ?? request.call.now.plus(minutes: -15)
            guard let from else { return request.refused(400) }
            let gone = request.fleet.deleted.filter { $0.kind == .device && $0.deletedAt >= from }
            return DattoRMMList(request, "activities").page(gone, number: \.number) { write($0, to: &$1) }
        }
    ]

    private static func write(_ gone: Tombstone, to json: inout JSONWriter) {
        json.member("id", "a\(gone.number)")
        json.member("entity", "DEVICE")
        json.member("category", "device")
        json.member("action", "delete")
        json.member("date", raw: TimeText.epochSeconds(gone.deletedAt).utf8)
        json.member("deviceId", DattoRMMID.device(gone.number))
        json.member("details", #"{"device.uid":"\#(gone.uid ?? "")","event.action":"delete"}"#)
        json.member("hasStdOut", false)
        json.member("hasStdErr", false)
    }
}
