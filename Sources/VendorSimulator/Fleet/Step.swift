/// How time passes.
public enum Step: Sendable, Hashable {
    /// Machines report in: only readings move.
    case checkIn
    /// The usual: in the given share of things something changes; a tenth of that many things come and go.
    case usual(share: Double = 0.01)
    /// A few devices and tickets come and a few go, nothing else.
    case turnover
    /// Devices move and boards' statuses are renamed, and no time of change says so.
    case silent(share: Double = 0.01)
    /// Some devices are deleted, and new ones get their numbers.
    case numbersReused(share: Double = 0.01)
    /// A ticket comes of each of the texts that people and machines write to harm or confuse (``HostileText``).
    case hostileTexts
}
