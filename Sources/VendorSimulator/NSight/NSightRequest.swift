import Inventory

/// A call that was let through, and what it is about.
struct NSightRequest: Sendable {
    let call: VendorCall

    var fleet: Fleet { call.fleet }

    private func number(_ name: String) -> Int? { call.parameter(name).flatMap { Int($0) } }

    /// The client that is asked for; nil where there is none of this id.
    var client: Organization? {
        number("clientid").flatMap { id in fleet.organizations.first { NSightID.client($0.number) == id } }
    }

    var site: Site? {
        number("siteid").flatMap { id in
            fleet.sites.first { NSightID.site($0.number) == id && $0.organization != nil }
        }
    }

    var device: Device? {
        number("deviceid").flatMap { fleet.device(NSightID.deviceNumber($0)) }.flatMap {
            NSightKind($0) == nil ? nil : $0
        }
    }

    /// Code 4: a value that is none.
    func invalid(_ parameter: String) -> VendorAnswer {
        .nSight(call, failure: 4, "Invalid parameter value: \(parameter)")
    }

    /// `<items>` with a row for each thing that is not kept back.
    func items<Thing>(
        _ row: StaticString, _ things: [Thing], number: (Thing) -> Int, _ write: (Thing, inout XMLWriter) -> Void
    ) -> VendorAnswer {
        .nSight(call) { xml in
            xml.element("items") { self.rows(row, things, number: number, to: &$0, write) }
        }
    }

    func rows<Thing>(
        _ row: StaticString, _ things: [Thing], number: (Thing) -> Int, to xml: inout XMLWriter,
        _ write: (Thing, inout XMLWriter) -> Void
    ) {
        let disturbance = call.disturbance
        if disturbance.has(.emptyLists) { return }
        for thing in things where !disturbance.hides(row: number(thing)) {
            xml.row(row, number(thing), disturbance) { write(thing, &$0) }
        }
    }
}
