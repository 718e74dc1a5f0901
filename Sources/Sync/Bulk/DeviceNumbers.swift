/// Numbers of devices, as they are kept with a page.
enum DeviceNumbers {
    static func bytes(_ numbers: [Int32]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    }

    static func numbers(_ bytes: [UInt8]) -> [Int32] {
        stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | Int32(truncatingIfNeeded: Int($1)) }
        }
    }
}
