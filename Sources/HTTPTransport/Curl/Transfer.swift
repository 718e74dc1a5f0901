import CLibcurl
import HTTPTypes

/// One call under way. Belongs to the loop's thread; libcurl's callbacks reach it through its address.
final class Transfer {
    let ticket: Ticket
    let url: CallURL
    let easy: EasyHandle
    private let egress: EgressPolicy
    private let clock = ContinuousClock()
    private(set) var began: ContinuousClock.Instant
    /// Since when nothing was heard; nil until there is a connection.
    private(set) var quietSince: ContinuousClock.Instant?
    private(set) var head = ResponseHead()
    private(set) var body: [UInt8] = []
    private var decoder: BodyDecoder?
    /// What our own callbacks stopped the transfer for; it explains libcurl's less telling code.
    private(set) var refusal: TransportError?
    /// The name has been resolved, or there was none to resolve.
    private(set) var isPastName = false

    init?(_ ticket: Ticket, url: CallURL, egress: EgressPolicy) {
        guard let easy = EasyHandle(ticket.request) else { return nil }
        self.ticket = ticket
        self.url = url
        self.easy = easy
        self.egress = egress
        self.began = clock.now
        let context = Unmanaged.passUnretained(self).toOpaque()
        qm_easy_set_write(easy.raw, onBody, onHeader, context)
        qm_easy_set_open_socket(easy.raw, onOpenSocket, context)
        qm_easy_set_before_request(easy.raw, onConnected, context)
    }

    deinit { easy.destroy() }

    /// A body that was compressed and ended before its own end.
    var isCutShort: Bool { decoder.map { !$0.isWhole } ?? false }

    /// When it must be looked at again. A connection made after this moment is not idle before then.
    var deadline: ContinuousClock.Instant {
        min(began + ticket.request.limits.total, (quietSince ?? clock.now) + ticket.request.limits.idle)
    }

    /// The limit that is passed by now, if any.
    func expired(at now: ContinuousClock.Instant) -> TransportError? {
        if now >= began + ticket.request.limits.total { return .timedOut(phase: .total) }
        if let quietSince, now >= quietSince + ticket.request.limits.idle { return .timedOut(phase: .idle) }
        return nil
    }

    // MARK: - What libcurl tells

    fileprivate func received(header line: UnsafeRawBufferPointer) -> Int {
        quietSince = clock.now
        head.append(line)
        return line.count
    }

    fileprivate func received(body part: UnsafeRawBufferPointer) -> Int {
        quietSince = clock.now
        do throws(TransportError) {
            try take(part)
            return part.count
        } catch {
            refusal = error
            return 0
        }
    }

    private func take(_ part: UnsafeRawBufferPointer) throws(TransportError) {
        let limit = ticket.request.limits.bodyBytes
        if let coding = head.contentEncoding {
            if decoder == nil { decoder = BodyDecoder(contentEncoding: coding) }
            guard let decoder else { throw .brokenTransfer("the body is coded as nobody asked for") }
            return try decoder.decode(part, into: &body, limit: limit)
        }
        guard body.count + part.count <= limit else { throw .bodyTooLarge(limit: limit) }
        if body.isEmpty, let length = head.contentLength { body.reserveCapacity(min(max(0, length), limit)) }
        body.append(contentsOf: part)
    }

    fileprivate func connected() {
        isPastName = true
        quietSince = clock.now
    }

    fileprivate func openSocket(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        isPastName = true
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = Int(qm_address_bytes(target, &bytes))
        guard let address = IPAddress(bytes: bytes.prefix(count)) else { return refuse(.refused, address: "unknown") }
        let verdict = egress.verdict(on: address, isTLS: url.scheme == "https")
        return verdict == .allowed ? qm_open_socket(target) : refuse(verdict, address: "\(address)")
    }

    /// libcurl goes on with the name's next address; the refusal counts only if none of them answers.
    private func refuse(_ verdict: EgressPolicy.Verdict, address: String) -> curl_socket_t {
        refusal =
            verdict == .needsTLS
            ? .badURL(EgressPolicy.needsTLS(url.host)) : .egressRefused(host: url.host, address: address)
        return -1
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let onBody: curl_write_callback = { bytes, size, count, context in
    transfer(context)?.received(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

private let onHeader: curl_write_callback = { bytes, size, count, context in
    transfer(context)?.received(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

private let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let transfer = transfer(context), let address else { return -1 }
    return transfer.openSocket(address)
}

private let onConnected: curl_prereq_callback = { context, _, _, _, _ in
    transfer(context)?.connected()
    return CURL_PREREQFUNC_OK
}
