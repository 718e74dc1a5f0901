import ArgumentParser
import Foundation

/// The program: parses the call, runs the command, and turns an error into words and an exit code.
@main
enum Main {
    static func main() async {
        do {
            var command = try Quartermaster.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(Failure.report(error))
        }
    }
}

/// The root of the command line.
struct Quartermaster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster",
        abstract: "Syncs MSPs' RMM and PSA systems into one PostgreSQL warehouse, and answers from it.",
        discussion: """
            Try it without an account anywhere:
              quartermaster demo

            Settings are in a YAML file (--config), in QUARTERMASTER_… environment variables, or in flags. Without any, the \
            program keeps a private PostgreSQL of its own.
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, MigrateCommand.self, TenantCommand.self, ConnectionCommand.self, SyncCommand.self,
            WorkCommand.self, ScheduleCommand.self, ServeCommand.self, MatchCommand.self, ReportCommand.self,
            KeyCommand.self, AnalystCommand.self, AuditCommand.self, QuarantineCommand.self,
            SimulateCommand.self, DoctorCommand.self, DocsCommand.self,
        ])
}
