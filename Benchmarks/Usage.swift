import Foundation

/// What a stretch of work cost.
struct Usage: Sendable {
    var seconds = 0.0
    /// Of the loader: the program, or for the floor this process.
    var loaderCPU = 0.0
    var postgresCPU = 0.0
    var walBytes = 0
    /// Nil where nobody's was measured.
    var peakBytes: Int?
    /// Of that, without the pages of files that every process of the program shares; likewise.
    var ownPeakBytes: Int?

    var cpu: Double { loaderCPU + postgresCPU }

    /// One after the other.
    static func + (first: Usage, second: Usage) -> Usage {
        Usage(
            seconds: first.seconds + second.seconds, loaderCPU: first.loaderCPU + second.loaderCPU,
            postgresCPU: first.postgresCPU + second.postgresCPU, walBytes: first.walBytes + second.walBytes,
            peakBytes: [first.peakBytes, second.peakBytes].compactMap { $0 }.max(),
            ownPeakBytes: [first.ownPeakBytes, second.ownPeakBytes].compactMap { $0 }.max())
    }

    /// What the work takes by the clock, and of the CPU that `clock` counts: this process's, or that of its ended children.
    static func of(_ clock: @autoclosure () -> Double, _ work: () async throws -> Void) async rethrows -> Usage {
        let (began, cpu) = (ContinuousClock.now, clock())
        try await work()
        return Usage(seconds: (ContinuousClock.now - began) / .seconds(1), loaderCPU: clock() - cpu)
    }
}

/// CPU seconds of processes, by the kernel's count.
enum CPUClock {
    /// Of all child processes that have ended.
    static var endedChildren: Double { seconds(of: RUSAGE_CHILDREN) }
    /// Of this process.
    static var own: Double { seconds(of: RUSAGE_SELF) }

    /// Of one process alone.
    static func of(_ process: Int32) -> Double {
        Double(ticks(process, ended: false)) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Of a process, its living children, and those that it has seen end.
    static func family(of process: Int32) -> Double {
        let children = (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)) ?? ""
        let living = children.split(separator: " ").compactMap { Int32($0) }.map { ticks($0, ended: false) }
        return Double(living.reduce(ticks(process, ended: true), +)) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// utime and stime, and cutime and cstime, of `/proc/<pid>/stat`, whose second field may hold spaces.
    private static func ticks(_ process: Int32, ended: Bool) -> Int {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return 0 }
        let fields = stat[end...].split(separator: " ")
        return fields.dropFirst(12).prefix(ended ? 4 : 2).compactMap { Int($0) }.reduce(0, +)
    }

    private static func seconds(of whom: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(Int32(whom.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
