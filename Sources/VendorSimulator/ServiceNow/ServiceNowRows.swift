import Inventory
import Synchronization

extension ServiceNow {
    /// What a row is worked out from.
    struct Scope: Sendable {
        let fleet: Fleet
        let baseURL: String
        let disturbance: Disturbance
        let talks = Talks()

        func id(_ kind: Kind, _ number: Int) -> String { ServiceNow.id(kind, number, fleet.seed) }
    }

    /// What was said on each ticket, put together once a call, and only where somebody asks.
    final class Talks: Sendable {
        private let byTicket = Mutex<[Int: [TicketNote]]?>(nil)

        func notes(of ticket: Int, _ fleet: Fleet) -> [TicketNote] {
            byTicket.withLock { known in
                let all = known ?? Dictionary(grouping: fleet.notes.filter { !$0.isDescription }, by: \.ticket)
                known = all
                return all[ticket] ?? []
            }
        }
    }

    /// The rows of a family of tables: one at the root, and those that extend it.
    protocol Rows: Sendable {
        var kind: Kind { get }
        /// The numbers of the rows of a table that a query admits, in order.
        func select(_ table: String, _ query: Query, _ scope: Scope) -> [Int]
        /// A column's name if it leads to one that the table has.
        func holds(_ path: Substring, _ table: String) -> Bool
        func cell(_ number: Int, _ path: Substring, _ table: String, _ scope: Scope) -> Cell?
        /// Whether the row is in the table at all.
        func isThere(_ number: Int, _ table: String, _ scope: Scope) -> Bool
        func write(_ number: Int, _ projection: Projection, _ scope: Scope, to json: inout JSONWriter)
        /// All columns of a table.
        func columns(of table: String) -> [String]
    }

    /// One column, and the table that has it first.
    struct Column<Thing: Sendable>: Sendable {
        let name: StaticString
        let table: String
        let read: @Sendable (Thing, Scope) -> Cell
        /// The table that it leads to.
        let target: String?

        init(
            _ name: StaticString, in table: String, to target: String? = nil,
            _ read: @escaping @Sendable (Thing, Scope) -> Cell
        ) {
            self.name = name
            self.table = table
            self.target = target
            self.read = read
        }
    }

    /// The rows that stand for one kind of thing of the fleet.
    struct Source<Thing: Numbered>: Rows {
        let kind: Kind
        let all: @Sendable (Fleet) -> [Thing]
        let find: @Sendable (Fleet, Int) -> Thing?
        let classOf: @Sendable (Thing) -> String
        private let columns: [Column<Thing>]
        private let places: [String: Int]

        init(
            _ kind: Kind, root: String, all: @escaping @Sendable (Fleet) -> [Thing],
            find: @escaping @Sendable (Fleet, Int) -> Thing?, classOf: @escaping @Sendable (Thing) -> String,
            changed: @escaping @Sendable (Thing, Scope) -> (created: Timestamp, updated: Timestamp),
            columns: [Column<Thing>]
        ) {
            self.kind = kind
            self.all = all
            self.find = find
            self.classOf = classOf
            let own: [Column<Thing>] = [
                Column("sys_id", in: root) { .text($1.id(kind, $0.number)) },
                Column("sys_class_name", in: root) { thing, _ in Classes.cell(classOf(thing)) },
                Column("sys_created_on", in: root) { .moment(changed($0, $1).created) },
                Column("sys_updated_on", in: root) {
                    .moment($1.disturbance.stamp(changed($0, $1).updated))
                },
                Column("sys_domain", in: root) { _, _ in .choice("global", "global") },
                Column("sys_mod_count", in: root) { _, _ in .whole(4) },
            ]
            let added = Set(columns.map(\.name.description))
            self.columns = own.filter { !added.contains($0.name.description) } + columns
            places = Dictionary(self.columns.enumerated().map { ($0.element.name.description, $0.offset) }) { $1 }
        }

        private func column(_ name: Substring, _ table: String) -> Column<Thing>? {
            guard let column = places[String(name)].map({ columns[$0] }) else { return nil }
            return Classes.isA(table, column.table) ? column : nil
        }

        func columns(of table: String) -> [String] {
            columns.filter { Classes.isA(table, $0.table) }.map(\.name.description)
        }

        func holds(_ path: Substring, _ table: String) -> Bool {
            let parts = path.split(separator: ".", maxSplits: 1)
            guard let first = parts.first, let column = column(first, table) else { return false }
            guard parts.count == 2 else { return true }
            guard let target = column.target, let rows = Tables.rows(of: target) else { return false }
            return rows.holds(parts[1], target)
        }

        func isThere(_ number: Int, _ table: String, _ scope: Scope) -> Bool {
            find(scope.fleet, number).map { Classes.isA(classOf($0), table) } ?? false
        }

        func cell(_ number: Int, _ path: Substring, _ table: String, _ scope: Scope) -> Cell? {
            find(scope.fleet, number).flatMap { cell($0, path, table, scope) }
        }

        private func cell(_ thing: Thing, _ path: Substring, _ table: String, _ scope: Scope) -> Cell? {
            let parts = path.split(separator: ".", maxSplits: 1)
            guard let first = parts.first, let column = column(first, table) else { return nil }
            let cell = column.read(thing, scope)
            guard parts.count == 2 else { return cell }
            guard let target = column.target, let rows = Tables.rows(of: target) else { return nil }
            guard case .reference(let reference) = cell, let number = reference.number else { return .empty }
            return rows.cell(number, parts[1], target, scope) ?? .empty
        }

        func select(_ table: String, _ query: Query, _ scope: Scope) -> [Int] {
            let isWhole = table == Classes.root(of: table)
            var numbers: [Int] = []
            for thing in all(scope.fleet) where isWhole || Classes.isA(classOf(thing), table) {
                if !query.hasConditions || query.admits({ cell(thing, $0[...], table, scope)?.value }) {
                    numbers.append(thing.number)
                }
            }
            return query.order.isEmpty || query.isOrderedByID ? numbers : sorted(numbers, table, query, scope)
        }

        private func sorted(_ numbers: [Int], _ table: String, _ query: Query, _ scope: Scope) -> [Int] {
            let keyed = numbers.map { number in
                (number, query.order.map { cell(number, $0.column[...], table, scope)?.value ?? "" })
            }
            return keyed.sorted { left, right in
                for (place, order) in query.order.enumerated() where left.1[place] != right.1[place] {
                    return (left.1[place] < right.1[place]) != order.isDescending
                }
                return false
            }.map(\.0)
        }

        func write(_ number: Int, _ projection: Projection, _ scope: Scope, to json: inout JSONWriter) {
            guard let thing = find(scope.fleet, number) else { return }
            json.row(number, scope.disturbance) { json in
                for path in projection.paths {
                    guard let cell = cell(thing, path[...], projection.table, scope) else { continue }
                    if let column = places[path].map({ columns[$0] }) {
                        if json.change != nil, json.apply(to: column.name, text: cell.value) { continue }
                        json.name(column.name)
                    } else {
                        json.value(path)
                        json.append(unchecked: ":".utf8)
                    }
                    projection.write(cell, scope, to: &json)
                }
            }
        }
    }
}
