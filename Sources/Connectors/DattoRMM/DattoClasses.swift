import Inventory
import JSON

/// Which audit a device has, by its uid: the wrong one is refused, and the class stands in the list alone (trap 6).
///
/// Filled by the list of devices as it is read, else by going through the list once.
actor DattoClasses {
    private var held: [String: String] = [:]
    private var isLoaded = false

    /// Takes in a page of the list.
    func note(_ rows: [JSONValue]) {
        for row in rows { if let uid = row["uid"].cleaned { held[uid] = row["deviceClass"].cleaned ?? "" } }
    }

    /// Makes sure that the list was seen once.
    func prepare(_ client: DattoClient) async throws(ConnectorError) -> CallCost {
        guard !isLoaded, held.isEmpty else { return CallCost() }
        let (rows, cost) = try await client.all("/v2/account/devices", "devices")
        note(rows)
        isLoaded = true
        return cost
    }

    /// Whether it has the agent, and so software and patches; what is not known has not.
    func isMachine(_ uid: String, _ client: DattoClient) async throws(ConnectorError) -> Bool {
        do throws(ConnectorError) {
            return try await name(of: uid, client) == "device"
        } catch {
            guard case .notFound = error else { throw error }
            return false
        }
    }

    /// The class of a device; one that is not in the list is asked for by itself.
    func name(of uid: String, _ client: DattoClient) async throws(ConnectorError) -> String {
        if let known = held[uid] { return known }
        guard let answer = try await client.one("/v2/device/\(URLText.encoded(uid))") else {
            throw .notFound("the device is gone")
        }
        note([answer.json])
        return held[uid] ?? ""
    }
}
