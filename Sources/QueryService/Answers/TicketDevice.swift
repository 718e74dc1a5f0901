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
        guard let id = try await device(of: ticket, caller) else { throw Problem.noDevice }
        return try await tables.single(devices, call, id: id)
    }

    /// Of several the one behind the ticket's main item, and of these the surest.
    private func device(of ticket: UUID, _ caller: Caller) async throws -> UUID? {
        try await tables.reader.query(
            """
            SELECT l.device_id AS id
            FROM (SELECT t.configuration_id, 0 AS place FROM live.tickets t
                    WHERE t.tenant_id = \(caller.tenantID) AND t.id = \(ticket)
                UNION ALL
                SELECT c.configuration_id, 1 FROM live.ticket_configurations c
                    WHERE c.tenant_id = \(caller.tenantID) AND c.ticket_id = \(ticket)) items
            JOIN inventory.device_configurations l ON l.tenant_id = \(caller.tenantID)
                AND l.configuration_id = items.configuration_id AND l.state IN ('confirmed', 'automatic')
            JOIN live.devices d ON d.tenant_id = l.tenant_id AND d.id = l.device_id
            ORDER BY items.place, l.state = 'confirmed' DESC, l.score DESC NULLS LAST, l.device_id LIMIT 1
            """, tenant: caller.tenantID, readOnly: true
        ).first?.get("id")
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
