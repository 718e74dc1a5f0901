import JSON

/// `AssetInfo`: categories of labels as they are shown to people. Labels vary by platform and agent: letter case does
/// not count, and what is not there is not known.
struct VSAXAssetInfo {
    private let categories: [(name: String, labels: [(key: String, value: JSONValue)])]
    private var carried: Set<[String]> = []

    init(_ json: JSONValue) {
        categories = (json.array ?? []).map { ($0["CategoryName"].cleaned ?? "", $0["CategoryData"].object ?? []) }
    }

    var isEmpty: Bool { categories.allSatisfy(\.labels.isEmpty) }

    /// Reads a label by a function, and counts it as carried when there was something.
    mutating func take<Value>(_ category: String, _ label: String, _ read: (String?) -> Value?) -> Value? {
        let path = [category.lowercased(), label.lowercased()]
        for known in categories where known.name.lowercased() == path[0] {
            let found = known.labels.first { Cleaned.text($0.key)?.lowercased() == path[1] }
            guard let found, let value = read(found.value.text) else { continue }
            carried.insert(path)
            return value
        }
        return nil
    }

    /// What no column carries, in the vendor's shape; nil when nothing is left.
    var rest: String? {
        let rest = categories.compactMap { category -> String? in
            let labels = category.labels.filter { label in
                !carried.contains([category.name.lowercased(), Cleaned.text(label.key)?.lowercased() ?? ""])
            }
            guard let data = JSONText.object(labels.map { ($0.key, $0.value.serialised()) }) else { return nil }
            return "{\"CategoryName\":\(JSONText.quoted(category.name)),\"CategoryData\":\(data)}"
        }
        return rest.isEmpty ? nil : "[\(rest.joined(separator: ","))]"
    }
}
