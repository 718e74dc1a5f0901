import Foundation
import Synchronization

/// The program as a person runs it: the built executable, with arguments, an environment and standard input.
struct Program {
    /// A folder of the test's own for the program's data; removed by ``withProgram(_:)``.
    let dataDirectory: String
    var environment: [String: String] = [:]

    /// What a call printed and how it ended.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    static let executable =
        Bundle.main.executableURL.map {
            $0.deletingLastPathComponent().appendingPathComponent("quartermaster")
        } ?? URL(fileURLWithPath: "/quartermaster")

    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs it to its end.
    func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let running = try start(arguments, input: input)
        return await running.outcome()
    }

    /// Starts it and comes back at once.
    func start(_ arguments: [String], input: String = "") throws -> RunningProgram {
        var all = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        all["QUARTERMASTER_HOME"] = Self.project.path
        all["QUARTERMASTER_DATA_DIRECTORY"] = dataDirectory
        all.merge(environment) { _, own in own }
        return try RunningProgram(Self.executable, arguments, environment: all, input: input)
    }
}

/// A program that runs: its output is collected in files, so that no pipe fills.
final class RunningProgram: Sendable {
    private let process: Mutex<Process>
    private let ended: AsyncStream<Int32>
    private let output: URL
    private let errors: URL
    let processIdentifier: Int32

    init(_ executable: URL, _ arguments: [String], environment: [String: String], input: String) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        let folder = FileManager.default.temporaryDirectory
        output = folder.appendingPathComponent(UUID().uuidString)
        errors = folder.appendingPathComponent(UUID().uuidString)
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let pipe = Pipe()
        process.standardInput = pipe
        let (ended, continuation) = AsyncStream<Int32>.makeStream()
        self.ended = ended
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? -process.terminationStatus : process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        processIdentifier = process.processIdentifier
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        self.process = Mutex(process)
    }

    func outcome() async -> Program.Outcome {
        var status: Int32 = -1
        for await value in ended { status = value }
        let outcome = Program.Outcome(status: status, output: text(output), errors: text(errors))
        for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
        return outcome
    }

    /// What it has printed so far.
    var printed: String { text(output) }
    var complained: String { text(errors) }

    var hasEnded: Bool { process.withLock { !$0.isRunning } }

    func signal(_ number: Int32) { kill(processIdentifier, number) }

    private func text(_ file: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
    }
}

/// Gives a program with a fresh data folder, stops what it left running, and removes the folder.
func withProgram<Result>(_ body: (Program) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("qm-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // As root the private PostgreSQL runs as another user, who must be able to pass through.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(Program(dataDirectory: folder.path))
}
