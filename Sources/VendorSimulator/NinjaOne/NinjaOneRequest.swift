/// A call that was let through.
struct NinjaOneRequest: Sendable {
    let call: VendorCall
    /// Below `/v2`.
    let path: [String]

    var fleet: Fleet { call.fleet }

    func number(_ name: String) -> Int? { call.parameter(name).flatMap { Int($0) } }

    /// The id in the path.
    var id: Int { path.count > 1 ? Int(path[1]) ?? -1 : -1 }

    var filter: NinjaOneDeviceFilter { NinjaOneDeviceFilter(call.parameter("df")) }

    /// The names of what is to be put beside a device.
    var expanded: Set<String> {
        Set((call.parameter("expand") ?? "").split(separator: ",").map { $0.trimmingSpaces() })
    }
}

extension Substring {
    func trimmingSpaces() -> String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
