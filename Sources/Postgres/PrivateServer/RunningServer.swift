import Foundation

/// What `postmaster.pid` says of a server that really runs.
struct RunningServer: Sendable {
    let process: pid_t
    let port: Int

    /// nil where no process has that number, or it is another program that got the number of one that crashed: a server
    /// stands in its data folder.
    init?(data: String) {
        guard let contents = FileManager.default.contents(atPath: data + "/postmaster.pid") else { return nil }
        let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, let process = pid_t(lines[0]), let port = Int(lines[3]) else { return nil }
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
        guard place == data else { return nil }
        self.process = process
        self.port = port
    }
}
