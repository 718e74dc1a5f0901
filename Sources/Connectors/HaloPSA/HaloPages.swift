import JSON

/// The vendor's numbered pages (sheet, Pagination). A page has a hundred rows at most, whatever is asked for; the end is
/// where as many rows have come as are counted, and never where our own arithmetic says.
enum HaloPages {
    static let largest = 100

    /// In an order that holds still; without `pageinate` the other two are ignored.
    static func query(_ number: Int, order: String = "id", descending: Bool = false) -> [(String, String)] {
        [
            ("pageinate", "true"), ("page_size", String(largest)), ("page_no", String(number)), ("order", order),
            ("orderdesc", String(descending)),
        ]
    }

    /// The first rows alone.
    static func first(of size: Int) -> [(String, String)] {
        [("pageinate", "true"), ("page_size", String(size)), ("page_no", "1"), ("order", "id"), ("orderdesc", "false")]
    }

    /// The rows, in whichever envelope: a bare array, the list's own key, or one that some clients have met. Anything else
    /// must not read as an empty list.
    static func rows(_ json: JSONValue, key: String, _ path: String) throws(ConnectorError) -> [JSONValue] {
        if let rows = json.array { return rows }
        for name in [key, "results", "data", "records", "items"] { if let rows = json[name].array { return rows } }
        throw .malformedAnswer("\(path) is not answered with a list")
    }

    /// Where a list goes on after an answer.
    /// - Parameter proves: Whether its end is to prove that all was seen, for which it is read until it shows the same twice.
    static func step(
        _ position: ReadPosition?, _ json: JSONValue, _ rows: [JSONValue], proves: Bool
    ) throws(ConnectorError) -> SettledPaging.Step {
        let total = json["record_count"].integer
        let isRepeated = total == nil && !rows.isEmpty && position?.fields["first"] == first(rows)
        // A list that ignores paging sends its first page for ever.
        let event = SettledPaging.Event(
            ids: isRepeated ? [] : rows.map { HaloRow.id($0["id"]) }, totalItems: total,
            hasNext: total == nil ? rows.count >= largest : nil)
        var step = try SettledPaging(pageSize: largest, mostPasses: proves ? 4 : 1).step(position, event)
        let isAgain = SettledPaging.page(step.next) == 1
        step.next?.fields["first"] = isAgain ? nil : first(rows)
        return step
    }

    private static func first(_ rows: [JSONValue]) -> String? { rows.first.flatMap { HaloRow.id($0["id"]) } }
}
