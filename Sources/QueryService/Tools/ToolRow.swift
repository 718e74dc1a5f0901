import Inventory
import Postgres

/// A row as tools show it: ids, enumerations, numbers and times beside each other, and what outsiders wrote in a member of
/// its own. What is unknown is left out.
struct ToolRow: Sendable {
    let fields: [Field]
    private let cells: [String?]
    /// More that this side says of it.
    var more: [(String, JSONTree)] = []
    /// Names of what it belongs to.
    private var names: [(String, String)] = []

    init(fields: [Field], row: Row) {
        self.fields = fields
        cells = fields.indices.map { row[$0] }
    }

    /// A cell's text as PostgreSQL prints it.
    func value(_ name: String) -> String? { fields.firstIndex { $0.name == name }.flatMap { cells[$0] } }

    var id: String { value("id") ?? "" }

    /// Adds a name that outsiders gave.
    mutating func name(_ member: String, _ text: String) { names.append((member, text)) }

    /// As JSON; `cut` lists the texts that are longer than the limit.
    func json(_ limit: TextLimit) -> (tree: JSONTree, isCut: Bool) {
        var trusted: [(String, JSONTree)] = []
        var untrusted: [(String, JSONTree)] = []
        var cut: [String] = []
        func show(_ member: String, _ text: String) {
            let (shown, isCut) = limit.cut(text)
            untrusted.append((member, .string(shown)))
            if isCut { cut.append(member) }
        }
        for (field, cell) in zip(fields, cells) {
            guard let cell else { continue }
            if field.isTrusted {
                trusted.append((field.name, Self.tree(cell, field)))
            } else if field.type == .text {
                show(field.name, cell)
            } else if cell.utf8.count <= limit.rawValue {
                untrusted.append((field.name, Self.tree(cell, field)))
            } else {
                cut.append(field.name)
            }
        }
        for (member, text) in names { show(member, text) }
        trusted += more
        if !untrusted.isEmpty { trusted.append(("untrusted", .object(untrusted))) }
        if !cut.isEmpty { trusted.append(("cut", .strings(cut))) }
        return (.object(trusted), !cut.isEmpty)
    }

    private static func tree(_ cell: String, _ field: Field) -> JSONTree {
        var writer = JSONWriter(capacity: cell.utf8.count + 2)
        var cell = cell
        cell.withUTF8 { CellForm(field.type).write(UnsafeRawBufferPointer($0), into: &writer) }
        return .raw(writer.bytes)
    }
}

extension Field {
    /// Whether its values can only be what this side has defined: no text of a customer, a vendor or a device.
    var isTrusted: Bool {
        switch type {
        case .text: allowed != nil
        case .textArray, .jsonb: false
        default: true
        }
    }
}

extension Resource {
    /// What is shown of a thing that is asked for by itself: all but what is for machines.
    var detail: [String] {
        let noise = [
            "tenant_id", "connection_id", "first_synced_at", "changed_at", "deleted_at", "source_created_at",
            "source_updated_at", "description_html",
        ]
        return fields.filter { $0.type != .jsonb && !noise.contains($0.name) && !$0.name.hasSuffix("_external_id") }
            .map(\.name)
    }
}
