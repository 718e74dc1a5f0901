/// Bytes in gzip's frame, stored as they are: enough to test reading it.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt16(bytes.count)
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    packed.append(1)
    packed += littleEndian(length) + littleEndian(~length)
    packed += bytes
    packed += littleEndian(checksum(bytes)) + littleEndian(UInt32(bytes.count))
    return packed
}

/// 64 KiB of zeros in 96 bytes.
let gzippedZeros: [UInt8] = {
    let head: [UInt8] = [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xED, 0xC1, 1, 1, 0, 0, 0, 0x80, 0x90, 0xFE, 0xAF, 0xEE, 8, 0x0A,
    ]
    let tail: [UInt8] = [0x6A, 0xEB, 0x8E, 0x97, 0xD7, 0, 0, 1, 0]
    return head + [UInt8](repeating: 0, count: 63) + tail
}()

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
}
