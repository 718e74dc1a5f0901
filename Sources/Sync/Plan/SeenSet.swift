/// The ids that a whole read has seen, as hashes of 8 bytes: sorted once, asked often.
struct SeenSet: Sendable {
    private var hashes: [UInt64]

    init(_ hashes: [UInt64]) {
        self.hashes = hashes.sorted()
    }

    /// From the bytes as they are stored with each page.
    init(pages: [[UInt8]]) {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(pages.reduce(0) { $0 + $1.count / 8 })
        for page in pages { hashes += Self.hashes(page) }
        self.init(hashes)
    }

    var isEmpty: Bool { hashes.isEmpty }

    func contains(_ hash: UInt64) -> Bool {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == hash
    }

    /// How many different hashes there are under each upper half (a device's number, in the bulk tables).
    func countsByUpperHalf() -> [Int32: Int] {
        var counts: [Int32: Int] = [:]
        var last: UInt64?
        for hash in hashes where hash != last {
            counts[Int32(truncatingIfNeeded: hash >> 32), default: 0] += 1
            last = hash
        }
        return counts
    }

    static func bytes(_ hashes: [UInt64]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * 8)
        for hash in hashes {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: hash >> shift)) }
        }
        return bytes
    }

    static func hashes(_ bytes: [UInt8]) -> [UInt64] {
        stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The hash of an external id. Stored: it must never change.
    static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return mix(hash)
    }

    /// Spreads every bit over all.
    static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }
}
