public import Foundation

/// How sure it is that an RMM organisation is a PSA company, and who says so.
public enum MatchState: String, Sendable, Hashable, CaseIterable, Codable {
    case confirmed, automatic, suggested, rejected
}

/// One pair of an RMM organisation and a PSA company, with its state and how it was found.
public struct Match: Sendable, Codable {
    public let id: UUID
    public let organizationID: UUID
    public let organization: String?
    /// The name of the connection to the RMM that shows it.
    public let rmm: String?
    public let companyID: UUID
    public let company: String?
    /// The name of the connection to the PSA that shows it.
    public let psa: String?
    public let state: MatchState
    public let method: String
    public let score: Double?
    public let decidedBy: String?
    public let decidedAt: String?
    /// What speaks for and against it; nil for a person's word over nothing.
    public let signs: [Sign]?
}

/// A person's word on a pair.
public enum MatchWord: String, Sendable, Hashable, CaseIterable {
    case confirm, reject, undo

    /// The state that it leads to; nil for a word that is taken back.
    public var state: MatchState? {
        switch self {
        case .confirm: .confirmed
        case .reject: .rejected
        case .undo: nil
        }
    }
}

/// Why a match cannot be decided as asked.
public enum MatchingError: Error, Sendable, Hashable, CustomStringConvertible {
    case notFound(kind: String, name: String)
    /// `choices`: each as it can be given, by the name of its connection, or by its id where that names several too.
    case ambiguous(kind: String, name: String, choices: [String])
    case undecided(organization: String, company: String)

    public var description: String {
        switch self {
        case .notFound(let kind, let name):
            "there is no \(kind) '\(name)'; give its name as the vendor has it (or connection/name), or its id"
        case .undecided(let organization, let company):
            "nobody has decided about '\(organization)' and '\(company)'"
        case .ambiguous(let kind, let name, let choices):
            "'\(name)' is the name of \(choices.count) \(kind == "company" ? "companies" : kind + "s"); give one of: "
                + choices.map { "'\($0)'" }.joined(separator: ", ")
        }
    }
}
