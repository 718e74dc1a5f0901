import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

@Suite struct ConnectWisePSAPagingTests {
    private static func rows(_ ids: ClosedRange<Int>) -> String {
        "[" + ids.map { #"{"id":\#($0),"identifier":"P\#($0)"}"# }.joined(separator: ",") + "]"
    }

    @Test func followsThePageIDsOfTheForwardOnlyMode() async throws {
        let read = try await ConnectWisePSARead(
            "products",
            ConnectWisePSAScript([
                "/procurement/catalog": { call in
                    call.query["pageId"] == nil
                        ? .json(Self.rows(1...2), headers: ConnectWisePSAScript.next("pageId=2"))
                        : .json(Self.rows(3...3), headers: ConnectWisePSAScript.end)
                }
            ]))
        #expect(read.records.map(\.externalID) == ["1", "2", "3"])
        #expect(read.pages.map(\.provesWhole) == [false, true])
        #expect(read.calls.map { $0.headers[.init("pagination-type")!] } == ["forward-only", "forward-only"])
        #expect(read.calls.map { $0.query["pageId"] } == [nil, "2"])
        #expect(read.calls.allSatisfy { $0.query["pageSize"] == "1000" && $0.query["orderBy"] == nil })
    }

    /// Not established: which endpoints know the mode.
    @Test(arguments: [HTTPFields(), ConnectWisePSAScript.next("page=2&pageSize=1000")])
    func readsByIDWhereTheModeIsNotKnown(_ headers: HTTPFields) async throws {
        let read = try await ConnectWisePSARead(
            "products",
            ConnectWisePSAScript([
                "/procurement/catalog": { call in
                    switch call.query["conditions"] {
                    case nil: .json(Self.rows(2...3), headers: headers)
                    case "id>0": .json(Self.rows(1...2))
                    case "id>2": .json(Self.rows(3...3))
                    default: .json("[]")
                    }
                }
            ]))
        #expect(Set(read.records.map(\.externalID)) == ["1", "2", "3"])
        #expect(read.calls.map { $0.query["conditions"] } == [nil, "id>0", "id>2", "id>3"])
        #expect(read.calls.dropFirst().allSatisfy { $0.query["orderBy"] == "id asc" })
        #expect(read.pages.last?.provesWhole == true)
    }

    @Test func anEmptyListWithoutTheHeaderIsEmpty() async throws {
        let read = try await ConnectWisePSARead(
            "products", ConnectWisePSAScript("/procurement/catalog", "[]", headers: [:]))
        #expect(read.calls.count == 1)
        #expect(read.pages.last?.provesWhole == true)
    }

    @Test func anIDThatDoesNotMoveIsALostPosition() async throws {
        let script = ConnectWisePSAScript([
            "/procurement/catalog": { _ in
                .json(Self.rows(1...2), headers: ConnectWisePSAScript.next("pageId=2"))
            }
        ])
        await #expect {
            _ = try await ConnectWisePSARead("products", script)
        } throws: { error in
            if case .positionLost = error as? ConnectorError { true } else { false }
        }
    }

    /// Trap 5.
    @Test func asksForChangesByWholeSecondsInBrackets() async throws {
        let since = try #require(Timestamp(iso8601: "2025-01-31T12:00:00.750Z"))
        let read = try await ConnectWisePSARead(
            "products", ConnectWisePSAScript("/procurement/catalog", "[]"), scope: .changed(since: since))
        #expect(read.calls.first?.query["conditions"] == "lastUpdated>=[2025-01-31T12:00:00Z]")
        #expect(read.pages.last?.provesWhole == false)
    }

    @Test func keepsTheFilterWhileReadingByID() async throws {
        let since = try #require(Timestamp(iso8601: "2025-01-31T12:00:00Z"))
        let script = ConnectWisePSAScript([
            "/procurement/catalog": { call in
                call.query["orderBy"] == nil ? .json(Self.rows(1...1)) : .json("[]")
            }
        ])
        let read = try await ConnectWisePSARead("products", script, scope: .changed(since: since))
        #expect(read.calls.last?.query["conditions"] == "lastUpdated>=[2025-01-31T12:00:00Z] and id>0")
    }

    /// Trap 6.
    @Test(arguments: ["null", "{}", #"{"code":"Error"}"#])
    func aBodyThatIsNoListIsNotAnEmptyOne(_ body: String) async throws {
        let script = ConnectWisePSAScript("/procurement/catalog", body)
        await #expect {
            _ = try await ConnectWisePSARead("products", script)
        } throws: { error in
            if case .malformedAnswer = error as? ConnectorError { true } else { false }
        }
    }

    /// Trap 6.
    @Test func aWebPageInPlaceOfAListIsNotAnEmptyOne() async throws {
        let script = ConnectWisePSAScript(["/procurement/catalog": { _ in .html }])
        await #expect {
            _ = try await ConnectWisePSARead("products", script)
        } throws: { error in
            if case .unavailable = error as? ConnectorError { true } else { false }
        }
    }

    /// Trap 4 and Rate limits: large lists time out.
    @Test func asksForFewerRowsAfterATimeOut() async throws {
        let script = ConnectWisePSAScript([
            "/procurement/catalog": { call in
                call.query["pageSize"] == "1000"
                    ? .json(#"{"code":"Error","message":"Execution Timeout Expired"}"#, status: 500)
                    : .json(Self.rows(1...1), headers: ConnectWisePSAScript.end)
            }
        ])
        let read = try await ConnectWisePSARead("products", script)
        #expect(read.calls.map { $0.query["pageSize"] } == ["1000", "250"])
        #expect(read.records.count == 1)
    }

    @Test func otherFailuresOfTheServerAreNotAskedAgain() async throws {
        let script = ConnectWisePSAScript(["/procurement/catalog": { _ in .json("", status: 502) }])
        await #expect(throws: ConnectorError.self) { _ = try await ConnectWisePSARead("products", script) }
    }

    @Test func childrenEndWhereTheHeaderNamesNoNextPageHoweverShortThePage() async throws {
        let script = ConnectWisePSAScript([
            "/company/companies/250/sites": { call in
                call.query["page"] == "1"
                    ? .json(#"[{"id":1,"name":"A"}]"#, headers: ConnectWisePSAScript.next("page=2"))
                    : .json(#"[{"id":2,"name":"B"}]"#)
            }
        ])
        let read = try await ConnectWisePSARead("company_sites", script, parents: ["250"])
        #expect(read.records.map(\.externalID) == ["1", "2"])
        #expect(read.calls.map { $0.query["page"] } == ["1", "2"])
        #expect(read.pages.flatMap(\.completedParents) == ["250"])
    }

    /// Faults 9 and 11: of two versions of a row the newer stays.
    @Test func theNewerOfTwoVersionsStays() async throws {
        let read = try await ConnectWisePSARead(
            "products",
            ConnectWisePSAScript(
                "/procurement/catalog",
                """
                [{"id":1,"description":"new","_info":{"lastUpdated":"2025-05-02T00:00:00Z"}},
                 {"id":1,"description":"old","_info":{"lastUpdated":"2025-05-01T00:00:00Z"}}]
                """))
        #expect(read.cell("name", in: Product.entity.description) == .text("new"))
        #expect(read.pages.first?.highWater == Timestamp(iso8601: "2025-05-02T00:00:00Z"))
    }
}
