import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectWisePSATruthTests {
    /// Every entity's rows are in the lists that the vendor serves, and no others are.
    @Test(arguments: [
        ("companies", "company/companies", "deletedFlag=false"), ("contacts", "company/contacts", ""),
        ("configurations", "company/configurations", ""), ("time_entries", "time/entries", ""),
        ("agreements", "finance/agreements", ""), ("products", "procurement/catalog", ""),
        ("opportunities", "sales/opportunities", ""),
    ])
    func isServed(_ entity: String, _ path: String, _ conditions: String) async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let truth = try #require(handle.truth("connectwise-psa")[entity])
            let query = ["conditions": conditions, "pageSize": "50"]
            let rows = try await caller.sweep(path, query).rows
            #expect(Set(rows.compactMap { $0["id"].text }) == Set(truth.keys))
            #expect(rows.count == truth.count && !truth.isEmpty)
        }
    }

    @Test func ofTicketsIsServedByTwoLists() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let truth = handle.truth("connectwise-psa")
            let service = try await caller.sweep("service/tickets").rows
            let project = try await caller.sweep("project/tickets").rows
            #expect(!service.isEmpty && !project.isEmpty)
            #expect(
                Set((service + project).compactMap { $0["id"].text }) == Set(truth["tickets"]?.keys.map(\.self) ?? []))
            var notes: Set<String> = []
            var pairs: Set<String> = []
            for (kind, tickets) in [("service", service), ("project", project)] {
                for ticket in tickets.compactMap({ $0["id"].text }) {
                    let path = "\(kind)/tickets/\(ticket)"
                    let ids = try await caller.sweep("\(path)/notes").rows.compactMap { $0["id"].text }
                    // A note's id is unique within its resource: a project ticket's has its kind before it.
                    notes.formUnion(ids.map { kind == "project" ? "project:\($0)" : $0 })
                    let devices = try await caller.get("\(path)/configurations").ids
                    pairs.formUnion(devices.map { "\(ticket):\($0)" })
                }
            }
            #expect(notes == Set(truth["ticket_notes"]?.keys.map(\.self) ?? []))
            #expect(pairs == Set(truth["ticket_configurations"]?.keys.map(\.self) ?? []))
        }
    }

    @Test func takesTheDefaultAddressAndNotAnother() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let truth = try #require(handle.truth("connectwise-psa")["contacts"])
            var isTricky = false
            for row in try await caller.sweep("company/contacts").rows {
                let emails = (row["communicationItems"].array ?? []).filter {
                    $0["communicationType"].string == "Email"
                }
                isTricky = isTricky || emails.count > 1
                let email = emails.first { $0["defaultFlag"].bool == true }?["value"].string
                #expect(truth[row["id"].text ?? ""]?["email"] == Value(text: email))
            }
            #expect(isTricky)
        }
    }

    @Test func followsWhatHappens() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let before = try await caller.sweep("service/tickets").rows.compactMap { $0["_info"]["lastUpdated"].string }
            let watermark = try #require(before.max())
            handle.advance(.usual(share: 0.2))
            let changed = try await caller.sweep("service/tickets", ["conditions": "lastUpdated>[\(watermark)]"]).rows
            #expect(!changed.isEmpty)
            let truth = try #require(handle.truth("connectwise-psa")["tickets"])
            for row in changed {
                #expect(truth[row["id"].text ?? ""]?["status_label"] == Value(text: row["status"]["name"].string))
            }
        }
    }
}
