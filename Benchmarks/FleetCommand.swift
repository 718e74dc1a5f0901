import ArgumentParser
import Connectors
import Foundation

/// `fleet`: what an MSP's whole fleet costs at each vendor, in calls first of all.
struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Syncs a fleet of each vendor, and prints its calls beside the vendor's budget.",
        discussion: """
            Each vendor is simulated, and read into an empty database with its limit raised, so that the run ends; how long \
            the calls take within the budget, and how many a day come of its streams' periods, is worked out. Then a \
            hundredth of everything changes, and it is read again.
            Example: VENDORS=ninjaone,connectwise-psa make fleet
            Example: VENDORS=autotask make fleet ARGS='--devices 500 --tickets 100000'
            """)

    @Option(help: "Vendors' short names, comma separated; without it all.") var vendors = ""
    @Option(
        help: """
            How many devices the simulated fleet has. Four in five have an agent, with about a hundred programs each: of \
            the usual number 5,000.
            """)
    var devices = 6_250
    @Option(help: "How many tickets it has, with a description and notes each; without it two for three devices.")
    var tickets: Int?
    @Option(help: "Where the program's migrations are.") var home = FileManager.default.currentDirectoryPath
    @Option(help: "The program; without it the one beside this one.") var program: String?

    func run() async throws {
        say(Machine.description)
        say(FleetFigures.head)
        for connector in try chosen() {
            try await EmptyDatabase.with { database in
                let program = Program(
                    home: home, folder: database.folder, database: database.url, executable: program)
                let sync = FleetSync(program: program, connector: connector, devices: devices, tickets: tickets)
                try await sync.run { say($0.line) }
            }
        }
    }

    private func chosen() throws -> [any Connector.Type] {
        guard !vendors.isEmpty else { return Registry.connectors }
        return try vendors.split(separator: ",").map { name in
            guard let connector = Registry.connector(for: String(name)) else {
                let known = Registry.connectors.map { $0.vendor.id }.joined(separator: ", ")
                throw ValidationError("there is no vendor '\(name)'; choose of \(known)")
            }
            return connector
        }
    }
}
