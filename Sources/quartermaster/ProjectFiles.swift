import Foundation

/// The files that come with the program: `migrations/` and `Config/`.
///
/// They are looked for in QUARTERMASTER_HOME, then in `share/quartermaster` beside the program's `bin`, then upwards from
/// the program and from the working directory (a checkout).
enum ProjectFiles {
    static func path(_ relative: String) throws -> String {
        let manager = FileManager.default
        for root in roots() {
            let path = root.appendingPathComponent(relative).path
            if manager.fileExists(atPath: path) { return path }
        }
        throw SettingsError(
            description: """
                '\(relative)' is not to be found; set QUARTERMASTER_HOME to the folder that holds migrations/ and Config/
                """)
    }

    private static func roots() -> [URL] {
        var roots: [URL] = []
        if let home = ProcessInfo.processInfo.environment["QUARTERMASTER_HOME"] {
            roots.append(URL(fileURLWithPath: home))
        }
        if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
            let folder = program.deletingLastPathComponent()
            roots.append(folder.deletingLastPathComponent().appendingPathComponent("share/quartermaster"))
            roots += ancestors(of: folder)
        }
        return roots + ancestors(of: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    }

    private static func ancestors(of folder: URL) -> [URL] {
        var all = [folder]
        while let last = all.last, last.path != "/" { all.append(last.deletingLastPathComponent()) }
        return all
    }
}
