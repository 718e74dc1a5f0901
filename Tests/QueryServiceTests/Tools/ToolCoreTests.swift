import Testing

@testable import QueryService

/// The parts of the tools that need no database.
@Suite struct ToolCoreTests {
    struct Names: Sendable {
        let text: String
        let among: [[String]]
        let meant: [Int]
        init(_ text: String, _ among: [[String]], _ meant: [Int]) {
            self.text = text
            self.among = among
            self.meant = meant
        }
    }

    private static let names: [Names] = [
        Names("Acme", [["Acme"], ["acme"], ["Acme Ltd"]], [0]), Names("ACME", [["Acme"], ["Acme Ltd"]], [0]),
        Names("acme  ltd", [["Acme Ltd"], ["Acme"]], [0]), Names("acm", [["Acme"], ["Acme Ltd"]], [0, 1]),
        Names("Ltd", [["Acme Ltd"], ["Beta"]], [0]), Names("Gamma", [["Acme"], ["Beta"]], []),
        Names("FILE01", [["SRV", "FILE01"], ["FILE01", "old"]], [0, 1]), Names("a", [], []),
    ]

    @Test(arguments: names) func aNameMeans(_ one: Names) {
        #expect(NameMatch.meant(one.text, among: one.among) == one.meant)
    }

    @Test func textIsCutBetweenCharacters() {
        let long = String(repeating: "é", count: 400)
        let (text, isCut) = TextLimit.list.cut(long)
        #expect(isCut && text.utf8.count <= TextLimit.list.rawValue + 3 && text.hasSuffix("é…"))
        let (odd, _) = TextLimit.list.cut("a" + long)
        #expect(odd.hasSuffix("é…") && odd.hasPrefix("a"))
        #expect(TextLimit.list.cut("short").text == "short")
        #expect(TextLimit.full.shorter == [.single, .list, .tight] && TextLimit.tight.shorter.isEmpty)
    }

    @Test func aBudgetIsSharedAndWhatOneDoesNotNeedIsTheOthers() {
        var budget = ToolBudget(100)
        var share = budget.share(of: 4)
        let given = share
        #expect(share.left == 25 && share.take(10) && !share.take(16))
        budget.spend(given, used: share)
        #expect(budget.left == 90 && budget.share(of: 0).left == 90)
    }

    @Test func ticketsAreAlikeByTheirRareWords() {
        let summaries =
            ["Printer on floor 3 does not print", "Printer in the office jams", "VPN does not connect"]
            + (0..<40).map { "The user does not receive mail \($0)" }
        let likeness = TicketLikeness(summaries)
        let own = "The printer does not print"
        let scores = summaries.prefix(4).map { likeness.likeness(own, $0) }
        #expect(scores[0] > scores[1] && scores[1] > scores[2] && scores[1] > scores[3], "\(scores)")
        #expect(likeness.likeness(own, own) == 1 && likeness.likeness("", "") == 0)
    }

    @Test func parsedJSONIsWrittenAsItWas() throws {
        let text = #"{"a":[1,-2.5,true,null,"x\n"],"b":{}}"#
        let tree = try #require(JSONTree(parsing: Array(text.utf8)))
        #expect(String(decoding: tree.bytes, as: UTF8.self) == text)
        #expect(tree["a"] != nil && tree["c"] == nil && tree["b"]?.isObject == true)
        #expect(JSONTree(parsing: Array("{".utf8)) == nil)
    }
}
