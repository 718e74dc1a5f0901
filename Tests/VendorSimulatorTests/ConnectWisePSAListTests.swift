import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectWisePSAListTests {
    @Test func givesEachRowOnceAndSaysAtTheEndThatItIsTheEnd() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let expected = handle.tenant()?.fleet.configurations.count ?? 0
            let swept = try await caller.sweep("company/configurations", ["pageSize": "7"])
            let ids = swept.rows.compactMap { $0["id"].integer }
            #expect(ids.count == expected)
            #expect(Set(ids).count == expected)
            #expect(ids == ids.sorted())
            #expect(swept.pages == (expected + 6) / 7)
            let last = try await caller.get(
                "company/configurations", ["pageSize": "1000"], with: ["pagination-type": "forward-only"])
            #expect(last.link == "")
        }
    }

    @Test func saysNothingOfPagesWhereItCannotGoForward() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get(
                "service/boards/1/statuses", ["pageSize": "2"], with: ["pagination-type": "forward-only"])
            #expect(reply.link == nil)
            #expect(reply.ids == [10, 11])
        }
    }

    @Test func numbersPagesAndLinksTheirNeighbours() async throws {
        try await ConnectWisePSACaller.with { caller, _ in
            let count = try await caller.get("company/contacts/count").body["count"].integer ?? 0
            var reply = try await caller.get("company/contacts", ["pageSize": "10", "orderBy": "lastName desc"])
            var ids = reply.ids
            while let next = reply.next {
                reply = try await caller.get(address: next)
                ids += reply.ids
            }
            #expect(Int64(ids.count) == count)
            #expect(Set(ids).count == ids.count)
            #expect(try await caller.get("company/contacts").ids.count == min(25, Int(count)))
        }
    }

    @Test(arguments: [
        ["pageSize": "1001"], ["pageSize": "0"], ["page": "x"], ["pagesize": "10"], ["fields": "id,nope"],
    ])
    func refusesWhatTheDocumentDoesNotAllow(_ query: [String: String]) async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get("company/companies", query)
            #expect(reply.status == 400)
        }
    }

    @Test func writesOnlyTheFieldsThatWereAskedFor() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get("service/tickets", ["fields": "id,board/name,_info/lastUpdated"])
            let row = try #require(reply.body.array?.first)
            #expect(row.object?.map(\.key).sorted() == ["_info", "board", "id"])
            #expect(row["board"].object?.map(\.key) == ["name"])
            #expect(row["_info"].object?.map(\.key) == ["lastUpdated"])
        }
    }

    @Test func knowsNoChildrenOfWhatIsNotThere() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            for path in ["company/companies/1/sites", "service/tickets/1/notes", "service/boards/99/types"] {
                let reply = try await caller.get(path)
                #expect(reply.status == 404)
            }
        }
    }
}
