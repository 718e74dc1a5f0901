/// A moment in the past that a read asks for, instead of what is there now.
struct PastMoment: Sendable, Hashable {
    /// As PostgreSQL reads it.
    let text: String

    /// A time as ISO 8601 writes it, or a day, which stands for its end in UTC; nil for anything else.
    init?(_ text: String) {
        guard let canonical = MomentText.canonical(text) else { return nil }
        self.text = MomentText.isDay(text) ? "\(text)T23:59:59.999999Z" : canonical
    }
}
