/// Which devices the list has shown in this run. What hangs on a device is read before the run's end deletes those that
/// are gone: such a device is asked for nothing, and its row is left as it was until then.
actor NCentralRoll {
    private var ids: Set<String> = []
    private var hasStart = false
    private var isWhole = false

    /// Takes in a page of the list.
    func take(_ page: [String], isStart: Bool, isWhole: Bool) {
        if isStart { (ids, hasStart) = ([], true) }
        ids.formUnion(page)
        self.isWhole = isWhole && hasStart
    }

    /// Known only by a list that was read in this run from its start to its proven end; an empty one is not believed.
    func isGone(_ device: String) -> Bool { isWhole && !ids.isEmpty && !ids.contains(device) }
}

extension NCentralReader {
    /// A page of a stream that is read device by device.
    func eachDevice(
        _ request: ReadRequest, at position: ReadPosition?, walk: ParentWalker = NCentralStreams.assetsWalk,
        read: @escaping @Sendable (String) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        try await walk.page(request, at: position) { (device, _) async throws(ConnectorError) in
            if await roll.isGone(device) { return Page() }
            return try await read(device)
        }
    }
}
