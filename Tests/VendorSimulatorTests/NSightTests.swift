import Foundation
import HTTPTransport
import HTTPTypes
import Inventory
import Testing
import VendorSimulator

/// The simulated N-sight as its sheet has it, read as text: nothing of the connector's is in here.
@Suite(.timeLimit(.minutes(1))) struct NSightTests {
    struct Asker {
        let handle: SimulatorHandle
        let connection: SimulatedConnection
        private let transport = CurlTransport(egress: .allowingPrivate)

        init(_ handle: SimulatorHandle) throws {
            self.handle = handle
            connection = try #require(handle.connection("n-sight"))
        }

        func answer(_ service: String, _ query: String = "", key: String? = nil) async throws -> TransportResponse {
            let key = key ?? connection.credentials["api_key"] ?? ""
            return try await transport.send(
                TransportRequest(url: "\(connection.baseURL)/api/?apikey=\(key)&service=\(service)\(query)"))
        }

        func text(_ service: String, _ query: String = "", key: String? = nil) async throws -> String {
            let answer = try await answer(service, query, key: key)
            #expect(answer.status == .ok)
            return String(decoding: answer.body.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        }
    }

    private func with(
        devices: Int = 60, _ body: @Sendable @escaping (Asker, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(name: "acme", seed: 3, devices: devices, vendors: ["n-sight"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            try await body(try Asker(handle), handle)
        }
    }

    /// The texts of all elements of a name.
    private func values(_ name: String, _ xml: String) -> [String] {
        xml.components(separatedBy: "<\(name)>").dropFirst().map {
            $0.components(separatedBy: "</\(name)>")[0].replacing("<![CDATA[", with: "").replacing("]]>", with: "")
        }
    }

    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "n-sight") ?? [:]
        #expect(truth.count == 10)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func failuresComeWithStatus200AndACode() async throws {
        try await with { asker, handle in
            for (service, query, key, code) in [
                ("list_clients", "", "wrong", "3"), ("list_sites", "", nil, "5"),
                ("list_sites", "&clientid=1", nil, "4"),
                ("list_device_asset_details", "&deviceid=1", nil, "4"), ("list_devices", "", nil, "1"),
            ] {
                let xml = try await asker.text(service, query, key: key)
                #expect(xml.contains(#"status="FAIL""#) && values("errorcode", xml) == [code], "\(service)")
            }
            handle.revokeCredentials("n-sight")
            let refused = try await asker.text("list_clients")
            #expect(values("errorcode", refused) == ["3"])
            handle.restoreCredentials("n-sight")
            #expect(try await asker.text("list_clients").contains(#"status="OK""#))
        }
    }

    @Test func listsAreInLatin1AndNameNoParent() async throws {
        try await with { asker, handle in
            let xml = try await asker.text("list_clients")
            #expect(
                xml.hasPrefix(
                    #"<?xml version="1.0" encoding="ISO-8859-1"?><result created="2026-07-01T09:00:00+01:00""#))
            let clients = values("clientid", xml)
            #expect(Set(clients) == Set((handle.truth("n-sight")["organizations"] ?? [:]).keys))
            let sites = try await asker.text("list_sites", "&clientid=\(clients[0])")
            #expect(!values("siteid", sites).isEmpty && !sites.contains("clientid"))
        }
    }

    @Test func theRosterTellsLetterCaseApartAndHasNoAgentlessDevices() async throws {
        try await with(devices: 200) { asker, handle in
            let clients = values("clientid", try await asker.text("list_clients"))
            var seen: Set<String> = []
            for client in clients {
                for type in ["server", "workstation"] {
                    let xml = try await asker.text("list_devices_at_client", "&clientid=\(client)&devicetype=\(type)")
                    for row in values(type, xml) { seen.formUnion(values("id", row).prefix(1)) }
                }
            }
            let known = handle.truth("n-sight")["devices"] ?? [:]
            let agents = known.filter {
                ["server", "workstation", "laptop"].map { .text($0) }.contains($0.value["device_class"])
            }
            #expect(seen == Set(agents.keys) && known.count > agents.count)
            let wrong = try await asker.text("list_devices_at_client", "&clientid=\(clients[0])&devicetype=Server")
            #expect(values("errorcode", wrong) == ["4"])
            let none = try await asker.text(
                "list_devices_at_client", "&clientid=\(clients[0])&devicetype=mobile_device")
            #expect(none.contains("<items></items>"))
        }
    }

    @Test func rowsOfDevicesHoldTheTrapsOfTheSheet() async throws {
        try await with(devices: 300) { asker, _ in
            var all = ""
            for client in values("clientid", try await asker.text("list_clients")) {
                for site in values("siteid", try await asker.text("list_sites", "&clientid=\(client)")) {
                    all += try await asker.text("list_servers", "&siteid=\(site)")
                    all += try await asker.text("list_workstations", "&siteid=\(site)")
                }
            }
            let traps = [
                "SECRET-GUID", "SECRET-KEY", "<mac1>0:1A:", "Not Available", "0000-00-00 00:00:00",
                "<assetid></assetid>",
                "<TelephoneNumber>", "<BitLockerKey>", " ]]></user>", "<role>103</role>", "<missed_247>1</missed_247>",
                "(build 22631)", "<total_memory>0</total_memory>",
            ]
            for trap in traps { #expect(all.contains(trap), "\(trap)") }
        }
    }

    @Test func aDevicesAssetsHoldUpdatesAndWhatWasRemoved() async throws {
        try await with { asker, handle in
            let software = handle.truth("n-sight")["software"] ?? [:]
            let device = try #require(software.keys.sorted().first?.prefix { $0 != ":" })
            let xml = try await asker.text("list_device_asset_details", "&deviceid=\(device)")
            #expect(values("softwareid", xml).count == software.keys.count { $0.hasPrefix("\(device):") } + 3)
            #expect(xml.contains("<type>Hotfix</type>") && xml.contains("<deleted>1</deleted>"))
        }
    }

    @Test func patchesHaveARootOfTheirOwnWithoutAStatus() async throws {
        try await with { asker, handle in
            let device = try #require((handle.truth("n-sight")["patch_status"] ?? [:]).keys.min())
            let xml = try await asker.text("patch_list_all", "&deviceid=\(device)")
            #expect(xml.contains("<patches>") && !xml.contains("status=") && !values("patchid", xml).isEmpty)
        }
    }

    @Test func failingChecksOfALargeAccountAreGivenByClientAlone() async throws {
        try await with(devices: 600) { asker, _ in
            #expect(try await asker.answer("list_failing_checks").status.code == 504)
            let client = values("clientid", try await asker.text("list_clients"))[0]
            #expect(try await asker.text("list_failing_checks", "&clientid=\(client)").contains(#"status="OK""#))
        }
    }

    @Test(arguments: [
        (Fault.nulByte, "nul \0 inside"), (.unexpectedNull, "<name/>"), (.loneSurrogate, "&#xD83D; tail"),
        (.newMember, "<simulatedNovelty>"), (.rightToLeft, "&#8238;"),
    ])
    func rowsAreDisturbedAsXMLCanBe(fault: Fault, trace: String) async throws {
        try await with { asker, handle in
            handle.set(FaultRule(fault, vendor: "n-sight", path: "/api", oneRowIn: 1))
            let xml = try await asker.text("list_clients")
            #expect(xml.contains(trace))
        }
    }

    @Test func aListOfAFleetOfFiveThousandIsQuick() async throws {
        try await with(devices: 5_000) { asker, handle in
            let clients = values("clientid", try await asker.text("list_clients"))
            let clock = ContinuousClock()
            let took = try await clock.measure {
                for client in clients.prefix(20) {
                    _ = try await asker.answer("list_devices_at_client", "&clientid=\(client)&devicetype=workstation")
                    _ = try await asker.answer("list_failing_checks", "&clientid=\(client)")
                }
            }
            // 40 calls: a list that looked at every pair of things would take minutes.
            #expect(took < .seconds(20), "\(took)")
        }
    }
}
