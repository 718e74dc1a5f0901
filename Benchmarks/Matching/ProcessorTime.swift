import Foundation

/// CPU seconds of this process and of the PostgreSQL in a folder, by the kernel's count.
struct ProcessorTime {
    private let postmaster: Int32?

    init(serverIn folder: URL) {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let file = files?.lazy.compactMap { $0 as? URL }.first { $0.lastPathComponent == "postmaster.pid" }
        let text = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) }
        postmaster = text.flatMap { $0.split(separator: "\n").first }.flatMap { Int32($0) }
    }

    var program: Double {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    /// Of the server, its living sessions, and those that have ended.
    var server: Double {
        guard let postmaster else { return 0 }
        let list = "/proc/\(postmaster)/task/\(postmaster)/children"
        let children = ((try? String(contentsOfFile: list, encoding: .utf8)) ?? "").split(separator: " ")
        let ticks = children.compactMap { Int32($0) }.reduce(Self.ticks(postmaster, of: 4)) {
            $0 + Self.ticks($1, of: 2)
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func ticks(_ process: Int32, of fields: Int) -> Int {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return 0 }
        return stat[end...].split(separator: " ").dropFirst(12).prefix(fields).compactMap { Int($0) }.reduce(0, +)
    }
}
