/// Why bytes are not a JSON document.
public enum JSONError: Error, Sendable, Hashable {
    /// No bytes, or spaces only.
    case empty
    /// Not JSON, in words with the place.
    case malformed(String)
    /// Ends before the document does.
    case truncated
    /// More than 128 arrays and objects within each other.
    case tooDeep
    case notUTF8
    /// 4 GB or more.
    case tooLarge
}
