import Connectors
import HTTPTransport
import Inventory
import Testing

/// Clients and locations: the traps of the vendor's sheet that concern them, and extra data fields.
@Suite struct AutomateClientTests {
    private static let client = #"""
        {"Id":"12","Name":"Acme Dental","Company":"Acme Dental LLC","City":"Raleigh","State":"NC","ZipCode":"27601",
        "Country":"US","PhoneNumber":"9195550100","ExternalId":"250","Comment":"Since 2019"}
        """#

    @Test func aClientIsAnOrganisation() async throws {
        let server = try AutomateServer(["/Clients": AutomateServer.list(Self.client)])
        let record = try #require(try await server.records("organizations").first)
        let organization = record.columns(of: Organization.entity.description)
        #expect(record.externalID == "12" && organization["name"] == .text("Acme Dental"))
        #expect(organization["city"] == .text("Raleigh") && organization["region"] == .text("NC"))
        #expect(organization["psa_company_external_id"] == .text("250"))
        #expect(record.vendorFields?.contains("Acme Dental LLC") == true)
    }

    @Test(arguments: [#""0""#, #""""#, "null", "0"]) func anExternalIDOfNothingIsNone(id: String) async throws {
        let row = Self.client.replacing(#""ExternalId":"250""#, with: "\"ExternalId\":\(id)")
        let server = try AutomateServer(["/Clients": AutomateServer.list(row)])
        let record = try #require(try await server.records("organizations").first)
        #expect(record.columns(of: Organization.entity.description)["psa_company_external_id"] == .null)
    }

    private static let location = #"""
        {"Id":31,"LocationId":31,"Name":"Main Office","Client":{"Id":"12","Name":"Acme"},"City":"Raleigh","ProbeId":880,
        "ScriptUsername":"leaked-0","ScriptPassword":"leaked-1","ScriptExtra1":"leaked-2","Router":{"Password":"leaked-3"},
        "DeploymentTemplate":{"Password":"leaked-4"},"DefaultDeploymentLogin":{"Title":"leaked-5"},
        "ExtraFields":[{"Title":"Key","TextFieldSettings":{"Value":"leaked-6"}}]}
        """#

    @Test func trap6CredentialsOfLocationsAreNotAskedForAndNotKept() async throws {
        let server = try AutomateServer(["/Locations": AutomateServer.list(Self.location)])
        let record = try #require(try await server.records("sites").first)
        let site = record.columns(of: Site.entity.description)
        #expect(record.externalID == "31" && site["organization_external_id"] == .text("12"))
        #expect(record.vendorFields?.contains("leaked") == false && record.vendorFields?.contains("880") == true)
        let fields = try #require(server.asked("/Locations").first?["includeFields"]).split(separator: ",")
        for secret in ["ScriptPassword", "ScriptUsername", "Router", "DefaultDeploymentLogin", "DeploymentTemplate"] {
            #expect(!fields.contains(Substring(secret)))
        }
    }

    @Test func trap6CredentialsOfALocationThatCannotBeUsedAreNotShown() async throws {
        let row = Self.location.replacing(#""Id":31,"LocationId":31,"#, with: "")
            .replacing(#""Router":{"#, with: #""Nested":[{"Password":"leaked-7"}],"Router":{"#)
        let good = Self.location
        let server = try AutomateServer(["/Locations": AutomateServer.list(row, good)])
        let rejected = try #require(try await server.read("sites").flatMap(\.rejected).first)
        #expect(rejected.payload.contains("Main Office") && !rejected.payload.contains("leaked"))
    }

    @Test func trap3ALocationHasOneIDUnderTwoNames() async throws {
        let server = try AutomateServer([
            "/Locations": [
                .json(#"[{"Id":null,"LocationId":7,"Name":"A"},{"Id":8,"Name":"B"}]"#), AutomateServer.empty,
            ]
        ])
        #expect(try await server.records("sites").map(\.externalID) == ["7", "8"])
    }

    private static let extras = #"""
        [{"Title":"Contract","IsEncrypted":false,"TextFieldSettings":{"Value":"Gold \"plus\""}},
        {"Title":"Tier","DropdownSettings":{"SelectedValue":"A"}},{"Title":"Managed","CheckboxSettings":{"IsChecked":true}},
        {"Title":"Admin password","IsEncrypted":true,"TextFieldSettings":{"Value":"leaked-1"}},
        {"Title":"Masked","TextFieldSettings":{"IsMasked":true,"Value":"leaked-2"}},
        {"Title":"Other","TextFieldSettings":{"Value":"leaked-3"}}]
        """#

    @Test func extraFieldsAreStoredByAllowedTitlesAndNeverWhereTheyAreEncrypted() async throws {
        let server = try AutomateServer(
            ["/Clients": AutomateServer.list(Self.client), "/Clients/12/ExtraFields": [.json(Self.extras)]],
            settings: ["custom_fields": "Contract, Tier, Managed, Admin password, Masked"])
        let record = try #require(try await server.records("organizations").first)
        #expect(record.customFields == #"{"Contract":"Gold \"plus\"","Tier":"A","Managed":true}"#)
        #expect(server.asked("/Clients").first?["pageSize"] == "100")
    }

    @Test func withoutAllowedTitlesNoExtraFieldIsEvenTransferred() async throws {
        let server = try AutomateServer(["/Clients": AutomateServer.list(Self.client)])
        _ = try await server.read("organizations")
        #expect(server.calls == ["/Clients": 2, "/DatabaseServerTime": 1])
    }

    @Test func computersHaveExtraFieldsTooWhereTheServerKnowsThem() async throws {
        let row = #"{"Id":"4711","ComputerName":"A"}"#
        let settings = ["custom_fields": "Tier"]
        let server = try AutomateServer(
            ["/Computers": AutomateServer.list(row), "/Computers/4711/ExtraFields": [.json(Self.extras)]],
            settings: settings)
        #expect(try await server.records("devices").map(\.customFields) == [#"{"Tier":"A"}"#])
        let older = try AutomateServer(["/Computers": AutomateServer.list(row)], settings: settings)
        #expect(try await older.records("devices").map(\.customFields) == [nil])
    }

    /// The declaration says so, and no page is missing.
    @Test func whatTheVendorCannotGiveIsNamed() {
        let keys = ConnectWiseAutomate.vendor.notAvailable.keys
        #expect(Set(keys).isSuperset(of: ["backups", "device_network_interfaces", "software.publisher"]))
    }
}
