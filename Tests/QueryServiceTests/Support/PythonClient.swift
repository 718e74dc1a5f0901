import Foundation
import Testing

/// The official client of the Model Context Protocol, which is written in Python.
enum PythonClient {
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Visits the address in each version that it speaks; a line a visit.
    static func visit(_ address: String, key: String, calls: String) async throws -> [Node] {
        // 'make test' has installed it already; it is quick then.
        let installed = try await run("/bin/sh", ["scripts/install-mcp-client"], [:], "")
        try #require(installed.status == 0, "the Python client cannot be installed: \(installed.errors)")
        let python = project.appendingPathComponent(".build/mcp-client/bin/python").path
        let visit = try await run(python, ["scripts/mcp-visit.py", address], ["QM_KEY": key], calls)
        try #require(visit.status == 0, "\(visit.errors.suffix(4_000))")
        return try visit.output.split(separator: "\n").map { try Node.parse(String($0)) }
    }

    /// Runs a program of the project's folder to its end.
    static func run(
        _ executable: String, _ arguments: [String], _ environment: [String: String], _ input: String
    ) async throws -> (status: Int32, output: String, errors: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["input", "output", "errors"].map { folder.appendingPathComponent($0) }
        for file in files { try Data(input.utf8).write(to: file) }
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = project
        process.environment = environment.merging(
            ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path]
        ) { own, _ in own }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let (ended, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await end in ended { status = end }
        return (
            status, try String(contentsOf: files[1], encoding: .utf8), try String(contentsOf: files[2], encoding: .utf8)
        )
    }
}
