import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses a body piece by piece, as gzip has it (RFC 1952). What it keeps does not grow with the body.
final class GzipStream {
    private static let piece = 32_768
    /// 15 bits of window, and 16 for gzip's own header and checksum.
    private static let window: Int32 = 15 + 16

    private let state: UnsafeMutablePointer<z_stream>

    init() {
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        let status = deflateInit2_(
            state, Z_BEST_SPEED, Z_DEFLATED, Self.window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib is of another version than its header, or there is no memory")
    }

    deinit {
        deflateEnd(state)
        state.deallocate()
    }

    /// What can be said after these bytes: perhaps nothing yet.
    func add(_ buffer: ByteBuffer) -> ByteBuffer {
        var buffer = buffer
        return buffer.readWithUnsafeMutableReadableBytes { bytes in
            state.pointee.next_in = bytes.bindMemory(to: Bytef.self).baseAddress
            state.pointee.avail_in = UInt32(bytes.count)
            return (bytes.count, drain(Z_NO_FLUSH))
        }
    }

    /// The rest.
    func end() -> ByteBuffer {
        state.pointee.next_in = nil
        state.pointee.avail_in = 0
        return drain(Z_FINISH)
    }

    private func drain(_ flush: Int32) -> ByteBuffer {
        var output = ByteBuffer()
        repeat {
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.piece) { space in
                state.pointee.next_out = space.bindMemory(to: Bytef.self).baseAddress
                state.pointee.avail_out = UInt32(space.count)
                deflate(state, flush)
                return space.count - Int(state.pointee.avail_out)
            }
        } while state.pointee.avail_out == 0
        return output
    }
}

/// Passes a body on compressed.
struct GzipWriter: ResponseBodyWriter {
    private var parent: any ResponseBodyWriter
    private let stream = GzipStream()

    init(_ parent: any ResponseBodyWriter) { self.parent = parent }

    mutating func write(_ buffer: ByteBuffer) async throws {
        let packed = stream.add(buffer)
        if packed.readableBytes > 0 { try await parent.write(packed) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.write(stream.end())
        try await parent.finish(trailingHeaders)
    }
}
