/// Custom fields: their names in one list, their values a company, by the fields' ids.
extension AsioEndpoint {
    static let customFields: [(String, AsioEndpoint)] = [
        (
            "api/platform/v1/custom-field/definitions",
            AsioEndpoint(AsioScope.definitions) { request in
                .json { json in
                    json.array { json in
                        for (id, name) in AsioCustomFields.definitions(request.fleet) {
                            json.object { json in
                                json.member("id", id)
                                json.member("name", name)
                                json.member("type", "Text")
                            }
                        }
                    }
                }
            }
        ),
        (
            "api/platform/v1/company/companies/{}/custom-fields",
            AsioEndpoint(AsioScope.fields) { request in
                .json { json in
                    json.array { json in
                        for (id, name) in AsioCustomFields.definitions(request.fleet) {
                            json.object { json in
                                json.member("attributeID", id)
                                json.member("value", "\(name) of \(request.ids[0].prefix(8))")
                            }
                        }
                    }
                }
            }
        ),
    ]
}

enum AsioCustomFields {
    static func definitions(_ fleet: Fleet) -> [(id: String, name: String)] {
        ["Account code", "Router password"].enumerated().map {
            (Identifiers.uuid(fleet.seed, .lookup, $0.offset, 31), $0.element)
        }
    }
}
