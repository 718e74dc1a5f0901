import Foundation

/// The server's configuration files. They lie beside the data, in a folder that only the program writes, so that as
/// root it never writes where another account could have put a link.
struct ServerFiles {
    let cluster: Cluster

    func write() throws(PostgresError) {
        let folder = cluster.directory
        try write(configuration, to: folder + "/postgres.conf")
        try write(access, to: folder + "/postgres.hba")
        try write(accounts, to: folder + "/postgres.ident")
    }

    private var configuration: String {
        let folder = quoted(cluster.directory)
        let addresses = cluster.listen.map { $0.host == "[::]" ? "::" : $0.host } ?? ""
        let lines =
            [
                "data_directory = '\(folder)/postgres'", "hba_file = '\(folder)/postgres.hba'",
                "ident_file = '\(folder)/postgres.ident'", "listen_addresses = '\(addresses)'",
                "port = \(cluster.listen?.port ?? 5432)", "unix_socket_directories = '\(cluster.socketFolder)'",
                "unix_socket_permissions = 0700",
            ] + cluster.settings.lines
        return lines.joined(separator: "\n") + "\n"
    }

    /// By the socket the program's account alone; over TCP anyone with a password, which the superuser has none of.
    private var access: String {
        """
        local all \(Cluster.superuser) peer map=program
        host all \(Cluster.superuser) all reject
        host all all all scram-sha-256

        """
    }

    private var accounts: String {
        let user = ServerAccount.name(of: geteuid()) ?? String(geteuid())
        return "program \"\(user)\" \(Cluster.superuser)\n"
    }

    private func quoted(_ text: String) -> String { text.replacingOccurrences(of: "'", with: "''") }

    private func write(_ text: String, to path: String) throws(PostgresError) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw PostgresError(.cannotConnect, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}
