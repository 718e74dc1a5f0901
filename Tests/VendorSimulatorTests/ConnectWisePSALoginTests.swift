import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectWisePSALoginTests {
    @Test(arguments: [
        ["Authorization": nil], ["Authorization": "Bearer x"], ["Authorization": "Basic c2ltOnNlY3JldA=="],
        ["clientId": nil], ["clientId": "0f0f"],
    ])
    func refusesWhoeverDoesNotShowTheWholeLogin(_ headers: [String: String?]) async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            #expect(try await caller.get("company/companies").status == 200)
            let refused = try await caller.get("company/companies", with: headers)
            #expect(refused.status == 401)
            #expect(refused.body["message"].string != nil)
        }
    }

    @Test(arguments: [nil, "application/json", "application/vnd.connectwise.com+json; version=2019.5"])
    func wantsAVersionThatItServes(_ accept: String?) async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, _ in
            let reply = try await caller.get("system/info", with: ["Accept": accept])
            #expect(reply.status == 406)
        }
    }

    @Test func tellsAnybodyTheCodebaseAndNothingOfStrangers() async throws {
        try await ConnectWisePSACaller.with(devices: 20) { caller, handle in
            let address = "\(caller.connection.baseURL)/login/companyinfo/"
            let company = caller.connection.credentials["company_id"] ?? ""
            let nobody = ["Authorization": nil as String?]
            let before = try await caller.get(address: address + company, with: nobody).body["Codebase"].string
            #expect(before == "v2025_1/")
            let stranger = try await caller.get(address: address + "nobody", with: nobody)
            #expect(stranger.status == 200)
            #expect(stranger.body.isNull && !stranger.body.isMissing)
            handle.expireTokens("connectwise-psa")
            let old = "\(caller.connection.baseURL)/v2025_1/apis/3.0/system/info"
            #expect(try await caller.get(address: old).status == 404)
            let after = try await caller.get(address: address + company, with: nobody).body["Codebase"].string
            #expect(after == "v2025_2/")
        }
    }
}
