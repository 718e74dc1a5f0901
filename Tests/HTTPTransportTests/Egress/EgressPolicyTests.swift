import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct EgressPolicyTests {
    private func verdict(_ policy: EgressPolicy, _ address: String, isTLS: Bool = true) throws -> EgressPolicy.Verdict {
        policy.verdict(on: try #require(IPAddress(address)), isTLS: isTLS)
    }

    @Test(arguments: ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "64:ff9b::808:808"])
    func publicAddressesAreCalledByHTTPSAlone(address: String) throws {
        #expect(try verdict(.publicOnly, address) == .allowed)
        #expect(try verdict(.publicOnly, address, isTLS: false) == .needsTLS)
        #expect(try verdict(.allowingPrivate, address, isTLS: false) == .needsTLS)
    }

    @Test(arguments: [
        "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "127.255.0.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "198.18.0.1", "192.0.2.1", "::1", "fd00::1", "fc00::1",
        "fe80::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
    ])
    func privateAddressesAreCalledOnlyWhereAllowed(address: String) throws {
        #expect(try verdict(.publicOnly, address) == .refused)
        #expect(try verdict(.publicOnly, address, isTLS: false) == .refused)
        #expect(try verdict(.allowingPrivate, address) == .allowed)
        #expect(try verdict(.allowingPrivate, address, isTLS: false) == .allowed)
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "ff02::1",
        "2002:7f00:1::1", "2001::1", "::7f00:1", "64:ff9b:1::1", "::ffff:0.0.0.0", "100::1",
    ])
    func someAddressesAreNeverCalled(address: String) throws {
        #expect(try verdict(.publicOnly, address) == .refused)
        #expect(try verdict(.allowingPrivate, address) == .refused)
        #expect(try verdict(EgressPolicy(setting: "0.0.0.0/0,::/0"), address) == .refused)
    }

    @Test func onlyTheBlocksThatAreNamedAreAllowed() throws {
        let policy = try EgressPolicy(setting: " 10.1.0.0/16, fd00:1::/32 ,192.168.7.9")
        for address in ["10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5", "192.168.7.9"] {
            #expect(try verdict(policy, address, isTLS: false) == .allowed, "\(address)")
        }
        for address in ["10.2.0.1", "fd00:2::5", "192.168.7.10", "127.0.0.1", "::1"] {
            #expect(try verdict(policy, address) == .refused, "\(address)")
        }
    }

    @Test func theSettingIsNoYesOrBlocks() throws {
        #expect(try EgressPolicy(setting: "false") == .publicOnly)
        #expect(try EgressPolicy(setting: " ") == .publicOnly)
        #expect(try EgressPolicy(setting: "TRUE") == .allowingPrivate)
        #expect(try EgressPolicy(setting: "10.0.0.0/8") == EgressPolicy(allowing: [AddressBlock(known: "10.0.0.0/8")]))
    }

    @Test(arguments: ["yes", "10.0.0.0/33", "10.0.0", "10.0.0.0/-1", "example.com", "10.0.0.0/8/9", "fd00::/129"])
    func anythingElseIsSaid(setting: String) {
        #expect(throws: InvalidEgressSetting(part: setting)) { try EgressPolicy(setting: setting) }
    }

    @Test(arguments: [
        "https://vendor.example/x?y=z", "https://8.8.8.8:8443/", "HTTPS://vendor.example", "https://[2606:4700::1]/",
    ])
    func usualURLsPass(url: String) throws { try EgressPolicy.publicOnly.check(url: url) }

    @Test(arguments: [
        "http://vendor.example/", "http://8.8.8.8/", "ftp://vendor.example/", "file:///etc/passwd", "gopher://x/",
        "https://user:secret@vendor.example/", "https://user@vendor.example/", "vendor.example", "https://", "",
        "https://ven dor.example/", "https://vendor.example:99999/",
    ])
    func othersAreRefusedEarly(url: String) throws {
        let error = #expect(throws: TransportError.self) { try EgressPolicy.publicOnly.check(url: url) }
        guard case .badURL(let reason) = error else {
            Issue.record("\(url): \(String(describing: error))")
            return
        }
        #expect(!reason.contains("secret"))
    }

    @Test(arguments: [
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.1.2.3/",
        "https://2130706433/",
        "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://169.254.169.254/latest/meta-data",
    ])
    func literalAddressesAreJudgedInWhateverForm(url: String) throws {
        let error = #expect(throws: TransportError.self) { try EgressPolicy.publicOnly.check(url: url) }
        guard case .egressRefused = error else {
            Issue.record("\(url): \(String(describing: error))")
            return
        }
    }

    @Test func httpIsForAllowedAddressesAlone() throws {
        try EgressPolicy.allowingPrivate.check(url: "http://127.0.0.1:8080/")
        #expect(throws: TransportError.self) { try EgressPolicy.allowingPrivate.check(url: "http://8.8.8.8/") }
    }
}

@Suite(.timeLimit(.minutes(1))) struct IPAddressTests {
    @Test(arguments: [
        ("::ffff:1.2.3.4", "1.2.3.4"), ("64:ff9b::1.2.3.4", "1.2.3.4"), ("0:0:0:0:0:0:0:1", "::1"),
        ("FD00::00A1", "fd00::a1"),
    ])
    func dressesAreTakenOff(text: String, plain: String) { #expect(IPAddress(text)?.description == plain) }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "01.2.3.4", "0x7f000001", "fe80::1%lo", "1.2.3.4 "])
    func onlyTheUsualTextIsAnAddress(text: String) { #expect(IPAddress(text) == nil) }

    @Test func aBlockOfMappedAddressesIsTheirOwn() throws {
        let block = try #require(AddressBlock("::ffff:10.0.0.0/104"))
        #expect(block.contains(try #require(IPAddress("10.9.9.9"))))
        #expect(!block.contains(try #require(IPAddress("11.0.0.0"))))
        #expect(AddressBlock("::ffff:10.0.0.0/8") == nil)
    }
}
