import Inventory

/// A ticket of the fleet as this vendor has it.
struct HaloTicket {
    let ticket: Ticket
    private let fleet: Fleet

    init(_ ticket: Ticket, _ fleet: Fleet) { (self.ticket, self.fleet) = (ticket, fleet) }

    var status: Lookups.Status? { fleet.lookups.status(ticket.status) }
    var type: Lookups.BoardType? { ticket.type.flatMap(fleet.lookups.type) }
    var isWaiting: Bool { status?.category == .waiting }
    var agent: String? { ticket.assignee.flatMap(fleet.lookups.member)?.fullName }

    /// Two agreements on service levels, which number their priorities each in its own way.
    var sla: (number: Int, name: String) { HaloSetup.slas[ticket.board % 2] }
    var priorityID: Int { HaloSetup.priorityID(ticket.priority, sla: sla.number) }

    /// 22 is a project; 21 is advice.
    var itilType: Int {
        if ticket.board == 3 { return 22 }
        switch type?.name {
        case "Incident": return 1
        case "Change": return 2
        case "Service Request": return 3
        default: return 21
        }
    }

    var site: Site? { ticket.site.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0 } }
    var contact: Person? { ticket.contact.flatMap(fleet.person).flatMap { $0.company == nil ? nil : $0 } }
    var assets: [Configuration] { ticket.configurations.compactMap(fleet.configuration) }
    var mainAsset: Configuration? { assets.first }
    var category: String? { ["Software>Outlook", "Hardware>Printer", nil][ticket.number % 3] }

    /// Some descriptions carry a picture within the text.
    var hasPicture: Bool { ticket.number % 4 == 0 }

    /// The description as HTML.
    var html: String {
        let text = (ticket.details ?? "").replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\n", with: "<br>")
        let picture = #"<img src="data:image/png;base64,\#(String(repeating: "iVBORw0KGgo", count: 40))">"#
        return text.isEmpty ? "" : "<p>\(text)</p>" + (hasPicture ? picture : "")
    }
}
