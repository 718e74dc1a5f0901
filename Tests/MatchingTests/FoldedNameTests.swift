import Testing

@testable import Matching

/// What people write differently and mean the same is folded away, and nothing else.
@Suite struct FoldedNameTests {
    @Test(arguments: [
        ("Contoso", "CONTOSO"), ("Contoso, Inc.", "contoso"), ("Contoso Pty Ltd", "Contoso"),
        ("Meyer GmbH & Co. KG", "meyer"), ("Société Générale S.A.", "Societe Generale"),
        ("Contoso L.L.C.", "Contoso LLC"),
        ("[MSA] Contoso", "Contoso"), ("(VIP) Contoso", "Contoso"), ("1042 - Contoso", "Contoso"),
        ("Contoso - HQ", "Contoso"), ("Contoso (old)", "Contoso"), ("Contoso - Head Office", "Contoso"),
        ("Dental, Smith", "Smith Dental"), ("Smith & Jones", "Smith and Jones"), ("The Winery", "Winery"),
        ("O'Brien Law", "OBrien Law"), ("Int'l Svcs", "International Services"), ("J.P. Morgan", "JP Morgan"),
        ("Coca-Cola", "Coca Cola"), ("Żółw", "Zolw"), ("Straße", "Strasse"),
    ])
    func twoSpellingsAreOneName(_ a: String, _ b: String) {
        #expect(FoldedName(a).key == FoldedName(b).key)
        #expect(!FoldedName(a).key.isEmpty)
    }

    @Test(arguments: [
        ("Clinic 1", "Clinic 2"), ("Contoso East", "Contoso West"), ("Contoso", "Contoso East"), ("Smith", "Smyth"),
        ("Coca-Cola", "Coca"), ("LLC", "Inc"), ("Contoso - Sydney", "Contoso"),
    ])
    func twoNamesStayTwo(_ a: String, _ b: String) {
        #expect(FoldedName(a).key != FoldedName(b).key)
    }

    @Test(arguments: ["", "  ", "---", "()", "[", "&", "\u{0}"]) func nothingIsLeftOfNoName(_ name: String) {
        let folded = NameLikeness(FoldedName(name))
        #expect(folded.relation(to: folded) == .different)
    }

    @Test(arguments: ["[MSA]", "- HQ", "(old)", "The", "GmbH & Co. KG"]) func aNameOfTagsAloneIsKept(_ name: String) {
        #expect(!FoldedName(name).key.isEmpty)
    }

    @Test func theNameOfFormerDaysIsKeptBesideTheNewOne() {
        let name = FoldedName("Fabrikam Ltd (formerly Contoso)")
        #expect(name.key == "fabrikam" && name.otherWords == ["contoso"])
        guard case .alike(let likeness) = NameLikeness(name).relation(to: NameLikeness(FoldedName("Contoso"))) else {
            Issue.record("the former name is not seen")
            return
        }
        #expect(likeness > 0.9)
    }

    @Test(arguments: [
        ("Smith Dental", "Smiht Dental"), ("Contoso Manufacturing", "Contoso Manufactring"),
        ("SmithDental", "Smith Dental"),
        ("Contoso Landsc.", "Contoso Landscaping"), ("Contoso Lndscpg", "Contoso Landscaping"),
    ])
    func mistakesAndAbbreviationsAreAlike(_ a: String, _ b: String) {
        guard case .alike(let likeness) = relation(a, b) else {
            Issue.record("\(a) and \(b) are \(relation(a, b))")
            return
        }
        #expect(likeness > 0.8)
    }

    @Test func aNameWithinANameIsNotTheSame() {
        guard case .contained = relation("Contoso", "Contoso East") else {
            Issue.record("\(relation("Contoso", "Contoso East"))")
            return
        }
        #expect(relation("IBM", "International Business Machines") == .initials)
        #expect(relation("Site 12", "Site 13") == .different)
    }

    private func relation(_ a: String, _ b: String) -> NameRelation {
        NameLikeness(FoldedName(a)).relation(to: NameLikeness(FoldedName(b)))
    }

    @Test(arguments: ["Contoso Plumbing, Inc.", "[MSA] Zoë's Café - HQ", "Contoso dba Fabrikam", "", "!!"])
    func whatIsStoredIsHadAgain(_ name: String) {
        let folded = FoldedName(name)
        #expect(FoldedName(stored: folded.stored) == folded)
    }
}
