import CZlib
import NIOCore

/// What gzip packed.
enum Unzip {
    struct Broken: Error {}

    static func text(_ packed: ByteBuffer) throws -> String {
        var packed = Array(packed.readableBytesView)
        var output = [UInt8](repeating: 0, count: 1 << 24)
        var state = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&state, 15 + 16, ZLIB_VERSION, size) == Z_OK else { throw Broken() }
        defer { inflateEnd(&state) }
        let count = (UInt32(packed.count), UInt32(output.count))
        let status = packed.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                state.next_in = source.baseAddress
                state.avail_in = count.0
                state.next_out = target.baseAddress
                state.avail_out = count.1
                return inflate(&state, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { throw Broken() }
        return String(decoding: output.prefix(Int(state.total_out)), as: UTF8.self)
    }
}
