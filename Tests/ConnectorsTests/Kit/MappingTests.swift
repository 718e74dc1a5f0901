import Connectors
import Inventory
import JSON
import Testing

@Suite struct CleaningTests {
    private func json(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test(
        arguments: [("  a b \n", "a b"), ("a\0b", "ab"), ("", nil), (" \0 ", nil), ("مرحبا", "مرحبا")]
            as [(String, String?)])
    func cleansText(sent: String, kept: String?) { #expect(Cleaned.text(sent) == kept) }

    @Test(arguments: [
        "To be filled by O.E.M.", "Default string", "None", "N/A", "0", "00000000", "", "...", "System Serial Number",
    ])
    func takesAPlaceholderForNoSerialNumber(text: String) { #expect(Placeholders.serial(text) == nil) }

    @Test(arguments: ["ABC1234", "5", "000A", "VMware-56 4d 1a", "11"])
    func keepsARealSerialNumber(text: String) {
        #expect(Placeholders.serial(text) == (text == "11" ? nil : text))
    }

    @Test func normalisesAddressesAndDropsWhatIsNone() {
        #expect(NetworkAddress.mac("00-1A-2b-3C-4d-5E") == "00:1a:2b:3c:4d:5e")
        #expect(NetworkAddress.mac("001A.2B3C.4D5E") == "00:1a:2b:3c:4d:5e")
        #expect(NetworkAddress.macs(["00:00:00:00:00:00", "zz", "00:1a:2b:3c:4d"]) == nil)
        #expect(
            NetworkAddress.ips(["10.0.0.14", "fe80::1%eth0", "nonsense", "10.0.0.14", "0.0.0.0", "FE80:0::2"])
                == ["10.0.0.14", "fe80::1", "fe80::2"])
    }

    @Test func readsEpochTimesWithTheirSentinels() throws {
        let row = try json(
            #"""
            {"a":1751871234.5,"b":1751871234500,"c":0,"d":-62135596800,"e":253402300799000,
            "f":"1751871234","g":null}
            """#
        )
        #expect(Times.epoch(row["a"]) == Timestamp(seconds: 1_751_871_234.5))
        #expect(Times.epoch(row["b"]) == Timestamp(seconds: 1_751_871_234.5))
        #expect(Times.epoch(row["f"]) == Timestamp(seconds: 1_751_871_234))
        for name in ["c", "d", "e", "g", "missing"] { #expect(Times.epoch(row[name]) == nil) }
    }

    @Test func keepsAWordNeverSeenOutOfTheEnum() {
        let words = Vocabulary(["MANUAL": PatchWord.pending], otherwise: .unknown)
        #expect(words.value("manual") == .pending)
        #expect(words.value("BRAND_NEW") == .unknown)
        #expect(words.value("") == nil)
    }

    private enum PatchWord { case pending, unknown }

    @Test func keepsInVendorFieldsWhatNoColumnCarries() throws {
        var reader = RowReader(
            try json(#"{"id":1,"name":"A","os":{"name":"W","locale":"de"},"serial":"None","none":null,"secret":"x"}"#))
        #expect(reader.text("id") == "1")
        #expect(reader.text("name") == "A")
        #expect(reader.text("os.name") == "W")
        #expect(reader.serial("serial") == nil)
        #expect(reader.rest(omitting: ["secret"]) == #"{"os":{"locale":"de"},"serial":"None"}"#)
    }

    @Test func storesOnlyCustomFieldsAllowedByName() throws {
        let allowed = AllowedFields(["custom_fields": "assetTag, room"])
        let fields = try json(#"{"assetTag":"A-1","localAdminPassword":"hunter2","room":null,"AssetTag":"no"}"#)
        #expect(allowed.pick(fields) == #"{"assetTag":"A-1"}"#)
        #expect(AllowedFields([:]).pick(fields) == nil)
    }
}

@Suite struct RecordMapperTests {
    private func mapped(_ text: String) throws -> RecordMapper {
        let bytes = Array(text.utf8)
        var mapper = RecordMapper(bytes: bytes.count)
        mapper.map(try JSONValue.parse(bytes).array ?? [], id: { $0["id"].text }) { row throws(UnusableRecord) in
            var site = Site()
            site.name = row["name"].cleaned
            return SourceRecord(site, externalID: try row.required("id"))
        }
        return mapper
    }

    @Test func setsABadRecordAsideAndGoesOn() throws {
        let mapper = try mapped(#"[{"id":1},{"name":"no id"},{"id":{"x":1}},{"id":2}]"#)
        #expect(mapper.records.map(\.externalID) == ["1", "2"])
        #expect(mapper.rejected.map(\.reason) == ["no id", "id is not an id"])
        #expect(mapper.rejected.first?.payload == #"{"name":"no id"}"#)
    }

    @Test func letsTheLastOfTwoRowsWithOneIDWin() throws {
        let mapper = try mapped(#"[{"id":1,"name":"old"},{"id":2},{"id":"1","name":"new"}]"#)
        #expect(mapper.records.count == 2)
        #expect(mapper.records.first?.values.contains(.text("new")) == true)
    }

    @Test func putsAFiveMegabyteNameIntoQuarantineWithTheBeginningOfItsPayload() throws {
        let name = String(repeating: "x", count: 5_000_000)
        let mapper = try mapped(#"[{"id":1,"name":"\#(name)"},{"id":2,"name":"fine"}]"#)
        #expect(mapper.records.map(\.externalID) == ["2"])
        #expect(mapper.rejected.map(\.externalID) == ["1"])
        #expect((mapper.rejected.first?.payload.utf8.count ?? .max) < 200_000)
    }
}
