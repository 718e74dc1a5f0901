import JSON

/// A device's asset record: the promised categories, and `_extra` with all of them, some with more fields. A category of
/// several rows is `{"list": […]}`, of one row it may be a plain object (sheet, Hardware and software audit).
struct NCentralAssetRecord: Sendable {
    /// The categories, which stand under `data`, or bare as in the vendor's own example.
    let categories: JSONValue

    init(_ answer: JSONValue) {
        categories = answer["data"].object == nil ? answer : answer["data"]
    }

    /// The agent's last record of a device that is gone.
    var isOfDeleted: Bool { categories["device"]["deleted"].text?.lowercased() == "true" }

    /// A category's rows as promised, else those of `_extra`.
    func rows(_ category: String) -> [JSONValue] {
        let promised = Self.rows(categories[category])
        return promised.isEmpty ? extraRows(category) : promised
    }

    /// A category's rows as `_extra` has them.
    func extraRows(_ category: String) -> [JSONValue] { Self.rows(categories["_extra"][category]) }

    private static func rows(_ category: JSONValue) -> [JSONValue] {
        if let list = category["list"].array ?? category.array { return list }
        return category.object.map { $0.isEmpty ? [] : [category] } ?? []
    }
}

extension JSONValue {
    /// A whole number above zero, of a record whose every leaf is a text: "4.0" too, unlike ``positiveDigits``.
    var positiveWhole: Int64? {
        guard let text = cleaned, let number = Int64(text) ?? Double(text).flatMap({ Int64(exactly: $0.rounded()) })
        else { return nil }
        return number > 0 ? number : nil
    }
}
