import Foundation

/// PostgreSQL's programs on this machine: the newest that is new enough.
struct ServerPrograms: Sendable {
    let initdb: String
    let control: String

    /// Looks where Debian puts them, then in `PATH`. Blocks.
    static func find() throws(PostgresError) -> ServerPrograms {
        for folder in debianFolders() + pathFolders() {
            let programs = ServerPrograms(initdb: folder + "/initdb", control: folder + "/pg_ctl")
            let files = [programs.initdb, programs.control, folder + "/postgres"]
            if files.allSatisfy(FileManager.default.isExecutableFile(atPath:)), programs.isNewEnough { return programs }
        }
        throw PostgresError(
            .cannotConnect, "no PostgreSQL \(MigrationPlan.oldestServer) or newer is installed on this machine",
            hint: "install it with 'apt-get install postgresql', or set database.url to a server that runs")
    }

    private static func debianFolders() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init)
        return versions.sorted(by: >).map { "\(root)/\($0)/bin" }
    }

    private static func pathFolders() -> [String] {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    }

    /// `initdb (PostgreSQL) 15.14 (Debian …)`
    private var isNewEnough: Bool {
        guard let output = try? Command(initdb, ["--version"]).run(), output.status == 0 else { return false }
        let version = output.text.split(separator: " ").dropFirst(2).first?.split(separator: ".").first
        return version.flatMap { Int($0) }.map { $0 >= MigrationPlan.oldestServer } ?? false
    }
}
