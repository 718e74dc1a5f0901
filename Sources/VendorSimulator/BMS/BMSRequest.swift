import Foundation
import HTTPTypes
import Inventory

/// A call below `/v2` that was let through: the query's parameters, or what the body of a search has in their place.
struct BMSRequest: Sendable {
    let call: VendorCall
    /// Below the version.
    let path: [String]
    let places: BMSPlaces
    /// By their names in small letters; what lies in a body's `Filter` has `filter.` before it, as in a query.
    let parameters: [String: String]

    init?(_ call: VendorCall, _ places: BMSPlaces) {
        guard call.segments.first == "v2", let parameters = Self.parameters(call) else { return nil }
        self.call = call
        self.places = places
        self.parameters = parameters
        path = Array(call.segments.dropFirst())
    }

    var fleet: Fleet { call.fleet }
    var disturbance: Disturbance { call.disturbance }

    /// The whole numbers in the path.
    var ids: [Int] { path.compactMap { Int($0) } }

    func filter(_ name: String) -> String? { parameters["filter.\(name)"] }

    /// A moment that a filter names.
    func since(_ name: String) -> Timestamp? { filter(name).flatMap(BMSTime.filter) }

    /// Whether a thing in use, or out of it, is asked for.
    func takes(isActive: Bool) -> Bool {
        switch filter("isactive") {
        case "true", "1": isActive
        case "false", "0": !isActive
        // What a list gives unasked is not established; here it leaves out what is not in use.
        default: isActive
        }
    }

    private static func parameters(_ call: VendorCall) -> [String: String]? {
        guard call.method == .post, call.segments.last == "search" else {
            return Dictionary(call.query.map { ($0.name.lowercased(), $0.value) }) { $1 }
        }
        guard let body = try? JSONSerialization.jsonObject(with: Data(call.body)) as? [String: Any] else { return nil }
        return flat(body, prefix: "")
    }

    private static func flat(_ object: [String: Any], prefix: String) -> [String: String] {
        object.reduce(into: [:]) { flat, member in
            let name = prefix + member.key.lowercased()
            if let inner = member.value as? [String: Any] {
                flat.merge(Self.flat(inner, prefix: name + ".")) { $1 }
            } else {
                flat[name] = "\(member.value)"
            }
        }
    }
}
