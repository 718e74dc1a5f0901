import CLibPQ
import Foundation

/// What is in a connection string, for words about it that never hold its password.
struct ConnectionString: Sendable {
    private let values: [String: String]

    /// libpq's own complaint may quote the string, so it is not passed on.
    init(_ url: String) throws(PostgresError) {
        guard let options = PQconninfoParse(url, nil) else {
            throw PostgresError(
                .cannotConnect, "the connection string cannot be read",
                hint: "write it as postgresql://user:password@host:5432/database, special characters percent-encoded")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.values = values
    }

    /// The error with what to do about it.
    func explained(_ error: PostgresError) -> PostgresError {
        var error = error
        error.message = scrubbed(error.message)
        error.hint = hint(for: error.message)
        return error
    }

    private func scrubbed(_ text: String) -> String {
        guard let password = values["password"], !password.isEmpty else { return text }
        return text.replacingOccurrences(of: password, with: "***")
    }

    private func hint(for message: String) -> String {
        if message.contains("password") || message.contains("authentication failed") {
            return "check the user and password in database.url (QUARTERMASTER_DATABASE_URL)"
        }
        if message.contains("database \"") && message.contains("does not exist") {
            return "create the database (createdb \(values["dbname"] ?? "")) or name another in database.url"
        }
        if message.contains("role \"") && message.contains("does not exist") {
            return "create the login, or name another user in database.url"
        }
        if message.contains("too many") || message.contains("remaining connection slots") {
            return "raise max_connections on the server, or lower the number of connections used here"
        }
        let place = [values["host"] ?? values["hostaddr"], values["port"]].compactMap { $0 }.joined(separator: ":")
        return """
            check that PostgreSQL runs\(place.isEmpty ? "" : " at \(place)") and that database.url \
            (QUARTERMASTER_DATABASE_URL) names its host and port
            """
    }
}
