import Foundation

/// The short folder for the server's socket: a socket's path ends at 107 bytes, a data directory's may not.
enum SocketFolder {
    /// The same for every process that uses the same data directory as the same user.
    static func path(for directory: String) -> String {
        // FNV-1a: need only differ between folders; whose folder it is, is checked.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(geteuid()):\(directory)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "/tmp/qm-" + String(hash, radix: 16)
    }

    /// Makes it, or takes the one that is there if nobody but the account can enter it.
    static func prepare(_ path: String, for account: ServerAccount) throws(PostgresError) {
        var status = stat()
        if lstat(path, &status) != 0 {
            try account.makeFolder(path)
            guard lstat(path, &status) == 0 else { throw notOurs(path) }
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard isFolder, status.st_uid == account.user, status.st_mode & 0o077 == 0 else { throw notOurs(path) }
    }

    private static func notOurs(_ path: String) -> PostgresError {
        PostgresError(
            .cannotConnect, "\(path), where the private database's socket belongs, is not ours alone",
            hint: "remove it if nobody uses it, or choose another data.directory")
    }
}
