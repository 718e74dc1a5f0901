import JSON

/// The sites of the account, for what is read a site: by uid, with the devices that each is said to have.
actor DattoSites {
    struct Site: Sendable {
        let uid: String
        let devices: Int64
    }

    private var held: [Site]?

    /// Read anew at the start of a read, and where a read goes on without them. In the order of their uids.
    func all(_ client: DattoClient, isStart: Bool) async throws(ConnectorError) -> ([Site], CallCost) {
        if let held, !isStart { return (held, CallCost()) }
        let (rows, cost) = try await client.all("/v2/account/sites", "sites")
        let sites = rows.filter { !Self.isOfTheDeleted(uid: $0["uid"], name: $0["name"]) }.compactMap { row in
            row["uid"].cleaned.map { Site(uid: $0, devices: row["devicesStatus"]["numberOfDevices"].integer ?? 0) }
        }
        held = sites.sorted { $0.uid < $1.uid }
        return (held ?? [], cost)
    }

    /// The sites as parents: who goes through them goes on after the last one.
    func request(_ client: DattoClient, isStart: Bool) async throws(ConnectorError) -> (ReadRequest, CallCost) {
        let (sites, cost) = try await all(client, isStart: isStart)
        let request = ReadRequest(scope: .everything) { after, limit in
            Array(sites.lazy.map(\.uid).filter { uid in after.map { uid > $0 } ?? true }.prefix(limit))
        }
        return (request, cost)
    }

    /// The site that the system itself keeps for deleted devices: known by its name, and by a uid that is no GUID
    /// (trap 3). A customer's site may bear such a name, or such a uid.
    static func isOfTheDeleted(uid: JSONValue, name: JSONValue) -> Bool {
        guard let uid = uid.cleaned, name.cleaned?.lowercased() == "deleted devices" else { return false }
        return !isGUID(uid)
    }

    private static func isGUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
