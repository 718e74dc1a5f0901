import ArgumentParser
import Foundation

/// What is measured: the program's own pace, or what a fleet costs at each vendor.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster-bench", abstract: "Measures what Quartermaster costs.",
        subcommands: [BenchCommand.self, FleetCommand.self, ParseFloor.self], defaultSubcommand: BenchCommand.self)
}

/// Measures the load of a fleet and the hot paths, and prints each beside its floor.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the load of a fleet and the hot paths, beside their floors.",
        discussion: "Example, quick: make bench ARGS=\"--devices 1000\"")

    enum Part: String, CaseIterable, ExpressibleByArgument { case load, many, paths, serve, all }

    @Option(
        help: """
            How many devices the simulated fleet has. Four in five have an agent, with about a hundred programs each: of \
            the usual number 20,000, with two million rows.
            """)
    var devices = 25_000
    @Option(help: "What to measure.") var part = Part.all
    @Option(help: "Where the program and its migrations are.") var home = FileManager.default.currentDirectoryPath

    func run() async throws {
        say(Machine.description)
        if [.many, .all].contains(part) {
            try await ManyConnections(devices: devices / 10, home: home).run()
            try await ManyTenants(devices: 60, home: home).run()
        }
        guard part != .many else { return }
        try await Warehouse.with(devices: devices, home: home) { warehouse in
            if [.load, .all].contains(part) { try await FleetLoad(warehouse: warehouse).run() }
            if [.paths, .all].contains(part) {
                try await PagePath(warehouse: warehouse).run()
                ComparePath().run()
            }
            if [.serve, .all].contains(part) { try await ServePath(warehouse: warehouse).run() }
        }
    }
}

/// What the figures were measured on.
enum Machine {
    static var description: String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let memory = ProcessInfo.processInfo.physicalMemory >> 30
        return """
            \(cores) cores, \(memory) GB; vendor, loader and PostgreSQL share them. Load average before: \(loadAverage)
            """
    }

    private static var loadAverage: String {
        var loads = [Double](repeating: 0, count: 3)
        guard getloadavg(&loads, 3) > 0 else { return "unknown" }
        return String(format: "%.1f", loads[0])
    }
}

/// Prints a line at once, into a pipe too.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
