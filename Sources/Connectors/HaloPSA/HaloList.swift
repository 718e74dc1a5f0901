/// A list that is read in pages.
struct HaloList: Sendable {
    /// From the area on, as its calls are declared below `/api`.
    let path: String
    /// The member that holds the rows.
    let key: String
    /// What is asked for beside the page.
    var query: [(String, String)] = []
    /// Whether it is declared to know `lastupdatefromdate`; whether it does shows (``HaloFilters``).
    var isFiltered = false

    /// Both flags: whether the second alone still gives those in use is not established.
    private static let all = [("includeactive", "true"), ("includeinactive", "true")]

    static let clients = HaloList(path: "/Client", key: "clients", query: all, isFiltered: true)
    static let sites = HaloList(
        path: "/Site", key: "sites", query: all + [("includeaddress", "true")], isFiltered: true)
    static let users = HaloList(
        path: "/Users", key: "users", query: all + [("exclude_generaluser", "true")], isFiltered: true)
    static let assets = HaloList(
        path: "/Asset", key: "assets", query: all + [("includeassetfields", "true"), ("noicon", "true")],
        isFiltered: true)
    static let tickets = HaloList(
        path: "/Tickets", key: "tickets",
        query: [
            ("includestatus", "true"), ("includetickettype", "true"), ("includeagent", "true"),
            ("excludeslacalcs", "true"),
        ], isFiltered: true)
    static let opportunities = HaloList(
        path: "/Opportunities", key: "tickets", query: [("includestatus", "true"), ("includeagent", "true")],
        isFiltered: true)
    static let contracts = HaloList(path: "/ClientContract", key: "contracts", query: [("includeinactive", "true")])
    static let items = HaloList(path: "/Item", key: "items", query: all)
}
