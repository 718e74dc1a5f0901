import Inventory

/// What an answer told beside what it was asked for: one call a device tells its software, its disks, its network cards
/// and its processor, which fill four streams. The stream that is read first makes the calls and leaves the rest here,
/// for some hours (scans are a day apart); one that finds nothing here makes its own.
actor NSightLeftovers {
    private static let lifetime: Int64 = 4 * 3_600_000_000
    /// Parts of devices, of 1 to 2 kB.
    private static let most = 30_000

    private let now: @Sendable () -> Timestamp
    private var held: [Key: (page: Page, at: Timestamp)] = [:]

    private struct Key: Hashable {
        let stream: String
        let device: String
    }

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// Leaves a device's children for another stream.
    func leave(_ page: Page, for stream: String, of device: String) {
        if held.count < Self.most { held[Key(stream: stream, device: device)] = (page, now()) }
    }

    /// Takes what was left, once.
    func take(for stream: String, of device: String) -> Page? {
        guard let left = held.removeValue(forKey: Key(stream: stream, device: device)),
            now().microseconds - left.at.microseconds < Self.lifetime
        else { return nil }
        return left.page
    }
}
