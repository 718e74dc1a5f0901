import Inventory

/// Custom fields: two on devices, of which one is nobody's business, and one on organisations.
enum VSAXCustomFields {
    struct Field: Sendable {
        let id: Int
        let name: String
        let type: String
        let context: String
        /// What things have it, and what is in it.
        let values: @Sendable (Fleet) -> [(item: String, value: String?)]
    }

    static let all: [Field] = [
        Field(id: 11, name: "Warranty end", type: "Date", context: "Device") { fleet in
            fleet.devices.compactMap { one in warranty(one).map { (one.uid, $0) } }
        },
        Field(id: 12, name: "Local admin password", type: "Text", context: "Device") { fleet in
            fleet.devices.filter(\.hasAgent).map { ($0.uid, "simulated-password-\($0.number)") }
        },
        Field(id: 13, name: "Contract", type: "Text", context: "Organization") { fleet in
            fleet.organizations.compactMap { one in
                contract(one).map { (String(VSAXID.organization(one.number)), $0) }
            }
        },
    ]

    static func warranty(_ device: Device) -> String? { device.warranty.map { TimeText.day($0.endsOn) } }
    static func contract(_ one: Organization) -> String? { one.number % 3 == 0 ? nil : "Gold \(one.number)" }
    static func hasAny(_ device: Device) -> Bool { device.hasAgent || device.warranty != nil }

    static let definitions = VSAXList<Field>(
        things: { _ in all }, number: { $0.id },
        fields: ["Id": { one, _ in .number(one.id) }, "Name": { one, _ in .text(one.name) }]
    ) { one, _, json in
        json.member("Id", one.id)
        json.member("Name", one.name)
        json.member("Type", one.type)
        json.member("Contexts", array: { $0.value(one.context) })
    }

    /// Who has a field, and what is in it. A number of a row is its place: nothing else tells them apart.
    static func usage(of id: Int) -> VSAXList<Usage>? {
        guard let field = all.first(where: { $0.id == id }) else { return nil }
        return VSAXList<Usage>(
            things: { request in
                field.values(request.fleet).enumerated().map { Usage($0.offset, field, $0.element) }
            },
            number: { $0.place }, fields: ["ContextItemId": { one, _ in .text(one.item) }]
        ) { one, _, json in
            json.member("UsageContextType", one.context)
            json.member("ContextItemId", one.item)
            json.member("Value", one.value)
        }
    }

    struct Usage: Sendable {
        let place: Int
        let context: String
        let item: String
        let value: String?

        init(_ place: Int, _ field: Field, _ found: (item: String, value: String?)) {
            self.place = place
            context = field.context
            (item, value) = found
        }
    }

    /// The fields of one thing.
    static func list(of item: String, context: String) -> VSAXList<Field> {
        VSAXList<Field>(
            things: { request in
                all.filter { field in
                    field.context == context && field.values(request.fleet).contains { $0.item == item }
                }
            },
            number: { $0.id }, fields: ["Id": { one, _ in .number(one.id) }]
        ) { one, request, json in
            json.member("Id", one.id)
            json.member("Name", one.name)
            json.member("Value", one.values(request.fleet).first { $0.item == item }?.value)
            json.member("Type", one.type)
        }
    }
}
