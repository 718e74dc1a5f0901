import Testing

@testable import HTTPTransport

@Suite struct BudgetRuleTests {
    private func counts(_ pattern: String, _ path: String) -> Bool {
        BudgetRule(.test, BudgetLimits(), paths: [pattern]).counts(path: path[...])
    }

    @Test func aPathIsCountedByItsBeginning() {
        #expect(counts("/v2/queries/", "/v2/queries/software"))
        #expect(!counts("/v2/queries/", "/v2/devices"))
        #expect(BudgetRule(.test, BudgetLimits()).counts(path: "/anything"))
    }

    @Test func aStarStandsForOneSegment() {
        #expect(counts("/devices/*/assets", "/devices/12/assets"))
        #expect(counts("/devices/*/assets", "/devices/12/assets/lifecycle-info"))
        #expect(!counts("/devices/*/assets", "/devices/12/13/assets"))
        #expect(!counts("/devices/*/assets", "/devices/12/notes"))
    }

    @Test func aDollarIsThePathsEnd() {
        #expect(counts("/devices$", "/devices") && !counts("/devices$", "/devices/12"))
        #expect(counts("/devices/*$", "/devices/12") && !counts("/devices/*$", "/devices/12/assets"))
        #expect(!counts("/devices/*$", "/devices"))
    }
}
