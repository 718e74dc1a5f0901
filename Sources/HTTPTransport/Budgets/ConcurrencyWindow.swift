/// How many calls at one time a vendor bears, found by trying. It opens quickly for the first calls, up to the first
/// refusal; then half, and slowly up again to just below where it refused. From there on, only now and then one above.
struct ConcurrencyWindow {
    /// A call's place in the window.
    struct Place: Sendable, Hashable {
        fileprivate var concurrency: Int
        fileprivate var epoch: Int
    }

    private static let start = 4
    /// The calls in which it opens quickly: with those that are under way then, it is settled within twenty.
    private static let quickCalls = 16
    /// The answers before one more is tried: as long as nothing was refused, and after that.
    private static let quickProbe = 25
    private static let probe = 200

    var most: Int { didSet { size = min(size, Double(most)) } }
    private(set) var inFlight = 0
    private var size: Double
    /// What is not to be passed but by a probe; nil while it opens quickly.
    private var ceiling: Int?
    private var isRefused = false
    private var epoch = 0
    private var calls = 0
    private var answersSinceProbe = 0
    private var answersToProbe = probe

    /// Begins with `known` where that was found out before.
    init(most: Int, known: Int? = nil) {
        self.most = most
        ceiling = known
        isRefused = known != nil
        size = Double(min(most, known ?? Self.start))
    }

    var width: Int { max(1, Int(size)) }
    /// Just below the concurrency that was refused; nil while nothing was.
    var learned: Int? { isRefused ? ceiling : nil }
    var hasRoom: Bool { inFlight < width }

    mutating func enter() -> Place {
        inFlight += 1
        calls += 1
        return Place(concurrency: inFlight, epoch: epoch)
    }

    mutating func leave() { inFlight = max(0, inFlight - 1) }

    /// Was the call begun after the last refusal?
    func isCurrent(_ place: Place) -> Bool { place.epoch == epoch }

    /// Grows only from a call that had need of the window: others say nothing of what is borne.
    mutating func answered(_ place: Place) {
        guard isCurrent(place) else { return }
        guard let ceiling else { return open(place) }
        tryMore(ceiling)
        guard place.concurrency >= width else { return }
        size = min(size + 1 / size, Double(min(most, self.ceiling ?? most)))
    }

    private mutating func open(_ place: Place) {
        if width < 2 * place.concurrency { size = min(size + 1, Double(most)) }
        guard calls >= Self.quickCalls else { return }
        (ceiling, answersSinceProbe, answersToProbe) = (width, 0, Self.quickProbe)
    }

    /// Calls refused together count as one refusal, but each tells how few are too many.
    mutating func refused(_ place: Place) {
        if isCurrent(place) {
            size = max(1, min(size, Double(place.concurrency)) / 2)
            let isSoon = isRefused && answersSinceProbe < answersToProbe
            answersToProbe = isSoon ? min(800, answersToProbe * 2) : max(Self.probe, answersToProbe)
            answersSinceProbe = 0
            epoch += 1
        }
        isRefused = true
        ceiling = max(1, min(ceiling ?? most, place.concurrency - 1))
        size = min(size, Double(ceiling ?? most))
    }

    /// After enough answers the ceiling is lifted by one; the more often that goes well, the sooner again.
    private mutating func tryMore(_ known: Int) {
        guard known < most else { return }
        answersSinceProbe += 1
        guard answersSinceProbe >= answersToProbe else { return }
        answersSinceProbe = 0
        answersToProbe = max(isRefused ? Self.probe / 2 : Self.quickProbe, answersToProbe / 2)
        ceiling = known + 1
        if !isRefused { size = min(size + 1, Double(known + 1)) }
    }
}
