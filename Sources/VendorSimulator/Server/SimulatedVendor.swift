import Synchronization

/// One vendor of one tenant while the server runs: its face, its faults, its counts.
final class SimulatedVendor: Sendable {
    let face: any VendorFace
    let vendor: String
    private let state: Mutex<State>

    fileprivate struct State {
        var plan: FaultPlan
        var calls: [String: Int] = [:]
        var total = 0
        var running = 0
        var mostAtOnce = 0
        var recent: [ContinuousClock.Instant] = []
        var address: String?
        /// What callers have shown who they are with, as it stood in `Authorization` behind the scheme.
        var presented: Set<String> = []
        /// Who wants to hear of each call that arrives.
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    init(_ face: any VendorFace, vendor: String, seed: UInt64, faults: [FaultRule]) {
        self.face = face
        self.vendor = vendor
        var plan = FaultPlan(seed: seed)
        for rule in faults where rule.vendor == nil || rule.vendor == vendor { plan.add(rule) }
        state = Mutex(State(plan: plan))
    }

    /// A call begins: its number, its faults, and whether a limit was met.
    func begin(path: String, authorization: String?) -> (number: Int, rules: [FaultRule], isOverLimit: Bool) {
        defer { for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() } }
        return state.withLock { state in
            state.total += 1
            if let word = authorization?.split(separator: " ").last { state.presented.insert(String(word)) }
            state.calls[path, default: 0] += 1
            state.running += 1
            state.mostAtOnce = max(state.mostAtOnce, state.running)
            let rules = state.plan.strike(vendor: vendor, path: path)
            return (state.total, rules, rules.contains { state.isOver($0.fault) })
        }
    }

    /// Tells of each call that arrives, until ``stopListening(_:)`` is called with the number given back.
    func listen(_ listener: AsyncStream<Void>.Continuation) -> Int {
        state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = listener
            return state.nextListener
        }
    }

    func stopListening(_ number: Int) { state.withLock { _ = $0.listeners.removeValue(forKey: number) } }

    func end() { state.withLock { $0.running -= 1 } }

    func add(_ rule: FaultRule) { state.withLock { $0.plan.add(rule) } }
    func clearFaults() { state.withLock { $0.plan.clear() } }

    var calls: [String: Int] { state.withLock { $0.calls } }
    var struck: Int { state.withLock { $0.plan.struck } }
    var presented: Set<String> { state.withLock { $0.presented } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }
    func forgetCalls() {
        state.withLock {
            $0.calls = [:]
            $0.mostAtOnce = $0.running
        }
    }

    var baseURL: String {
        get { state.withLock { $0.address ?? "" } }
        set { state.withLock { $0.address = newValue } }
    }
}

extension SimulatedVendor.State {
    /// Whether a limit is passed by the call that has just begun.
    fileprivate mutating func isOver(_ fault: Fault) -> Bool {
        switch fault {
        case .concurrencyLimit(let most): return running > most
        case .quota(let calls, let seconds):
            let now = ContinuousClock.now
            recent.removeAll { now - $0 > .seconds(seconds) }
            guard recent.count < calls else { return true }
            recent.append(now)
            return false
        default: return false
        }
    }
}
