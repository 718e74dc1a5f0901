extension SimulatorHandle {
    /// Returns when so many calls have arrived since the beginning or since ``forgetCalls(vendor:tenant:)``, whether they
    /// are answered yet or not; at once if they already have. Returns early if the task is cancelled.
    /// - Parameter tenant: Where nil, the calls of all tenants are counted together, as by ``calls(_:tenant:)``.
    public func waitForCalls(_ count: Int, vendor: String, tenant: String? = nil) async {
        let (arrivals, listener) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let listenings = vendors(vendor, tenant).map { ($0, $0.listen(listener)) }
        defer { for (vendor, number) in listenings { vendor.stopListening(number) } }
        // Looked at once before any event, for calls that came before this began to listen.
        listener.yield()
        for await _ in arrivals where calls(vendor, tenant: tenant).values.reduce(0, +) >= count { return }
    }
}
