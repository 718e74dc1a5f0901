import Inventory
import JSON

/// How the flat rows of a vendor's list become rows of an entity of narrow rows: which member goes into which column. Declared
/// rather than programmed, so that the rows are read out of the document's own bytes; what is not plain there (an escape, a
/// space at an end, a number where text is wanted) goes the way of all other records, cell by cell.
struct SetMapping: Sendable {
    /// How a member is read.
    enum Reading: Sendable {
        /// As `JSONValue.cleaned`.
        case text
        /// As ``Times/day(_:)``.
        case day
        /// As `JSONValue.positive`.
        case positive
    }

    /// A column and the member that it is read from.
    struct Cell: Sendable {
        let column: String
        let member: String
        let reading: Reading

        static func text(_ column: String, of member: String) -> Cell {
            Cell(column: column, member: member, reading: .text)
        }
        static func day(_ column: String, of member: String) -> Cell {
            Cell(column: column, member: member, reading: .day)
        }
        static func positive(_ column: String, of member: String) -> Cell {
            Cell(column: column, member: member, reading: .positive)
        }
    }

    let entity: EntityDescription
    let device: String
    let names: MemberNames
    /// Of each column of the entity: the place of its member's name and how it is read; nil where the vendor has none.
    let columns: [(name: Int, reading: Reading)?]
    /// The place of the name that a row must have.
    private let required: Int

    /// - Parameters:
    ///   - device: the member with the device's id: a row without it is set aside.
    ///   - required: the column of what a row is told by: a row without it is left out.
    ///   - cells: the columns, in the order in which the vendor's rows mostly have their members.
    init(_ entity: EntityDescription, device: String, required: String, _ cells: [Cell]) {
        self.entity = entity
        self.device = device
        names = MemberNames([device] + cells.map(\.member))
        columns = entity.columns.map { column in
            if column.name == "device_external_id" { return (0, .text) }
            return cells.firstIndex { $0.column == column.name }.map { ($0 + 1, cells[$0].reading) }
        }
        self.required = 1 + (cells.firstIndex { $0.column == required } ?? 0)
    }

    /// Reads an array's rows; those that cannot be used are set aside, each alone.
    /// - Parameter id: the row's id for the person who looks at it in quarantine.
    func rows(_ list: JSONValue, id: (JSONValue) -> String?) -> (rows: SetRows, rejected: [RejectedRecord]) {
        var (rows, rejected) = (SetRows(entity), [RejectedRecord]())
        list.forEachObject(names) { members in
            do throws(UnusableRecord) {
                try read(members, into: &rows)
            } catch {
                rejected.append(RecordMapper.rejection(of: members.row, id: id(members.row), reason: error.reason))
            }
        }
        return (rows, rejected)
    }

    private func read(_ members: RawMembers, into rows: inout SetRows) throws(UnusableRecord) {
        if members.size > RecordMapper.longestText { try RecordMapper.checkLength(members.row) }
        if Self.isNothing(members, 0) { _ = try members.row.required(device) }
        if Self.isNothing(members, required) { return }
        rows.begin()
        rows.appendNull()
        for column in columns {
            guard let column else {
                rows.appendNull()
                continue
            }
            Self.read(members, column.name, column.reading, into: &rows)
        }
    }

    private static func isNothing(_ members: RawMembers, _ place: Int) -> Bool {
        plain(members, place) == nil && members.value(place).cleaned == nil
    }

    private static func read(_ members: RawMembers, _ place: Int, _ reading: Reading, into rows: inout SetRows) {
        if members.isNull(place) { return rows.appendNull() }
        switch reading {
        case .text:
            if let text = plain(members, place) { rows.append(text) } else { rows.append(members.value(place).cleaned) }
        case .day:
            let text = plain(members, place).map { String(decoding: $0, as: UTF8.self) } ?? members.value(place).cleaned
            rows.append(number: text.flatMap { CalendarDate(iso8601: $0)?.known }.map { Int64($0.days) })
        case .positive: rows.append(number: positive(members, place))
        }
    }

    /// A text or a whole number's digits that cleaning leaves as they are.
    private static func plain(_ members: RawMembers, _ place: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let text = members.plainString(place) else { return members.wholeNumber(place) }
        return Cleaned.isClean(text) ? text : nil
    }

    private static func positive(_ members: RawMembers, _ place: Int) -> Int64? {
        guard let digits = members.wholeNumber(place), digits.count <= 18, digits.first != UInt8(ascii: "-") else {
            return members.value(place).positive
        }
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1) - 48 }
        return number > 0 ? number : nil
    }
}
