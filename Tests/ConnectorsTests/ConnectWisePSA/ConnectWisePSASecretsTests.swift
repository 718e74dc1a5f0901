import Connectors
import HTTPTransport
import Inventory
import Testing

/// Trap 17.
@Suite struct ConnectWisePSASecretsTests {
    private let configurations = ConnectWisePSAScript(
        "/company/configurations",
        """
        [{"id":1,"name":"FW","notes":"pw is S3CRET-1","vendorNotes":"S3CRET-2",
          "questions":[
           {"questionId":1,"question":"Rack","answer":"B2","fieldType":"Text"},
           {"questionId":2,"question":"Admin","answer":"S3CRET-3","fieldType":"Password"},
           {"questionId":3,"question":"Root Password","answer":"S3CRET-4","fieldType":"Text"}],
          "customFields":[
           {"id":1,"caption":"Asset Tag","type":"Text","value":"A-7"},
           {"id":2,"caption":"BitLocker","type":"Text","value":"S3CRET-5"},
           {"id":3,"caption":"Login","type":"Password","value":"S3CRET-6"}]}]
        """)

    @Test func secretsInConfigurationsAreNeverStored() async throws {
        let read = try await ConnectWisePSARead(
            "configurations", configurations, settings: ["custom_fields": "Asset Tag, Login"])
        let record = try #require(read.records.first)
        #expect(!"\(record)".contains("S3CRET"))
        #expect(record.vendorFields?.contains("B2") == true)
        #expect(record.customFields == #"{"Asset Tag":"A-7"}"#)
    }

    @Test func noCustomFieldIsStoredUnlessItsNameIsAllowed() async throws {
        let read = try await ConnectWisePSARead("configurations", configurations)
        #expect(read.records.first?.customFields == nil)
        #expect(read.records.first?.vendorFields?.contains("A-7") == false)
    }

    @Test func personalDataOfContactsIsNotStored() async throws {
        let script = ConnectWisePSAScript(
            "/company/contacts",
            """
            [{"id":77,"firstName":"Ann","portalPassword":"S3CRET","gender":"Female","birthDay":"1980-02-03T00:00:00Z",
              "significantOther":"Bob","userDefinedField1":"S3CRET-7","userDefinedField2":"blue","nickName":"Annie"}]
            """)
        let read = try await ConnectWisePSARead("contacts", script, settings: ["custom_fields": "userDefinedField2"])
        let record = try #require(read.records.first)
        #expect(record.vendorFields == #"{"nickName":"Annie"}"#)
        #expect(record.customFields == #"{"userDefinedField2":"blue"}"#)
    }

    @Test func membersAreAskedForByTheirHarmlessFieldsAndKeptByThemToo() async throws {
        let script = ConnectWisePSAScript([
            "/system/members": { _ in
                .json(
                    """
                    [{"id":176,"identifier":"JDoe","firstName":"John","lastName":"Doe","licenseClass":"F",
                     "inactiveFlag":false,
                      "hourlyCost":55.1,"homePhone":"555","hireDate":"1800-01-01T08:00:00Z"}]
                    """, headers: ConnectWisePSAScript.end)
            }
        ])
        let read = try await ConnectWisePSARead("lookups", script.answeringSystemInfo())
        let record = try #require(read.records.first)
        #expect(record.externalID == "member:176")
        #expect(read.cell("name", in: Lookup.entity.description) == .text("John Doe"))
        #expect(record.vendorFields == #"{"identifier":"JDoe","licenseClass":"F"}"#)
        let call = read.calls.first { $0.path.hasSuffix("/system/members") }
        #expect(call?.query["fields"] == "id,identifier,firstName,lastName,licenseClass,inactiveFlag")
    }
}

extension ConnectWisePSAScript {
    /// With keys that are good, so that what is not scripted is forbidden rather than all of it.
    func answeringSystemInfo() -> ConnectWisePSAScript {
        ConnectWisePSAScript(answers.merging(["/system/info": { _ in .json("{}") }]) { $1 })
    }
}
