import JSON

extension SettledPaging.Event {
    /// Either of the vendor's two envelopes (sheet, Pagination). Every field but `data` is optional: real servers put them
    /// on one envelope and leave them off the other.
    init(_ json: JSONValue, ids: [String?]) {
        let links = json["_links"].object == nil ? json["links"] : json["_links"]
        self.init(
            ids: ids, totalItems: json["totalItems"].integer, totalPages: json["totalPages"].integer,
            hasNext: links.object == nil ? nil : links["nextPage"].cleaned != nil)
    }
}
