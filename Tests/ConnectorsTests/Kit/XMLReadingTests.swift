import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing

/// XML as JSON in a declared shape, and what is not let near a parser.
@Suite struct XMLReadingTests {
    private let form = XMLForm(
        roots: ["result"], lists: ["items/row", "items/row/part"], dropped: ["secret"],
        kept: ["items/kept": ["id", "name"]])

    private func read(_ body: [UInt8]) async throws -> JSONValue {
        let transport = ScriptedTransport { _, _ in
            TransportResponse(status: .ok, headers: [.contentType: "text/xml"], body: body)
        }
        let answer = try await Caller(transport.context()).xml(VendorCall("/api/"), form)
        #expect(transport.requests.count == 1 && transport.requests[0].headers[.accept]?.contains("xml") == true)
        return answer.json["result"]
    }

    private func read(_ text: String) async throws -> JSONValue { try await read(Array(text.utf8)) }

    @Test func anElementIsAnObjectATextOrNothing() async throws {
        let json = try await read(
            #"<result status="OK"><a>1</a><b/><c> </c><d><e>x</e></d><f unit="GB">3</f></result>"#)
        let expected = ##"{"@status":"OK","a":"1","b":null,"c":null,"d":{"e":"x"},"f":{"@unit":"GB","#text":"3"}}"##
        #expect(json.serialised() == expected)
    }

    @Test func oneRowIsAListTooAndNoneIsAnEmptyElement() async throws {
        let one = try await read("<result><items><row><id>1</id><part>a</part></row></items></result>")
        #expect(one["items"]["row"].array?.count == 1)
        #expect(one["items"]["row"][0]["part"].array?.map(\.text) == ["a"])
        let none = try await read("<result><items/></result>")
        #expect(!none["items"].isMissing && none["items"]["row"].isMissing)
    }

    @Test func rowsBetweenOtherElementsAreOneList() async throws {
        let json = try await read("<result><items><row>a</row><total>2</total><row>b</row></items></result>")
        #expect(json["items"]["row"].array?.map(\.text) == ["a", "b"])
        #expect(json["items"]["total"].text == "2")
    }

    @Test func whatComesTwiceUndeclaredIsNotLost() async throws {
        let json = try await read("<result><day>a</day><day>b</day></result>")
        #expect(json["day"].array?.map(\.text) == ["a", "b"])
    }

    @Test func theDeclaredEncodingIsRead() async throws {
        let body =
            Array(#"<?xml version="1.0" encoding="ISO-8859-1"?><result><n>"#.utf8) + [0xE6, 0xF8]
            + Array("<![CDATA[<b>".utf8) + [0xE5] + Array("]]>&#322;</n></result>".utf8)
        #expect(try await read(body)["n"].text == "æø<b>å\u{142}")
    }

    @Test func secretsAreDroppedWhereverTheyStand() async throws {
        let json = try await read(
            "<result><secret><deep>x</deep></secret><items><row><secret>y</secret><id>1</id></row></items></result>")
        #expect(json.serialised() == #"{"items":{"row":[{"id":"1"}]}}"#)
    }

    @Test func ofSomeRowsOnlyWhatIsNamedIsKept() async throws {
        let json = try await read(
            "<result><items><kept><id>1</id><Password>x</Password><name>n</name></kept></items></result>")
        #expect(json["items"]["kept"].serialised() == #"{"id":"1","name":"n"}"#)
    }

    @Test(arguments: [
        "nul \0 and \u{1B} raw", "by reference &#0;&#x1F;", "half a pair &#xD83D;", "&#55357; in decimal",
    ])
    func characterThatXMLDoesNotAllowCostsItself(text: String) async throws {
        let json = try await read("<result><n>\(text)</n><m>&#65;</m></result>")
        #expect(json["n"].text?.isEmpty == false)
        #expect(json["m"].text == "A")
    }

    // MARK: - What is refused

    private func error(_ text: String) async -> ConnectorError? {
        do {
            _ = try await read(text)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    /// None of these reaches the parser, so that nothing is expanded and nothing fetched, from the network or a file.
    @Test(arguments: [
        #"<!DOCTYPE result [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><result><n>&b;</n></result>"#,
        #"<?xml version="1.0"?><!DOCTYPE result [<!ENTITY f SYSTEM "file:///etc/hostname">]><result>&f;</result>"#,
        #"<!-- c --><!DOCTYPE result SYSTEM "http://vendor.example/evil.dtd"><result/>"#,
        "\u{FEFF}<!doctype result><result/>",
        #"<!DOCTYPE result [<!ENTITY % p SYSTEM "http://vendor.example/p"> %p;]><result/>"#,
    ])
    func aDocumentTypeIsRefused(text: String) async {
        guard case .malformedAnswer(let words) = await error(text) else {
            Issue.record("read")
            return
        }
        #expect(words.contains("document type") && !words.contains("hostname"))
    }

    @Test(arguments: ["utf-16", "utf-7", "IBM037"]) func anEncodingThatCouldHideOneIsRefused(name: String) async {
        guard case .malformedAnswer = await error("<?xml version='1.0' encoding='\(name)'?><result/>") else {
            Issue.record("read")
            return
        }
    }

    @Test func anUnknownEntityIsNoText() async {
        guard case .malformedAnswer = await error("<result><n>&nobody;</n></result>") else {
            Issue.record("read")
            return
        }
    }

    @Test(arguments: ["", "  \n", "<!DOCTYPE html><html></html>", "<HTML><body>log in</body></HTML>"])
    func aPageOrNothingInPlaceOfDataIsTheVendorsFailure(text: String) async {
        guard case .unavailable = await error(text) else {
            Issue.record("not unavailable")
            return
        }
    }

    @Test(arguments: ["<result><a>1</a>", "<result><a>1</b></result>", "{}", "<other/>"])
    func whatIsBrokenIsRejectedWhole(text: String) async {
        guard case .malformedAnswer = await error(text) else {
            Issue.record("read")
            return
        }
    }

    @Test func elementsWithoutEndAreRefused() async {
        let deep = String(repeating: "<a>", count: 500) + String(repeating: "</a>", count: 500)
        guard case .malformedAnswer = await error("<result>\(deep)</result>") else {
            Issue.record("read")
            return
        }
    }

    @Test func aListOfThousandsOfRowsIsReadInOneGo() async throws {
        let row = "<row><id>1</id><name><![CDATA[Contoso & sons]]></name><part>a</part><part>b</part></row>"
        let rows = String(repeating: row, count: 20_000)
        let json = try await read("<result><items>\(rows)</items></result>")
        #expect(json["items"]["row"].array?.count == 20_000)
        #expect(json["items"]["row"][19_999]["name"].text == "Contoso & sons")
    }
}

/// Who we are in the query: it must never come back out.
@Suite struct QueryAuthorisationTests {
    private let key = "k3y+of/the=account"

    private func caller(_ answer: TransportResponse) -> (Caller, ScriptedTransport) {
        let transport = ScriptedTransport { _, _ in answer }
        let key = key
        let caller = Caller(
            transport.context(),
            authorisation: .query { () async throws(ConnectorError) -> [(String, String)] in [("apikey", key)] })
        return (caller, transport)
    }

    @Test func itIsSentBeforeTheCallsOwnParameters() async throws {
        let (caller, transport) = caller(.json("{}"))
        _ = try await caller.json(VendorCall("/api/", query: [("service", "list")]))
        #expect(transport.asked == ["/api/?apikey=k3y%2Bof%2Fthe%3Daccount&service=list"])
    }

    @Test(arguments: ["k3y+of/the=account", "k3y%2Bof%2Fthe%3Daccount"])
    func whatTheVendorRepeatsOfItIsHiddenInErrorsAndAnswers(spelling: String) async throws {
        for status in [302, 400, 401, 403, 404, 429, 500] {
            let (caller, _) = caller(.json(#"{"message":"no such page: /api/?apikey=\#(spelling)"}"#, status: status))
            do throws(ConnectorError) {
                _ = try await caller.json(VendorCall("/api/"))
                Issue.record("no error")
            } catch {
                #expect(!"\(error)".contains("k3y") && error.words.contains("***"))
            }
        }
        let (caller, _) = caller(.json(#"{"self":"/api/?apikey=\#(spelling)"}"#))
        #expect(try await caller.json(VendorCall("/api/")).json["self"].string == "/api/?apikey=***")
    }

    @Test func whatTheTransportRepeatsOfItIsHidden() async {
        let key = key
        let transport = ScriptedTransport { (_, _) throws(TransportError) in
            throw .brokenTransfer("GET /api/?apikey=\(key) broke off")
        }
        let caller = Caller(
            transport.context(),
            authorisation: .query { () async throws(ConnectorError) -> [(String, String)] in [("apikey", key)] })
        do throws(ConnectorError) {
            _ = try await caller.json(VendorCall("/api/"))
            Issue.record("no error")
        } catch {
            #expect(!error.words.contains("k3y") && error.words.contains("***"))
        }
    }
}
