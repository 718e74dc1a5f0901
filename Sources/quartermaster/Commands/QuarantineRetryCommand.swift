import Access
import ArgumentParser
import Foundation
import Postgres
import Sync

/// `quarantine retry`: asks the vendor again for records that were set aside.
struct QuarantineRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Asks again for records that were set aside.",
        discussion: """
            A vendor's list cannot be asked for one record, so the streams of the records are read whole by the next sync (of \
            a stream that is read device by device, where a device could not be read, that device alone). A record that loads \
            leaves the list by itself; one that does not stays, with another count. Without ids or a stream: all of them.
            Example: quartermaster quarantine retry --tenant acme --stream devices
            """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "Ids, as 'quarantine list' prints them.") var ids: [String] = []
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "A stream, in place of ids.") var stream: String?

    func run() async throws {
        let selection = try selection()
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            let retries = try await runtime.worker.transaction(tenant: tenant.id) { session in
                let retries = try await QuarantineDesk.retry(selection, tenant: tenant.id, in: session)
                try check(retries)
                try await AuditTrail.record(
                    tenant: tenant.id, actor: Runtime.actor, action: "quarantine.retry",
                    subject: retries.map { "\($0.connection)/\($0.stream)" }.joined(separator: ","),
                    details: ["records": String(retries.reduce(0) { $0 + $1.records })], in: session)
                return retries
            }
            try show(retries, tenant)
        }
    }

    private func selection() throws -> QuarantineDesk.Selection {
        if let stream {
            guard ids.isEmpty else { throw CallError("give ids or --stream, not both") }
            return .stream(stream)
        }
        if ids.isEmpty { return .all }
        return .ids(
            try ids.map { text in
                guard let id = UUID(uuidString: text) else {
                    throw CallError("'\(text)' is not an id that 'quarantine list' prints")
                }
                return id
            })
    }

    private func check(_ retries: [QuarantineDesk.Retry]) throws {
        let found = retries.reduce(0) { $0 + $1.records }
        if found < Set(ids.map { $0.lowercased() }).count {
            throw CallError("not all of these are set aside now; 'quarantine list' shows what is")
        }
        if found == 0, let stream { throw CallError("nothing of the stream '\(stream)' is set aside") }
    }

    private func show(_ retries: [QuarantineDesk.Retry], _ tenant: Tenant) throws {
        if options.json { return try Console.json(["streams": retries]) }
        if retries.isEmpty { return print("Nothing is set aside.") }
        for retry in retries {
            let how = retry.readsWhole ? "the next sync reads the whole list" : "the next sync asks for these alone"
            print("\(retry.connection)/\(retry.stream): \(retry.records) records, \(how)")
        }
        print("A worker does it now; without a worker: quartermaster sync --tenant \(tenant.slug)")
    }
}
