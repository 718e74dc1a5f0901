import Foundation

/// The real program, run as a child.
struct Program: Sendable {
    var executable: URL
    var environment: [String: String]

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// What a call printed, and what it cost.
    struct Outcome: Sendable {
        let output: String
        let usage: Usage
    }

    /// What a call comes to that may end well in part: 3 is partly done, deferred or held.
    static let wellOrInPart: Set<Int32> = [0, 3]

    /// Runs it to its end; throws when it ends otherwise than is borne.
    func run(_ arguments: [String], input: String = "", bearing: Set<Int32> = [0]) async throws -> Outcome {
        let before = CPUClock.endedChildren
        let began = ContinuousClock.now
        let child = try Child(executable, arguments, environment: environment, input: input)
        let (peak, ownPeak) = await child.peakBytes()
        guard bearing.contains(child.status) else {
            throw Failure(description: "\(arguments.joined(separator: " ")): \(child.errors) \(child.output)")
        }
        var usage = Usage(seconds: (ContinuousClock.now - began) / .seconds(1))
        usage.loaderCPU = CPUClock.endedChildren - before
        (usage.peakBytes, usage.ownPeakBytes) = (peak, ownPeak)
        return Outcome(output: child.output, usage: usage)
    }

    /// Starts it, waits for the first line that it says (answers and messages alike), and ends it after `body`.
    func with<Result>(
        _ arguments: [String], _ body: (_ said: String, _ process: Int32) async throws -> Result
    ) async throws -> Result {
        let child = try Child(executable, arguments, environment: environment, input: "")
        // A child tells of no line by itself: it is looked at again after a moment, until it has said one or is gone.
        while !child.said.contains("\n"), child.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        do {
            let result = try await body(child.said, child.identifier)
            child.end()
            return result
        } catch {
            child.end()
            throw error
        }
    }
}

/// A child process, whose output goes to files so that no pipe fills.
struct Child {
    private let process = Process()
    private let folder: URL

    init(_ executable: URL, _ arguments: [String], environment: [String: String], input: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("qm-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(input.utf8).write(to: folder.appendingPathComponent("input"))
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: folder.appendingPathComponent("input"))
        process.standardOutput = try Self.file(folder.appendingPathComponent("output"))
        process.standardError = try Self.file(folder.appendingPathComponent("errors"))
        try process.run()
    }

    private static func file(_ place: URL) throws -> FileHandle {
        try Data().write(to: place)
        return try FileHandle(forWritingTo: place)
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var status: Int32 { process.terminationStatus }
    var output: String { text("output") }
    var errors: String { text("errors") }
    var said: String { output + errors }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    /// The most memory that it ever held, asked for until it ends, and how much of that was its own rather than pages of the
    /// program's and the libraries' files, which all processes share. Not `ru_maxrss`: that begins, in a child, with what its
    /// parent held, and this process holds the vendor.
    func peakBytes() async -> (all: Int?, own: Int?) {
        var (all, own): (Int?, Int?) = (nil, nil)
        while process.isRunning {
            let status = Self.status(of: process.processIdentifier)
            all = status["VmHWM"] ?? all
            own = [own, status["RssAnon"]].compactMap { $0 }.max()
            // The kernel tells nobody of a process's own memory: only looking often finds its peak.
            try? await Task.sleep(for: .milliseconds(10))
        }
        return (all, own)
    }

    /// The figures of `/proc/<pid>/status` that are in kB, as bytes.
    private static func status(of process: Int32) -> [String: Int] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace) }
        return Dictionary(
            lines.filter { $0.count == 3 && $0[2] == "kB" }.compactMap { line in
                Int(line[1]).map { (String(line[0].dropLast()), $0 << 10) }
            }
        ) { $1 }
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}
