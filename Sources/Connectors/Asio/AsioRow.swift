import JSON

/// A device's row of a list, whatever the list's shape: in groups by company and site, or plain, with or without
/// company and site, in an array or in an object by category.
struct AsioRow: Sendable {
    let json: JSONValue
    /// As the group or the row names it; it may be an id of another numbering.
    var company: String?
    var site: String?
    /// What the array was called that it stood in (`platform`, `network`, `data`).
    let category: String?

    var endpoint: String? { json.member(ignoringCase: "endpointID").cleaned }

    /// All rows of an answer; nil for what is no list.
    static func all(in answer: JSONValue) -> [AsioRow]? {
        if let array = answer.array { return rows(array, category: nil) }
        return answer.object.map { members in
            members.filter { $0.key.lowercased() != "failedrecords" }.flatMap { key, value in
                rows(value.array ?? [], category: key.lowercased())
            }
        }
    }

    private static func rows(_ elements: [JSONValue], category: String?) -> [AsioRow] {
        elements.flatMap { element in
            let group = AsioRow(element, category: category)
            guard let endpoints = element.member(ignoringCase: "endpoints").array else { return [group] }
            return endpoints.map { json in
                var row = AsioRow(json, category: category)
                row.company = group.company ?? row.company
                row.site = group.site ?? row.site
                return row
            }
        }
    }

    private init(_ json: JSONValue, category: String?) {
        self.json = json
        self.category = category
        company = json.member(ignoringCase: "companyID").cleaned
        site = json.member(ignoringCase: "siteID").cleaned
    }

    /// The device's id, which no row can be without.
    func id() throws(UnusableRecord) -> String {
        guard let endpoint else { throw UnusableRecord("no endpointID") }
        return endpoint
    }
}
