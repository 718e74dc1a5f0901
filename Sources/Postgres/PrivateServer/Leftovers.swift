import Foundation

/// What a server that crashed left behind.
struct Leftovers {
    /// How long its last processes may take to notice that it is gone.
    private static let patience: Duration = .seconds(30)

    let data: String
    let socketFolder: String

    /// Waits for the crashed server's processes to end, then removes its `postmaster.pid` and its socket: the number in
    /// there may be another program's by now, or that of a dead process that nobody has collected, and a new server
    /// would refuse to start. While a process of the old one lives the data must not be touched. Blocks.
    func clear() throws(PostgresError) {
        guard access(data + "/postmaster.pid", F_OK) == 0 else { return }
        let deadline = ContinuousClock().now + Self.patience
        while !processes.isEmpty {
            guard ContinuousClock().now < deadline else {
                throw PostgresError(
                    .cannotConnect, "the private database crashed, and processes of it still use \(data)",
                    hint: "end them: kill \(processes.map(String.init).joined(separator: " "))")
            }
            // They are no children of ours whose end could be awaited.
            usleep(20_000)
        }
        unlink(data + "/postmaster.pid")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: socketFolder)) ?? [] {
            unlink("\(socketFolder)/\(name)")
        }
    }

    /// Those that stand in the data folder, as every process of a server does.
    private var processes: [pid_t] {
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return numbers.filter { number in
            let name = FileManager.default.contents(atPath: "/proc/\(number)/comm")
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
            return place == data && name == Data("postgres\n".utf8)
        }
    }
}
