import Inventory

/// Cells that every PSA tells alike.
enum TruthCells {
    static func address(_ address: Address) -> [String: Value] {
        [
            "address_line1": .text(address.line1), "address_line2": Value(text: address.line2),
            "city": .text(address.city), "region": .text(address.region), "postal_code": .text(address.postalCode),
            "country": .text(address.country),
        ]
    }

    /// Placeholders and blanks are none.
    static func serial(_ serial: String?) -> Value {
        ["To be filled by O.E.M.", "Default string"].contains(serial) ? .null : Value(text: serial)
    }
}
