@testable import HTTPTransport

/// Processes that share one scope through its ledger, in a time of their own: they come, call, freeze in the middle of
/// asking, go and die as the seed has it. Each has its own clock, and answers and calls take their time to travel.
struct SharingFleet {
    struct Process {
        var name: String
        var queue: BudgetQueue
        /// What its clock is ahead of the ledger's.
        var ahead: Double
        /// An answer that is on its way.
        var answer: (at: Double, askedAt: WallTime, share: BudgetShare)?
        /// When its calls end.
        var ends: [(at: Double, call: Budget.Call)] = []
        var bornAt: Double
        var calls = 0
    }

    let limits: BudgetLimits
    var random: Seeded
    var ledger = BudgetLedger()
    var processes: [Process] = []
    /// When each call came to the vendor.
    private(set) var arrivals: [WallTime] = []
    private(set) var mostAtOnce = 0
    private(set) var now: Double = 1_000_000
    private var born = 0
    /// Those that lived for a minute at least without making a call.
    private(set) var starved: [String] = []

    init(_ limits: BudgetLimits, seed: UInt64) {
        self.limits = limits
        random = Seeded(state: seed)
    }

    mutating func add() {
        born += 1
        var process = Process(
            name: "process \(born)", queue: BudgetQueue(Budget(limits)), ahead: random.number(-1_000...1_000),
            bornAt: now)
        process.queue.budget.adopt(nil, now: WallTime(seconds: now))
        processes.append(process)
    }

    /// Lets seconds pass in steps.
    mutating func run(seconds: Double, step: Double = 0.05, _ each: (inout SharingFleet) -> Void = { _ in }) {
        let end = now + seconds
        while now < end {
            now += step
            each(&self)
            for index in processes.indices { work(index) }
            mostAtOnce = max(mostAtOnce, processes.map(\.ends.count).reduce(0, +))
        }
    }

    /// As `kill -9` does: what it had sent has arrived, or will.
    mutating func kill(_ index: Int) {
        let process = processes.remove(at: index)
        if process.calls == 0, now - process.bornAt > 60 { starved.append(process.name) }
    }

    /// A process as a shell of its own would drive it.
    private mutating func work(_ index: Int) {
        var process = processes[index]
        defer { processes[index] = process }
        let local = WallTime(seconds: now + process.ahead)
        for end in process.ends where end.at <= now { process.queue.budget.settle(end.call) }
        process.ends.removeAll { $0.at <= now }
        if let answer = process.answer {
            guard answer.at <= now else { return }
            process.queue.endAsking()
            process.queue.budget.receive(answer.share, askedAt: answer.askedAt, random: random.number(0...1))
            process.answer = nil
        }
        if !process.queue.budget.isShareFresh(local), process.queue.budget.inFlight > 0 { ask(&process, local) }
        while process.answer == nil, let first = process.queue.first {
            switch process.queue.look(first, patience: .infinity, now: local) {
            case .go: send(&process, process.queue.take(first))
            case .ask: ask(&process, local)
            case .sleep, .park, .refuse: return
            }
        }
    }

    private mutating func ask(_ process: inout Process, _ local: WallTime) {
        guard let ask = process.queue.ask(process.name) else { return }
        // The ledger is had after a while, and the answer a while later.
        let had = now + random.number(0...0.2)
        let share = ledger.ask(ask, now: WallTime(seconds: had))
        process.answer = (had + random.number(0...0.2), local, share)
    }

    private mutating func send(_ process: inout Process, _ call: Budget.Call) {
        process.calls += 1
        arrivals.append(WallTime(seconds: now + random.number(0...(TokenBucket.travel - BudgetShare.callSeconds))))
        let seconds = random.number(0...1) < 0.02 ? random.number(5...30) : random.number(0.05...1)
        process.ends.append((now + seconds, call))
    }
}

/// A small generator: the same seed, the same world.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}
