/// A vendor's words for an enum of the model. Letter case does not count; a word never seen gives the value for
/// unknown words, and is kept in the label.
public struct Vocabulary<Value: Sendable>: Sendable {
    private let values: [String: Value]
    private let otherwise: Value?

    /// - Parameter otherwise: the value of a word that is not listed; nil where the model has no such value.
    public init(_ values: [String: Value], otherwise: Value? = nil) {
        self.values = Dictionary(values.map { ($0.key.lowercased(), $0.value) }) { $1 }
        self.otherwise = otherwise
    }

    /// The model's value of a vendor's word; no word gives no value.
    public func value(_ word: String?) -> Value? {
        guard let word = Cleaned.text(word) else { return nil }
        return values[word.lowercased()] ?? otherwise
    }
}
