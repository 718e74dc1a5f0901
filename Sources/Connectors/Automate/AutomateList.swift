/// A list of the server's: where it is, what tells its rows apart, and what of them is asked for.
struct AutomateList: Sendable, Hashable {
    let path: String
    /// A member that is unique in the list, a whole number whether it is sent as one or as text.
    let key: String
    /// The members to ask for: not what is bulky, and never what holds credentials. Nil asks for all.
    let fields: [String]?
    var pageSize = AutomateClient.pageSize

    init(_ path: String, key: String, fields: [String]? = nil) {
        self.path = path
        self.key = key
        self.fields = fields
    }

    func pages(of size: Int) -> AutomateList {
        var list = self
        list.pageSize = size
        return list
    }
}
