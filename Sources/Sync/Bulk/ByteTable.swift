import Foundation

/// Numbers byte strings from 0 on in the order in which they were met, and finds them again: a hash table that holds them in one
/// buffer, since a dictionary's keys would be an allocation for each of millions of questions. What it finds is the very same
/// bytes, never merely the same hash.
struct ByteTable: Sendable {
    /// A place plus one, 0 where the slot is free; always a power of two, at most half full.
    private var slots: [Int32] = Array(repeating: 0, count: 1024)
    private var hashes: [Int] = []
    private var ends: [Int] = []
    private var bytes: [UInt8] = []

    var count: Int { ends.count }

    /// The place of the bytes, and whether they were met for the first time.
    mutating func place(of key: UnsafeBufferPointer<UInt8>) -> (place: Int, isNew: Bool) {
        // Seeded for each process, so that nobody outside can choose names that fall into one slot.
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(key))
        let hash = hasher.finalize()
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if hashes[place] == hash, isSame(place, key) { return (place, false) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(count) + 1
        hashes.append(hash)
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
        if count * 2 > slots.count { grow() }
        return (count - 1, true)
    }

    private func isSame(_ place: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = place == 0 ? 0 : ends[place - 1]
        guard ends[place] - start == key.count, let other = key.baseAddress else { return ends[place] == start }
        return bytes.withUnsafeBytes { $0.baseAddress.map { memcmp($0 + start, other, key.count) == 0 } ?? false }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (place, hash) in hashes.enumerated() {
            var slot = hash & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(place) + 1
        }
    }
}
