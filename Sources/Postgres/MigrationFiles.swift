import Foundation

/// A numbered migration as it is in this program.
struct Migration: Sendable, Hashable {
    let number: Int
    /// `0001_control`: the file's name without `.sql`.
    let name: String
    let text: String

    /// The folder's migrations in order. Their numbers must go up from 1 without a gap.
    static func load(_ folder: String) throws(PostgresError) -> [Migration] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw PostgresError(.migration, "the migrations in \(folder) cannot be read")
        }
        var migrations: [Migration] = []
        for file in names.sorted() where file.hasSuffix(".sql") { migrations.append(try read(file, in: folder)) }
        for (place, migration) in migrations.enumerated() where migration.number != place + 1 {
            throw PostgresError(
                .migration, "the migrations in \(folder) must be numbered from 0001 without a gap or a double",
                detail: "\(migration.name) stands at place \(place + 1)")
        }
        return migrations
    }

    private static func read(_ file: String, in folder: String) throws(PostgresError) -> Migration {
        let name = String(file.dropLast(4))
        guard let number = Int(name.prefix(4)), name.dropFirst(4).hasPrefix("_") else {
            throw PostgresError(.migration, "\(file) in \(folder) is not named like 0001_name.sql")
        }
        guard let data = FileManager.default.contents(atPath: folder + "/" + file),
            let text = String(validating: data, as: UTF8.self)
        else { throw PostgresError(.migration, "\(file) in \(folder) cannot be read as UTF-8 text") }
        return Migration(number: number, name: name, text: text)
    }
}
