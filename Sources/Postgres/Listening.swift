import CLibPQ

extension PostgresConnection {
    /// Listens on a channel; `receive` gets each notification's payload, until the task is cancelled (which throws
    /// ``PostgresError/Code/cancelled``), the connection is lost, or `receive` throws.
    public func listen(to channel: String, _ receive: (String) async throws -> Void) async throws {
        let name: SQL = "\(identifier: channel)"
        try await execute("LISTEN \(name.text)")
        do {
            while true { try await deliver(to: receive) }
        } catch {
            if !handle.isBroken { try await execute("UNLISTEN \(name.text)", cancellable: false) }
            throw error
        }
    }

    private func deliver(to receive: (String) async throws -> Void) async throws {
        while let notification = PQnotifies(handle.pointer) {
            let payload = notification.pointee.extra.map { String(cString: $0) } ?? ""
            PQfreemem(notification)
            try await receive(payload)
        }
        guard !Task.isCancelled else { throw PostgresError(.cancelled, "the task was cancelled while it listened") }
        _ = await PollThread.shared.wait(handle.socket, for: .read, wakesOnCancel: true)
        try handle.consume()
        guard !handle.isBroken else { throw handle.lost() }
    }
}
