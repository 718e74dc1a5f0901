/// What one asset record has for other streams than the one that has read it: kept until they come to the device in the
/// same run, so that the record, which takes a call, is not asked for again.
actor NCentralParts {
    enum Part: Sendable, Hashable { case volumes, interfaces }

    /// Devices whose parts are kept at most: some 2 kB each.
    private static let most = 20_000

    private var kept: [String: [Part: Page]] = [:]

    func keep(_ parts: [Part: Page], of device: String) {
        guard kept.count < Self.most || kept[device] != nil else { return }
        kept[device] = parts.isEmpty ? nil : parts
    }

    /// A part, which is then kept no longer.
    func take(_ part: Part, of device: String) -> Page? {
        guard let found = kept[device]?.removeValue(forKey: part) else { return nil }
        if kept[device]?.isEmpty == true { kept[device] = nil }
        return found
    }
}
