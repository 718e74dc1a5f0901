import Access
import ArgumentParser
import Connectors
import Foundation
import Sync

/// `schedule set|list`: how often is read.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "How often a tenant's streams are read.",
        subcommands: [List.self, Set.self], defaultSubcommand: List.self)

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets how often a tenant, a connection or a stream is read.",
            discussion: """
                The most specific schedule holds: a connection's stream before a stream of all connections, before a \
                connection, before the tenant. A cron expression goes by UTC, or by the connection's setting 'timezone'.
                Example: quartermaster schedule set --tenant acme --connection main --stream devices --every 15m
                Example: quartermaster schedule set --tenant acme --cron '*/15 6-20 * * 1-5'
                """)
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String
        @Option(help: "One connection; without it all.") var connection: String?
        @Option(help: "One stream; without it all.") var stream: String?
        @Option(help: "A period, from 10s to 31d: 90s, 15m, 6h, 1d.") var every: String?
        @Option(help: "Minute, hour, day of the month, month and day of the week.") var cron: String?
        @Flag(name: .customLong("default"), help: "Take the schedule back.") var standard = false

        func run() async throws {
            let change = try change()
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let scope = try await scope(tenant, runtime)
                let moved = try await ScheduleStore(runtime.worker).set(change, for: scope)
                try await AuditTrail(runtime.worker).record(
                    tenant: tenant.id, actor: Runtime.actor, action: "schedule.set", subject: connection,
                    details: details)
                if options.json { return try Console.json(["streams_changed": moved]) }
                print(moved == 1 ? "1 stream is read otherwise now." : "\(moved) streams are read otherwise now.")
            }
        }

        private func change() throws -> ScheduleChange {
            switch (every, cron, standard) {
            case (let every?, nil, false): .every(try PeriodText.parse(every))
            case (nil, let cron?, false): .cron(try CronExpression(cron))
            case (nil, nil, true): .standard
            default: throw CallError("say one of --every, --cron and --default")
            }
        }

        private func scope(_ tenant: Tenant, _ runtime: Runtime) async throws -> ScheduleScope {
            let connections =
                if let connection { [try await runtime.connections.find(connection, tenant: tenant)] } else {
                    try await runtime.connections.list(tenant)
                }
            if let stream {
                let vendors = Swift.Set(connections.compactMap { Registry.connector(for: $0.vendor)?.vendor.id })
                let known = vendors.flatMap { Registry.connector(for: $0)?.streams.map(\.name) ?? [] }
                guard known.contains(stream) else {
                    throw SyncError.unknownStream(stream, known: Swift.Set(known).sorted())
                }
            }
            return ScheduleScope(
                tenant: tenant.id, connection: connection == nil ? nil : connections.first?.id, stream: stream)
        }

        private var details: [String: String] {
            ["stream": stream, "every": every, "cron": cron, "default": standard ? "true" : nil].compactMapValues { $0 }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists how a tenant's streams are scheduled, and what was set.",
            discussion: "Example: quartermaster schedule list --tenant acme")
        @OptionGroup var options: GlobalOptions
        @Option(help: "The tenant.") var tenant: String

        func run() async throws {
            try await Runtime.with(options) { runtime in
                let tenant = try await runtime.tenants.find(tenant)
                let store = ScheduleStore(runtime.worker)
                let list = ScheduleList(
                    schedules: try await store.schedules(tenant: tenant.id),
                    streams: try await store.streams(tenant: tenant.id))
                if options.json { return try Console.json(list) }
                print(list.text)
            }
        }
    }
}

/// What `schedule list` shows.
private struct ScheduleList: Encodable {
    let schedules: [SetSchedule]
    let streams: [StreamSchedule]

    var text: String { [setText, streamsText].joined(separator: "\n\n") }

    private var setText: String {
        guard !schedules.isEmpty else { return "Nothing is set: every stream is read as its connector declares." }
        var table = TextTable(["connection", "stream", "read"])
        for schedule in schedules {
            table.add([
                schedule.connection ?? "(all)", schedule.stream ?? "(all)",
                Self.words(schedule.everySeconds, schedule.cron),
            ])
        }
        return table.text
    }

    private var streamsText: String {
        guard !streams.isEmpty else { return "No stream was met yet: nothing was synced." }
        var table = TextTable(["connection", "stream", "read", "usually", "set for", "next due", "state"])
        for stream in streams {
            table.add([
                stream.connection, stream.stream, Self.words(stream.everySeconds, stream.cron),
                Self.words(stream.usualSeconds, nil), stream.setFor, stream.nextDue, stream.state,
            ])
        }
        return table.text
    }

    private static func words(_ seconds: Int64, _ cron: String?) -> String {
        cron ?? "every \(PeriodText.text(seconds: seconds))"
    }
}
