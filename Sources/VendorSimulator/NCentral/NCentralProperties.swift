/// Custom properties, one of each type. The password is there for whoever would store it.
enum NCentralProperties {
    static let password = "simulated-bitlocker-key"

    static func answer(_ owner: Int) -> VendorAnswer {
        .json { json in
            json.object { json in
                json.member(
                    "data",
                    array: { json in
                        write(1, "Asset owner", "TEXT", "Owner \(owner)", to: &json)
                        write(2, "Recovery key", "PASSWORD", password, to: &json)
                        write(3, "Reviewed on", "DATE", "1707886800000", to: &json)
                        write(4, "Support level", "ENUMERATED", "Gold", to: &json)
                        write(5, "Unused", "TEXT", "", to: &json)
                    })
                json.member("totalItems", 5)
            }
        }
    }

    private static func write(_ id: Int, _ name: String, _ type: String, _ value: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("propertyId", id)
            json.member("propertyName", name)
            json.member("propertyType", type)
            json.member("value", value)
            json.member(
                "enumeratedValueList",
                array: { json in
                    if type == "ENUMERATED" { for word in ["Bronze", "Silver", "Gold"] { json.value(word) } }
                })
        }
    }
}
