import HTTPTypes
import HummingbirdCore
import Inventory
import NIOCore

/// Brings an answer to the caller, whole or as the faults will have it.
struct Delivery {
    let rules: [FaultRule]
    let now: Timestamp

    func response(_ answer: VendorAnswer) -> Response {
        var headers = answer.headers
        headers[.date] = TimeText.http(Timestamp(microseconds: now.microseconds + Int64(skew) * 1_000_000))
        let status = HTTPResponse.Status(code: answer.status)
        for rule in rules {
            switch rule.fault {
            case .truncated:
                let half = Array(answer.body.prefix(answer.body.count / 2))
                return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: half)))
            case .wrongLength: return Response(status: status, headers: headers, body: broken(answer.body))
            case .slow(let rate): return Response(status: status, headers: headers, body: slow(answer.body, rate))
            default: continue
            }
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private var skew: Int {
        rules.lazy.compactMap { if case .clockSkew(let seconds) = $0.fault { seconds } else { nil } }.first ?? 0
    }

    /// Promises the whole, sends half and hangs up.
    private func broken(_ body: [UInt8]) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
            throw BrokenOff()
        }
    }

    /// A few bytes at a time.
    private func slow(_ body: [UInt8], _ bytesPerSecond: Int) -> ResponseBody {
        let rate = max(1, bytesPerSecond)
        return ResponseBody(contentLength: body.count) { writer in
            var rest = body[...]
            while !rest.isEmpty {
                try await writer.write(ByteBuffer(bytes: rest.prefix(rate)))
                rest = rest.dropFirst(rate)
                if !rest.isEmpty { try await Task.sleep(for: .seconds(1)) }
            }
            try await writer.finish(nil)
        }
    }

    private struct BrokenOff: Error {}
}
