/// Lets one call a host look its name up, and the others after it, from libcurl's cache: libcurl starts a thread a
/// look-up, and a thousand calls to one vendor would start a thousand. No I/O inside.
struct NameGate<Waiting> {
    /// Shorter than libcurl keeps a name (60 s), so that a name counts as known only while it is.
    static var freshFor: Duration { .seconds(50) }

    private var known: [String: ContinuousClock.Instant] = [:]
    private var waiting: [String: [Waiting]] = [:]

    /// True: go, and if the name was not known, tell `passed` how that went. False: held until then.
    mutating func admit(_ waiter: Waiting, host: String, at now: ContinuousClock.Instant) -> Bool {
        if let since = known[host], now - since < Self.freshFor { return true }
        guard waiting[host] != nil else {
            waiting[host] = []
            return true
        }
        waiting[host]?.append(waiter)
        return false
    }

    /// The call that looked the name up is past it, or ended. Answers who is concerned: all who waited, or, where it was
    /// only given up, the one who looks it up next.
    mutating func passed(host: String, _ fate: NameFate, at now: ContinuousClock.Instant) -> [Waiting] {
        guard var held = waiting[host] else { return [] }
        if fate == .resolved { known[host] = now }
        guard fate == .givenUp, !held.isEmpty else {
            waiting[host] = nil
            return held
        }
        let next = held.removeFirst()
        waiting[host] = held
        return [next]
    }

    /// Takes out those who no longer want to wait.
    mutating func drop(where unwanted: (Waiting) -> Bool) -> [Waiting] {
        var dropped: [Waiting] = []
        for (host, held) in waiting {
            dropped += held.filter(unwanted)
            waiting[host] = held.filter { !unwanted($0) }
        }
        return dropped
    }
}

/// How a look-up ended, for those who waited for it.
enum NameFate {
    case resolved
    /// It would fail for the others too.
    case failed
    /// For a reason of that one call's own.
    case givenUp
}
