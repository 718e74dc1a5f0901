public import Inventory

/// What moves at every check-in.
public struct Readings: Sendable, Hashable {
    public let isOnline: Bool
    public let lastContact: Timestamp
    /// When the machine last sent its data.
    public let lastUpdate: Timestamp
    /// One for each volume.
    public let freeBytes: [Int]
}

extension Fleet {
    /// A device's readings at the last step.
    public func readings(of device: Device) -> Readings {
        let drawn = SplitMix64.hash(seed, .reading, device.number, device.offlineSince == nil ? tick : -1)
        let fraction = Int64(drawn % 1000) * 1000
        let ago = Int64((drawn >> 10) % 240) * 1_000_000
        let contact = Timestamp(microseconds: (device.offlineSince ?? now).microseconds - ago + fraction)
        let free = device.volumes.enumerated().map { index, volume in
            let wobble = Int((drawn >> UInt64(20 + index * 3)) % 4096) * 4096 * 64
            return max(0, Int(Double(volume.capacityBytes) * (1 - volume.usedShare)) / 4096 * 4096 - wobble)
        }
        return Readings(
            isOnline: device.offlineSince == nil, lastContact: contact,
            lastUpdate: contact.plus(minutes: -Int((drawn >> 40) % 60)), freeBytes: free)
    }
}
