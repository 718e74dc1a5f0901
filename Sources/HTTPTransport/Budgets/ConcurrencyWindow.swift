/// How many calls at one time a vendor bears, found by trying: one more for every answer until the first refusal, then
/// half, then slowly up to just below where it refused, and now and then one above.
struct ConcurrencyWindow {
    /// A call's place in the window.
    struct Place: Sendable, Hashable {
        fileprivate var concurrency: Int
        fileprivate var epoch: Int
    }

    var most: Int { didSet { size = min(size, Double(most)) } }
    private(set) var inFlight = 0
    private var size: Double
    /// Just below the concurrency that was refused; nil until something was.
    private var ceiling: Int?
    private var epoch = 0
    private var answersSinceProbe = 0
    private var answersToProbe = 200

    /// Begins with `known` where that was found out before.
    init(most: Int, known: Int? = nil) {
        self.most = most
        ceiling = known
        size = Double(min(most, known ?? 4))
    }

    var width: Int { max(1, Int(size)) }
    /// What was found out, if anything.
    var learned: Int? { ceiling }
    var hasRoom: Bool { inFlight < width }

    mutating func enter() -> Place {
        inFlight += 1
        return Place(concurrency: inFlight, epoch: epoch)
    }

    mutating func leave() { inFlight = max(0, inFlight - 1) }

    /// Was the call begun after the last refusal?
    func isCurrent(_ place: Place) -> Bool { place.epoch == epoch }

    /// Grows only from a call that filled the window: others say nothing of what is borne.
    mutating func answered(_ place: Place) {
        guard isCurrent(place) else { return }
        probe()
        guard place.concurrency >= width else { return }
        size = min(size + (ceiling == nil ? 1 : 1 / size), Double(min(most, ceiling ?? most)))
    }

    /// Calls refused together count as one refusal, but each tells how few are too many.
    mutating func refused(_ place: Place) {
        if isCurrent(place) {
            size = max(1, min(size, Double(place.concurrency)) / 2)
            if answersSinceProbe < answersToProbe && ceiling != nil { answersToProbe = min(800, answersToProbe * 2) }
            answersSinceProbe = 0
            epoch += 1
        }
        ceiling = max(1, min(ceiling ?? most, place.concurrency - 1))
        size = min(size, Double(ceiling ?? most))
    }

    /// After enough answers the ceiling is lifted by one; the more often that goes well, the sooner again.
    private mutating func probe() {
        guard let known = ceiling, known < most else { return }
        answersSinceProbe += 1
        guard answersSinceProbe >= answersToProbe else { return }
        answersSinceProbe = 0
        answersToProbe = max(100, answersToProbe / 2)
        ceiling = known + 1
    }
}
