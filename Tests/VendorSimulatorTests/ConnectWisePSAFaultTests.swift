import HTTPTypes
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectWisePSAFaultTests {
    @Test func losesNothingByShortPages() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let whole = try await caller.sweep("company/contacts", ["pageSize": "12"])
            handle.set(.shortPages, vendor: "connectwise-psa")
            let short = try await caller.sweep("company/contacts", ["pageSize": "12"])
            #expect(short.pages > whole.pages)
            #expect(short.rows.map { $0["id"].integer } == whole.rows.map { $0["id"].integer })
        }
    }

    @Test func keepsBackLateRowsAndBringsThemWithTheirOldTime() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            let all = try await caller.sweep("company/configurations").rows.count
            handle.set(.lateRows, vendor: "connectwise-psa")
            let fewer = try await caller.sweep("company/configurations").rows.count
            #expect(fewer < all)
            handle.clearFaults()
            #expect(try await caller.sweep("company/configurations").rows.count == all)
        }
    }

    @Test(arguments: [
        (Fault.throttled(status: 429, retryAfter: .seconds(2)), 429), (.serverError(status: 500), 500),
        (.errorInBody, 200), (.forbidden, 403),
    ])
    func wordsFailuresAsItsSheetDoes(_ fault: Fault, _ status: Int) async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, handle in
            handle.set(fault, vendor: "connectwise-psa")
            let reply = try await caller.get("company/companies")
            #expect(reply.status == status)
            #expect(reply.body["code"].string != nil && reply.body["message"].string != nil)
            #expect((reply.headers[.retryAfter] == "2") == (status == 429))
        }
    }

    @Test func cannotReadSomeRecordsByThemselves() async throws {
        try await ConnectWisePSACaller.with { caller, handle in
            handle.set(.failingRecord(oneIn: 5), vendor: "connectwise-psa")
            for id in try await caller.get("service/tickets", ["pageSize": "10"]).ids {
                let single = try await caller.get("service/tickets/\(id)")
                let notes = try await caller.get("service/tickets/\(id)/notes")
                #expect(single.status == (id % 5 == 0 ? 500 : 200))
                #expect(notes.status == single.status)
            }
        }
    }
}
