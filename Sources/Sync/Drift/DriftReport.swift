/// What a sample of a stream's rows, read again by id, has found.
public struct DriftReport: Sendable, Hashable, Codable {
    /// A row that was not as the vendor told.
    public struct Example: Sendable, Hashable, Codable {
        public var externalID: String
        /// The names of what differed; none where the row is missing.
        public var fields: [String]
        public var isMissing: Bool

        enum CodingKeys: String, CodingKey {
            case externalID = "external_id"
            case fields
            case isMissing = "is_missing"
        }
    }

    public var stream: String
    /// The rows of which the vendor told how they are.
    public var checked = 0
    /// Rows that the last read should have seen as they are, and did not; they were set right.
    public var differed = 0
    /// Rows that are not there any more. Nothing is deleted for that; the next read is whole.
    public var missing = 0
    /// Rows that the vendor has changed since the last read.
    public var stale = 0
    /// Rows of which the vendor would not tell.
    public var unread = 0
    /// The first few.
    public var examples: [Example] = []

    init(stream: String) { self.stream = stream }

    /// Whether the warehouse is not what it should be.
    public var isDrifted: Bool { differed > 0 || missing > 0 }

    static let mostExamples = 10

    mutating func add(_ example: Example) {
        if examples.count < Self.mostExamples { examples.append(example) }
    }
}
