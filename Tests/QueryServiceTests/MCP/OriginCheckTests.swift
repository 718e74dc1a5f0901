import Testing

@testable import QueryService

/// Which hosts and pages may call.
@Suite struct OriginCheckTests {
    struct Case: Sendable {
        let isLocal: Bool
        let hosts: [String]
        let authority: String?
        let origin: String?
        let isAllowed: Bool

        init(_ isLocal: Bool, _ hosts: [String], _ authority: String?, _ origin: String?, _ isAllowed: Bool) {
            self.isLocal = isLocal
            self.hosts = hosts
            self.authority = authority
            self.origin = origin
            self.isAllowed = isAllowed
        }
    }

    private static let cases: [Case] = [
        Case(true, [], "127.0.0.1:8080", nil, true), Case(true, [], "localhost", nil, true),
        Case(true, [], "[::1]:8080", nil, true), Case(true, [], "LOCALHOST:1", "http://localhost:6274", true),
        // A name of another site that leads here.
        Case(true, [], "evil.example:8080", nil, false), Case(true, [], nil, nil, false),
        Case(true, [], "", nil, false), Case(true, [], "localhost.evil.example", nil, false),
        Case(true, [], "127.0.0.1", "https://evil.example", false), Case(true, [], "127.0.0.1", "null", false),
        Case(true, [], "127.0.0.1", "file://", false), Case(true, [], "127.0.0.1", "http://localhost/evil", false),
        Case(true, ["qm.example"], "qm.example", "https://qm.example", true),
        Case(true, ["qm.example"], "evil.example", nil, false),
        Case(false, [], "qm.example:443", nil, true), Case(false, [], "qm.example", "https://qm.example", true),
        Case(false, [], "qm.example", "https://evil.example", false),
        Case(false, ["QM.example"], "qm.example", "https://qm.example:8443", true),
        Case(false, ["qm.example"], "evil.example", nil, false),
        Case(false, ["qm.example"], "qm.example", "https://evil.example", false),
    ]

    @Test(arguments: cases) func itLetsIn(_ one: Case) {
        let check = OriginCheck(isLocal: one.isLocal, allowedHosts: one.hosts)
        #expect(check.allows(authority: one.authority, origin: one.origin) == one.isAllowed)
    }
}
