import Foundation

/// Who the server runs as: ourselves, or, as PostgreSQL refuses to run as root, an account without rights.
struct ServerAccount: Sendable {
    let name: String
    let user: uid_t
    let group: gid_t
    /// Whether it is another account than ours.
    let isOther: Bool

    /// `postgres` where there is one, else `nobody`.
    static func choose() throws(PostgresError) -> ServerAccount {
        guard geteuid() == 0 else {
            return ServerAccount(
                name: name(of: geteuid()) ?? String(geteuid()), user: geteuid(), group: getegid(), isOther: false)
        }
        for name in ["postgres", "nobody"] {
            if let entry = getpwnam(name)?.pointee, entry.pw_uid != 0 {
                return ServerAccount(name: name, user: entry.pw_uid, group: entry.pw_gid, isOther: true)
            }
        }
        throw PostgresError(
            .cannotConnect, "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as",
            hint: "start as an ordinary user, or 'apt-get install postgresql', which makes one")
    }

    static func name(of user: uid_t) -> String? { getpwuid(user).map { String(cString: $0.pointee.pw_name) } }

    /// The command as run by this account.
    func command(_ program: String, _ arguments: [String]) -> Command {
        guard isOther else { return Command(program, arguments) }
        let change = ["--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--", program]
        return Command("/usr/bin/setpriv", change + arguments)
    }

    /// Makes a folder that is this account's alone.
    func makeFolder(_ path: String) throws(PostgresError) {
        guard mkdir(path, 0o700) == 0, !isOther || lchown(path, user, group) == 0 else {
            throw PostgresError(
                .cannotConnect, "the folder \(path) cannot be made: \(String(cString: strerror(errno)))",
                hint: "choose a data.directory that can be written")
        }
    }
}
