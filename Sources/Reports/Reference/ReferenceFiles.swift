import Foundation
import Inventory
public import Postgres
import Yams

/// The files of `Config/` that reports stand on: support ends, classes of software, prices. They are loaded into tables that
/// every tenant reads and can override, whenever they have changed.
public struct ReferenceFiles: Sendable {
    private static let names = [
        "lifecycle/operating-systems.yaml", "lifecycle/software.yaml", "software-categories.yaml", "pricing.yaml",
    ]
    private let files: [(name: String, text: String)]

    /// Reads the files.
    /// - Parameter folder: `Config/`.
    public init(folder: String) throws(ReportError) {
        var files: [(String, String)] = []
        for name in Self.names {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let text = String(validating: data, as: UTF8.self)
            else { throw .badFile(name, "it cannot be read as UTF-8 text") }
            files.append((name, text))
        }
        self.files = files
    }

    /// Loads those that are not in the database as they are here.
    /// - Parameter owner: As the migrator.
    public func load(_ owner: PostgresClient) async throws {
        for file in files where try await !isLoaded(file, owner) {
            let statements = try Self.statements(file.name, file.text)
            try await owner.transaction(tenant: nil) { session in
                try await session.execute("LOCK TABLE report.reference_files IN EXCLUSIVE MODE")
                for statement in statements { try await session.query(statement) }
                try await session.query(
                    """
                    INSERT INTO report.reference_files (name, digest) VALUES (\(file.name), md5(\(file.text)))
                    ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, loaded_at = now()
                    """)
            }
        }
    }

    private func isLoaded(_ file: (name: String, text: String), _ owner: PostgresClient) async throws -> Bool {
        try await owner.query(
            "SELECT FROM report.reference_files WHERE name = \(file.name) AND digest = md5(\(file.text))"
        ).count == 1
    }

    private static func statements(_ name: String, _ text: String) throws(ReportError) -> [SQL] {
        do {
            switch name {
            case "software-categories.yaml":
                return categories(try YAMLDecoder().decode([String: [String]].self, from: text))
            case "pricing.yaml": return prices(try YAMLDecoder().decode(PriceBook.self, from: text))
            case "lifecycle/software.yaml":
                return lifecycles("software", try YAMLDecoder().decode([Lifecycle].self, from: text))
            default: return lifecycles("operating_system", try YAMLDecoder().decode([Lifecycle].self, from: text))
            }
        } catch {
            throw .badFile(name, String(describing: error))
        }
    }

    private static func lifecycles(_ kind: String, _ entries: [Lifecycle]) -> [SQL] {
        ["DELETE FROM report.lifecycle_standards WHERE kind = \(kind)"]
            + entries.enumerated().map { place, entry in
                """
                INSERT INTO report.lifecycle_standards (kind, product, names, except_names, builds, versions, ends_on,
                    ends_term, extended_ends_on, extended_term, successor, source, place)
                VALUES (\(kind), \(entry.product), \(entry.names)::text[], \(entry.exceptNames ?? [])::text[],
                    \(entry.builds ?? [])::text[], \(entry.versions ?? [])::text[], \(entry.endsOn)::date, \(entry.endsTerm),
                    \(entry.extendedEndsOn)::date, \(entry.extendedTerm), \(entry.successor), \(entry.source), \(place))
                """
            }
    }

    private static func categories(_ patterns: [String: [String]]) -> [SQL] {
        let entries = patterns.sorted { $0.key < $1.key }.flatMap { category, patterns in
            patterns.map { (category, $0) }
        }
        return ["DELETE FROM report.software_category_standards"]
            + entries.map { "INSERT INTO report.software_category_standards (category, pattern) VALUES (\($0), \($1))" }
    }

    private static func prices(_ book: PriceBook) -> [SQL] {
        ["DELETE FROM report.price_standards"]
            + book.prices.sorted { $0.key < $1.key }.map { name, price in
                """
                INSERT INTO report.price_standards (name, one_time, monthly, currency, meaning)
                VALUES (\(name), \(price.oneTime)::numeric, \(price.monthly)::numeric, \(book.currency), \(price.meaning))
                """
            }
    }
}
