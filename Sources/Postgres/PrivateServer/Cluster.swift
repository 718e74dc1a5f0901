import Foundation

/// A cluster in a folder. Everything in here blocks and is called under the start-and-stop lock.
struct Cluster: Sendable {
    static let superuser = "quartermaster"

    let directory: String
    let socketFolder: String
    let settings: ServerSettings
    let listen: ListenAddress?
    let account: ServerAccount
    let programs: ServerPrograms

    var data: String { directory + "/postgres" }
    var gatePath: String { directory + "/postgres.lock" }
    var usersPath: String { directory + "/postgres.users" }
    private var half: String { directory + "/postgres.new" }
    private var log: String { data + "/server.log" }

    init(directory: String, listen: ListenAddress?, settings: ServerSettings) throws(PostgresError) {
        account = try ServerAccount.choose()
        programs = try ServerPrograms.find()
        self.directory = try Self.folder(directory, account)
        self.settings = settings
        self.listen = listen
        socketFolder = SocketFolder.path(for: self.directory)
    }

    /// The folder's real path, made where it is not there; the account must be able to pass through.
    private static func folder(_ path: String, _ account: ServerAccount) throws(PostgresError) -> String {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: account.isOther ? 0o711 : 0o700])
        } catch {
            throw PostgresError(
                .cannotConnect, "the folder \(path) cannot be made: \(error.localizedDescription)",
                hint: "choose a data.directory that can be written")
        }
        guard let resolved = realpath(path, nil) else {
            throw PostgresError(.cannotConnect, "the folder \(path) cannot be found")
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Makes the cluster where there is none and starts it where it does not run. Returns its port, which names its
    /// socket: one that runs already may have been started with another.
    func bringUp() throws(PostgresError) -> Int {
        try checkPassage()
        if access(data + "/PG_VERSION", F_OK) != 0 { try make() }
        if let running {
            guard listen == nil || listen?.port == running.port else { throw otherAddress }
            return running.port
        }
        try SocketFolder.prepare(socketFolder, for: account)
        try ServerFiles(cluster: self).write()
        try Leftovers(data: data, socketFolder: socketFolder).clear()
        try launch()
        return listen?.port ?? 5432
    }

    /// How a server stops: open sessions are ended in good order, or as by a crash. What was committed is kept either way.
    enum Shutdown: String, Sendable { case fast, immediate }

    /// Stops it if it runs.
    func shutDown(_ mode: Shutdown = .fast) {
        guard running != nil else { return }
        _ = try? account.command(programs.control, ["stop", "-D", data, "-m", mode.rawValue, "-w", "-t", "120"]).run()
        rmdir(socketFolder)
    }

    /// The server of this folder, if its process is there and really is one of this folder.
    var running: RunningServer? { RunningServer(data: data) }

    private func checkPassage() throws(PostgresError) {
        guard account.isOther else { return }
        let passes = try account.command("/usr/bin/test", ["-x", directory]).run().status == 0
        guard passes else {
            throw PostgresError(
                .cannotConnect,
                "the private database runs as the user '\(account.name)', who cannot enter \(directory)",
                hint: "choose a data.directory outside root's own folders, such as /var/lib/quartermaster")
        }
    }

    /// A cluster takes its place only when it is whole, so one that was interrupted is made again.
    private func make() throws(PostgresError) {
        if access(half, F_OK) == 0, (try? FileManager.default.removeItem(atPath: half)) == nil {
            throw PostgresError(.cannotConnect, "the half-made cluster in \(half) cannot be removed")
        }
        // An empty folder is taken; one with anything else in it is somebody's.
        guard rmdir(data) == 0 || errno == ENOENT else {
            throw PostgresError(
                .cannotConnect, "\(data) holds something else than a PostgreSQL cluster",
                hint: "move it away, or choose another data.directory")
        }
        try account.makeFolder(half)
        let arguments =
            ["-D", half, "-U", Self.superuser, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "-A", "peer"]
            + (settings.isDurable ? [] : ["--no-sync"])
        let result = try account.command(programs.initdb, arguments).run()
        guard result.status == 0, rename(half, data) == 0 else {
            throw PostgresError(.cannotConnect, "the private database cannot be made", detail: result.text)
        }
    }

    private func launch() throws(PostgresError) {
        let options = "-c config_file='\(directory.replacingOccurrences(of: "'", with: "'\\''"))/postgres.conf'"
        let arguments = ["start", "-D", data, "-w", "-t", "120", "-l", log, "-o", options]
        let result = try account.command(programs.control, arguments).run()
        guard result.status == 0, running != nil else {
            throw PostgresError(
                .cannotConnect, "the private database does not start; its log is \(log)",
                detail: result.text + lastLogLines)
        }
    }

    private var lastLogLines: String {
        let text = FileManager.default.contents(atPath: log).map { String(decoding: $0.suffix(2000), as: UTF8.self) }
        return (text ?? "").split(separator: "\n").suffix(5).joined(separator: "\n")
    }

    private var otherAddress: PostgresError {
        PostgresError(
            .cannotConnect, "the private database already runs, and does not listen on the address in database.listen",
            hint: "stop the other processes that use \(directory), then start again")
    }
}
