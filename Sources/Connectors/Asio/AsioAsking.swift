/// What the list of devices is asked for: the category, and the sections by name, all of them in one list, which spares
/// a call a device. Which names a tenant knows is not certain: one that it answers with 400 is left out from then on.
actor AsioAsking {
    private var category = "all"
    private var names = documented + inferred

    /// Named by clients that read them.
    private static let documented = [
        "deviceName", "friendlyName", "resourceType", "endpointType", "subResourceType", "type", "virtualType",
        "ipAddress", "macAddress", "remoteAddress", "os", "system", "baseboard", "bios", "antiViruses",
    ]
    /// Sections of the older route, which are thought to be known here too.
    private static let inferred = ["processors", "memory", "networks", "systemState"]

    /// The path and the query of the list; with only these sections, where given.
    func list(_ only: [String]?) -> (path: String, query: [(String, String)]) {
        let names = only.map { only in self.names.filter(only.contains) } ?? self.names
        let path = "/api/platform/v2/device/categories/\(category)/endpoints"
        return (path, names.isEmpty ? [] : [("field", names.joined(separator: ","))])
    }

    /// Whether the tenant knows a section, as far as it has said.
    func knows(_ name: String) -> Bool { names.contains(name) }

    /// Leaves out what an answer of 400 is about; false when there is nothing left to leave out.
    func leaveOut(_ words: String) -> Bool {
        let said = Set(words.split { !$0.isLetter }.map(String.init))
        if let name = names.first(where: said.contains) {
            names.removeAll { $0 == name }
        } else if category == "all", words.lowercased().contains("categor") {
            category = "platform"
        } else if names.contains(where: Self.inferred.contains) {
            names.removeAll(where: Self.inferred.contains)
        } else if !names.isEmpty {
            names = []
        } else if category == "all" {
            category = "platform"
        } else {
            return false
        }
        return true
    }
}

extension AsioReader {
    /// A step of the list of devices, asked again without what the tenant does not know.
    func devices(
        _ only: [String]? = nil, at position: ReadPosition?,
        read: (_ rows: [AsioRow], _ batch: [String]) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        let (page, _) = try await asked(only, { .byBody($0) }) { (list) async throws(ConnectorError) in
            try await step(list, needsCompanies: only == nil, at: position, read: read)
        }
        return page
    }

    /// Asks, and where it is refused with 400, again for less: what came, and how many askings were in vain.
    func asked<Result>(
        _ only: [String]?, _ asks: (String) -> AsioList.Asks,
        _ ask: (AsioList) async throws(ConnectorError) -> Result
    ) async throws(ConnectorError) -> (Result, inVain: Int) {
        var inVain = 0
        while true {
            do throws(ConnectorError) {
                let (path, query) = await asking.list(only)
                return (try await ask(AsioList(.inventory, asks(path), query: query)), inVain)
            } catch {
                guard case .rejectedCall(400, let words) = error, await asking.leaveOut(words) else { throw error }
                inVain += 1
            }
        }
    }
}
