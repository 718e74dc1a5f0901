import CLibcurl

/// Decompresses a body as it comes, and knows in the end whether it was whole. libcurl would decompress too, but takes a
/// body that ends too early for a good one.
final class BodyDecoder {
    /// What is asked for in `Accept-Encoding`.
    static let accepted = "gzip"
    private static let roomBytes = 32 << 10

    private let raw: OpaquePointer
    private let room = UnsafeMutablePointer<UInt8>.allocate(capacity: roomBytes)
    private(set) var isWhole = false

    /// nil: the coding is none that was asked for.
    init?(contentEncoding: String) {
        guard ["gzip", "x-gzip"].contains(contentEncoding.lowercased()), let raw = qm_decoder_create() else {
            return nil
        }
        self.raw = raw
    }

    deinit {
        qm_decoder_destroy(raw)
        room.deallocate()
    }

    /// Appends what the next bytes decode to, which together may not pass the limit.
    func decode(_ part: UnsafeRawBufferPointer, into body: inout [UInt8], limit: Int) throws(TransportError) {
        var input = part.bindMemory(to: UInt8.self).baseAddress
        var left = part.count
        while true {
            var output: UnsafeMutablePointer<UInt8>? = room
            var free = Self.roomBytes
            let result = qm_decoder_step(raw, &input, &left, &output, &free)
            guard result != QM_DECODED_BROKEN else { throw .brokenTransfer("the compressed body does not decode") }
            isWhole = result == QM_DECODED_WHOLE
            let count = Self.roomBytes - free
            guard body.count + count <= limit else { throw .bodyTooLarge(limit: limit) }
            body.append(contentsOf: UnsafeBufferPointer(start: room, count: count))
            // Room left over means that all input is used up, unless another member follows.
            if left == 0 && free > 0 { return }
        }
    }
}
