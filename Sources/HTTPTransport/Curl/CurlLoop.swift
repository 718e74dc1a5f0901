import CLibcurl

/// The thread's work: takes new calls from the mailbox, lets libcurl move bytes, and tells outcomes. Nothing in here is
/// touched by another thread but the mailbox.
final class CurlLoop {
    private let mailbox: CurlMailbox
    private let egress: EgressPolicy
    private let multi: UnsafeMutableRawPointer
    private let clock = ContinuousClock()
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// The calls that look a name up for others, until they are past it.
    private var pioneers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var gate = NameGate<Ticket>()
    /// No call's limit is passed before this.
    private var nextDeadline: ContinuousClock.Instant?

    init(mailbox: CurlMailbox, egress: EgressPolicy) {
        self.mailbox = mailbox
        self.egress = egress
        multi = mailbox.multi.raw
    }

    /// Returns when the mailbox is closed.
    func run() {
        while true {
            let mail = mailbox.take()
            if mail.isClosed { break }
            for ticket in mail.tickets { admit(ticket) }
            if mail.hasCancellations { dropCancelled() }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            passNames()
            finishDone()
            dropExpired()
            curl_multi_poll(multi, nil, 0, pollMilliseconds, nil)
        }
        for ticket in gate.drop(where: { _ in true }) { ticket.tell(.failure(.cancelled)) }
        for transfer in transfers.values { end(transfer, .failure(.cancelled)) }
    }

    // MARK: - Beginning

    private func admit(_ ticket: Ticket) {
        if ticket.isCancelled { return ticket.tell(.failure(.cancelled)) }
        do throws(TransportError) {
            let url = try CallURL(ticket.request.url)
            try egress.check(url)
            try PinnedKey.check(ticket.request.pinnedPublicKey, host: url.host)
            let isName = url.address == nil
            if !isName || gate.admit(ticket, host: url.host, at: clock.now) { begin(ticket, url, looksUp: isName) }
        } catch {
            ticket.tell(.failure(error))
        }
    }

    private func begin(_ ticket: Ticket, _ url: CallURL, looksUp: Bool) {
        guard let transfer = Transfer(ticket, url: url, egress: egress) else {
            return ticket.tell(.failure(.cannotConnect(host: url.host, reason: "out of memory")))
        }
        transfers[transfer.easy.raw] = transfer
        if looksUp { pioneers[transfer.easy.raw] = transfer }
        nextDeadline = min(nextDeadline ?? transfer.deadline, transfer.deadline)
        curl_multi_add_handle(multi, transfer.easy.raw)
    }

    private func passNames() {
        for (key, transfer) in pioneers where transfer.isPastName {
            pioneers[key] = nil
            for ticket in gate.passed(host: transfer.url.host, .resolved, at: clock.now) {
                begin(ticket, transfer.url, looksUp: false)
            }
        }
    }
}

extension CurlLoop {
    // MARK: - Ending

    private func finishDone() {
        var code = CURLE_OK
        while let easy = qm_multi_next_done(multi, &code) {
            guard let transfer = transfers[easy] else { continue }
            end(transfer, transfer.outcome(code))
        }
    }

    private func dropCancelled() {
        for ticket in gate.drop(where: \.isCancelled) { ticket.tell(.failure(.cancelled)) }
        for transfer in transfers.values where transfer.ticket.isCancelled { end(transfer, .failure(.cancelled)) }
    }

    /// Looks at every call, and only when the earliest limit may have passed.
    private func dropExpired() {
        let now = clock.now
        guard let due = nextDeadline, now >= due else { return }
        for transfer in transfers.values {
            if let error = transfer.expired(at: now) { end(transfer, .failure(error)) }
        }
        nextDeadline = transfers.values.lazy.map(\.deadline).min()
    }

    private func end(_ transfer: Transfer, _ outcome: Result<TransportResponse, TransportError>) {
        let key = transfer.easy.raw
        curl_multi_remove_handle(multi, key)
        transfers[key] = nil
        if pioneers.removeValue(forKey: key) != nil { passOn(transfer, outcome) }
        transfer.ticket.tell(outcome)
    }

    /// A call that looked a name up for others has ended before its turn to tell them came.
    private func passOn(_ transfer: Transfer, _ outcome: Result<TransportResponse, TransportError>) {
        let fate = transfer.isPastName ? .resolved : NameFate(outcome)
        for ticket in gate.passed(host: transfer.url.host, fate, at: clock.now) {
            switch fate {
            case .failed: ticket.tell(outcome)
            case .resolved: begin(ticket, transfer.url, looksUp: false)
            case .givenUp: begin(ticket, transfer.url, looksUp: true)
            }
        }
    }

    /// Until the next limit; libcurl wakes earlier for bytes, for its own timers and for mail.
    private var pollMilliseconds: Int32 {
        guard let nextDeadline else { return 60_000 }
        return Int32(clamping: max(0, (nextDeadline - clock.now).milliseconds + 1))
    }
}

extension NameFate {
    /// Of a call that ended before its name was known.
    init(_ outcome: Result<TransportResponse, TransportError>) {
        switch outcome {
        case .failure(.cannotResolve), .failure(.timedOut(.connect)): self = .failed
        default: self = .givenUp
        }
    }
}
