import Inventory

/// Refusals: a status, its name, a time and a path; never a reason.
enum DattoRMMError {
    static func answer(_ status: Int, to call: VendorCall) -> VendorAnswer {
        let path = call.path.hasPrefix("/api") ? String(call.path.dropFirst(4)) : call.path
        return answer(status, path: path, at: call.now)
    }

    static func answer(_ status: Int, path: String, at now: Timestamp = Fleet.usualStart) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("timestamp", DattoRMMTime.milliseconds(now))
                $0.member("status", status)
                $0.member("error", names[status] ?? "Internal Server Error")
                $0.member("path", path)
            }
        }
    }

    private static let names = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        415: "Unsupported Media Type", 429: "Too Many Requests", 503: "Service Unavailable",
    ]
}
