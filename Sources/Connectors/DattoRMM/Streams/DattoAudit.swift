import Inventory
import JSON

/// The hardware audit of a device: one endpoint a class, and none for some.
enum DattoAudit {
    case machine(JSONValue)
    case printer(JSONValue)
    case host(JSONValue)

    var json: JSONValue {
        switch self {
        case .machine(let json), .printer(let json), .host(let json): json
        }
    }

    /// nil: this class of device has no audit, and nothing was asked.
    static func of(
        _ uid: String, _ reader: DattoReader
    ) async throws(ConnectorError) -> (audit: DattoAudit, cost: CallCost)? {
        let name = try await reader.classes.name(of: uid, reader.client)
        let make: (JSONValue) -> DattoAudit
        switch name {
        case "device": make = DattoAudit.machine
        case "printer": make = DattoAudit.printer
        case "esxihost": make = DattoAudit.host
        default: return nil
        }
        let answer = try await answer("/v2/audit/\(name)/\(URLText.encoded(uid))", reader)
        return (make(answer.json), answer.cost)
    }

    /// A class that changed meanwhile is refused as a bad call (trap 6): this device's matter, not the stream's.
    static func answer(_ path: String, _ reader: DattoReader) async throws(ConnectorError) -> VendorAnswer {
        do throws(ConnectorError) {
            return try await reader.client.get(path)
        } catch {
            throw refused(error)
        }
    }

    static func refused(_ error: ConnectorError) -> ConnectorError {
        guard case .rejectedCall(400, let words) = error else { return error }
        return .notAvailable("the vendor has no such audit for this device: \(words)")
    }

    /// Goes through the devices whose turn it is, knowing their classes.
    static func walk(
        _ reader: DattoReader, _ request: ReadRequest, at position: ReadPosition?,
        read: @escaping ParentWalker.Read
    ) async throws(ConnectorError) -> Page {
        let cost = try await reader.classes.prepare(reader.client)
        var page = try await ParentWalker.fleet.page(request, at: position, read: read)
        page.add(cost)
        return page
    }
}
