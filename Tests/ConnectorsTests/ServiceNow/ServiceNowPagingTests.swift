import Connectors
import HTTPTransport
import Inventory
import Testing

/// Traps 2 and 3: how lists are walked and what proves their end.
@Suite struct ServiceNowPagingTests {
    @Test func aListIsWalkedInTheOrderOfItsIDsBeyondTheLastOne() async throws {
        let table = ServiceNowTableOfIDs(1..<1201)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.records.map(\.externalID) == table.ids)
        #expect(read.calls.map(\.after) == [nil, table.ids[499], table.ids[999]])
        #expect(read.calls.allSatisfy { $0.offset == 0 && $0.conditions.last == "ORDERBYsys_id" })
        #expect(read.isProven)
    }

    @Test func aFullPageMayBeTheLast() async throws {
        let table = ServiceNowTableOfIDs(1..<501)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.calls.count == 1 && read.records.count == 500 && read.isProven)
    }

    @Test func aShortPageIsNotTheLastAndWhatIsHiddenProvesNothing() async throws {
        let table = ServiceNowTableOfIDs(1..<1101, hiding: 100..<200)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.pages.first?.records.count == 400)
        #expect(read.records.count == 1000)
        #expect(!read.isProven)
    }

    @Test func anEmptyPageIsNotTheLastEither() async throws {
        let table = ServiceNowTableOfIDs(1..<1701, hiding: 1..<1301)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.records.map(\.externalID) == (1301..<1701).map(ServiceNowTableOfIDs.id))
        #expect(read.calls.map(\.offset) == [0, 500, 1000, 0])
        #expect(!read.isProven)
    }

    @Test func aListWhoseRowsAreAllHiddenEndsAndProvesNothing() async throws {
        let table = ServiceNowTableOfIDs(1..<701, hiding: 1..<701)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.records.isEmpty && !read.isProven && read.calls.count == 2)
    }

    @Test func rowsHiddenAtTheVeryEndProveNothing() async throws {
        let table = ServiceNowTableOfIDs(1..<11, hiding: 10..<11)
        let read = try await ServiceNowRead("tickets", ServiceNowScript(["incident": table.answer]))
        #expect(read.records.count == 9 && !read.isProven)
    }

    /// Rows that went while the list was read are not told from hidden ones: the next sweep proves.
    @Test func aCountThatFallsFasterThanRowsComeProvesNothing() async throws {
        let script = ServiceNowScript([
            "incident": { call in
                let rows = (1...500).map { "{\"sys_id\":\"\(ServiceNowTableOfIDs.id($0))\"}" }
                if call.after == nil { return ServiceNowScript.rows("[\(rows.joined(separator: ","))]", total: 510) }
                return ServiceNowScript.rows("[{\"sys_id\":\"\(ServiceNowTableOfIDs.id(900))\"}]", total: 1)
            }
        ])
        let read = try await ServiceNowRead("tickets", script)
        #expect(read.records.count == 501 && !read.isProven)
    }

    @Test func rowsWithoutACountAreReadToAnEmptyPageAndProveNothing() async throws {
        let script = ServiceNowScript([
            "incident": { call in
                call.after == nil ? .json(#"{"result":[{"sys_id":"a1"}]}"#) : .json(#"{"result":[]}"#)
            }
        ])
        let read = try await ServiceNowRead("tickets", script)
        #expect(read.records.count == 1 && read.calls.count == 2 && !read.isProven)
    }

    @Test func aListThatDoesNotGoOnIsLeft() async throws {
        let script = ServiceNowScript([
            "incident": { _ in ServiceNowScript.rows(#"[{"sys_id":"a1"},{"sys_id":"a2"}]"#, total: 9) }
        ])
        await #expect { try await ServiceNowRead("tickets", script) } throws: { error in
            if case .positionLost = error as? ConnectorError { true } else { false }
        }
    }

    @Test func aPositionOutlivesABreak() async throws {
        let table = ServiceNowTableOfIDs(1..<1201)
        let request = ReadRequest(scope: .everything)
        func connector() throws -> ServiceNow {
            try ServiceNow(
                ServiceNowScript(["incident": table.answer]).transport().context(
                    credentials: ServiceNowScript.credentials))
        }
        let first = try await connector().page(of: "tickets", request, at: nil)
        let second = try await connector().page(of: "tickets", request, at: first.next)
        #expect(second.records.first?.externalID == table.ids[500])
    }

    /// Trap 3: a bulk update stamps hundreds of rows with one second.
    @Test func changesAreAskedForFromTheirSecondOnAsALiteralInUTC() async throws {
        let table = ServiceNowTableOfIDs(1..<601)
        let read = try await ServiceNowRead(
            "tickets", ServiceNowScript(["incident": table.answer]), scope: .changed(since: .halfPastSix))
        let calls = read.calls(of: "incident")
        #expect(calls[0].conditions == ["sys_updated_on>=2026-11-01 06:30:00", "ORDERBYsys_id"])
        // What changes while we page leaves the window, and does not shift what is in it.
        #expect(
            calls[1].conditions == [
                "sys_updated_on>=2026-11-01 06:30:00", "sys_updated_on<2026-11-01 07:00:00",
                "sys_id>\(table.ids[499])", "ORDERBYsys_id",
            ])
        #expect(!read.isProven)
    }

    @Test func theHighWaterIsTheGreatestTimeSeen() async throws {
        let read = try await ServiceNowRead(
            "tickets",
            ServiceNowScript(
                "incident",
                """
                [{"sys_id":"a1","sys_updated_on":{"display_value":"x","value":"2026-11-02 22:37:27"}},
                 {"sys_id":"a2","sys_updated_on":{"display_value":"x","value":"2026-11-02 22:37:26"}}]
                """), scope: .changed(since: .halfPastSix))
        #expect(read.pages[0].highWater == Timestamp(iso8601: "2026-11-02T22:37:27Z"))
    }

    /// Trap 4.
    @Test func aPageThatTakesTooLongIsAskedForWithHalfAsManyRows() async throws {
        let table = ServiceNowTableOfIDs(1..<301)
        let script = ServiceNowScript([
            "incident": { call in
                call.limit > 125 ? .json("{\(ServiceNowScript.timeOut)}", status: 500) : table.answer(call)
            }
        ])
        let read = try await ServiceNowRead("tickets", script)
        #expect(read.calls.map(\.limit) == [500, 250, 125, 125, 125])
        #expect(read.records.count == 300 && read.isProven)
    }

    @Test func aPageThatAlwaysTakesTooLongFails() async throws {
        let script = ServiceNowScript(["incident": { _ in .json("{\(ServiceNowScript.timeOut)}", status: 500) }])
        await #expect { try await ServiceNowRead("tickets", script) } throws: { error in
            if case .unavailable(let words) = error as? ConnectorError {
                words.contains("maximum execution")
            } else {
                false
            }
        }
    }

    @Test func addressesStayShort() async throws {
        let tables = "incident,sn_customerservice_case,x_acme_service_request_ticket"
        for stream in ServiceNow.streams.map(\.name) {
            let read = try await ServiceNowRead(
                stream, ServiceNowScript([:]), scope: .changed(since: .halfPastSix), settings: ["ticket_tables": tables]
            )
            #expect(read.calls.allSatisfy { $0.url.utf8.count < 2048 }, "\(stream)")
            #expect(!read.calls.isEmpty)
        }
    }
}
