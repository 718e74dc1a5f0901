public import Inventory
public import JSON

/// Why a record cannot be used; it goes to quarantine alone.
public struct UnusableRecord: Error, Sendable, Hashable {
    public var reason: String
    public init(_ reason: String) { self.reason = reason }
}

/// Maps a page's rows one by one, so that a bad one is set aside and its neighbours go on. Of rows with one id the
/// last wins, unless told otherwise.
public struct RecordMapper: Sendable {
    /// Longer texts than this are no names.
    static let longestText = 1_000_000
    /// As much of a bad record is kept.
    static let longestPayload = 100_000

    public private(set) var records: [SourceRecord] = []
    public private(set) var rejected: [RejectedRecord] = []
    private var indexByID: [String: Int] = [:]
    private let mayHoldLongText: Bool

    /// - Parameter bytes: the answer's size, which spares looking for texts that cannot be in it.
    public init(bytes: Int) { mayHoldLongText = bytes > Self.longestText }

    /// Maps rows.
    /// - Parameters:
    ///   - id: the row's id for the person who looks at it in quarantine.
    ///   - keep: which of two records with one id stays; the newer of the page unless given.
    ///   - record: the record, or nil for a row that is none of this stream's things.
    public mutating func map(
        _ rows: [JSONValue], id: (JSONValue) -> String?,
        keep: (_ old: SourceRecord, _ new: SourceRecord) -> SourceRecord = { $1 },
        record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) {
        for row in rows {
            do throws(UnusableRecord) {
                if mayHoldLongText { try Self.checkLength(row) }
                if let mapped = try record(row) { add(mapped, keep: keep) }
            } catch {
                reject(row, id: id(row), reason: error.reason)
            }
        }
    }

    private mutating func add(_ record: SourceRecord, keep: (SourceRecord, SourceRecord) -> SourceRecord) {
        if let index = indexByID[record.externalID] {
            records[index] = keep(records[index], record)
        } else {
            indexByID[record.externalID] = records.count
            records.append(record)
        }
    }

    private mutating func reject(_ row: JSONValue, id: String?, reason: String) {
        rejected.append(Self.rejection(of: row, id: id, reason: reason))
    }

    /// A row as it goes to quarantine.
    public static func rejection(of row: JSONValue, id: String?, reason: String) -> RejectedRecord {
        let payload = row.serialised()
        let isLong = payload.utf8.count > longestPayload
        return RejectedRecord(externalID: id, reason: reason, payload: isLong ? cut(payload) : payload)
    }

    /// The beginning of a payload that is too long, as a JSON string, so that it is still JSON.
    private static func cut(_ payload: String) -> String {
        JSONText.quoted(String(decoding: payload.utf8.prefix(longestPayload), as: UTF8.self))
    }

    /// Throws where the row or anything in it is a text that is no name.
    static func checkLength(_ row: JSONValue) throws(UnusableRecord) {
        guard row.holdsString(longerThan: longestText), holdsLongText(row) else { return }
        throw UnusableRecord("a text of more than 1 MB")
    }

    private static func holdsLongText(_ value: JSONValue) -> Bool {
        if let text = value.string { return text.utf8.count > longestText }
        if let members = value.object { return members.contains { holdsLongText($0.value) } }
        return value.array?.contains(where: holdsLongText) ?? false
    }
}

extension JSONValue {
    /// A member that a record cannot be without: an id, a parent's id.
    public func required(_ name: String) throws(UnusableRecord) -> String {
        let member = self[name]
        guard let text = member.cleaned else {
            throw UnusableRecord(member.isNull ? "no \(name)" : "\(name) is not an id")
        }
        return text
    }
}
