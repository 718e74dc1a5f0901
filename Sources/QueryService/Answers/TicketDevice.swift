import Access
import Foundation
import Hummingbird
import Inventory
import Postgres

/// Answers the device that a ticket is about: its configuration item, as the RMM knows it.
struct TicketDevice: Sendable {
    let tables: TableAnswers

    func answer(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        guard let tickets = tables.catalogue.resource("tickets"), let devices = tables.catalogue.resource("devices")
        else { throw Problem.internalError }
        guard caller.may(devices.group) else { throw Problem.forbidden(devices.group, for: "a ticket's device") }
        let ticket = try call.identifier
        let query = ListQuery(sort: [], fields: [tickets.key])
        let statement = ReadStatements(resource: tickets, query: query, caller: caller).single(ticket)
        guard try await !tables.reader.query(statement, tenant: caller.tenantID, readOnly: true).isEmpty else {
            throw Problem.notThere
        }
        let links = DeviceLinks(reader: tables.reader, tenant: caller.tenantID)
        let found = try await links.devices(ofTicket: ticket.postgresText)
        // Of several the surest.
        guard let id = found.first.flatMap({ UUID(uuidString: $0) }) else { throw Problem.noDevice }
        return try await tables.single(devices, call, id: id)
    }
}

extension Problem {
    static let noDevice = Problem(
        status: .notFound, kind: "no-device", title: "No device",
        detail: """
            The ticket names no configuration item that is known to be a device of the RMM; /v1/device-configurations shows \
            which are.
            """)
}
