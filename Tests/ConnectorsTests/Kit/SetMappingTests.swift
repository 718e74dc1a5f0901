import Inventory
import JSON
import Testing

@testable import Connectors

/// Rows that are read out of the document's bytes, against the same rows read value by value.
@Suite struct SetMappingTests {
    private static let mapping = SetMapping(
        Software.entity.description, device: "deviceId", required: "name",
        [
            .text("name", of: "name"), .text("version", of: "version"), .text("publisher", of: "publisher"),
            .day("installed_on", of: "installDate"), .positive("size_bytes", of: "size"),
        ])

    private static func record(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("deviceId")
        guard let name = row["name"].cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = row["version"].cleaned
        software.publisher = row["publisher"].cleaned
        software.installedOn = Times.day(row["installDate"])
        software.sizeBytes = row["size"].positive
        return SourceRecord(software, externalID: "\(device):\(name):\(software.version ?? "")")
    }

    private static let texts = [
        #""Word""#, #""""#, #"" ""#, #""  Word ""#, #""W\u00f6rd""#, #""a\u0000b""#, #""a\"b\\c""#, #""\ud83d\ude00""#,
        #""\ud800""#, #""مرحبا""#, "\"\u{00A0}x\u{00A0}\"", "17", "-3", "1.50", "1e3", "true", "null", "{}", "[1]",
        "99999999999999999999", #""with: colon""#,
    ]
    private static let days = [
        #""2024-02-29""#, #""2023-02-29""#, #""2024-02-29T10:00:00Z""#, #""20240229""#, #""1970-01-01""#,
        #""0001-01-01""#,
        #""9999-12-31""#, #"" 2024-02-29 ""#, #""yesterday""#, "1700000000", "null", #""2024-02-29\u0020""#,
    ]
    private static let sizes = [
        "1", "0", "-1", "12.0", "12.5", #""12""#, "null", "9223372036854775807", "9223372036854775808",
        "999999999999999999999", "1e3", "true",
    ]

    /// Each hostile value in each member, beside good ones; twins; members in another order; rows that are none.
    private static func rows() -> [String] {
        func row(_ device: String, _ name: String, _ version: String, _ day: String, _ size: String) -> String {
            #"{"deviceId":\#(device),"name":\#(name),"version":\#(version),"publisher":\#(version),"installDate":\#(day),"#
                + #""size":\#(size),"timestamp":1.5,"more":{"name":"inner"}}"#
        }
        var rows = texts.map { row($0, #""A""#, #""1""#, "null", "1") }
        rows += texts.map { row("7", $0, #""1""#, "null", "1") }
        rows += texts.map { row("7", #""A""#, $0, "null", "1") }
        rows += days.map { row("7", #""A""#, #""1""#, $0, "1") }
        rows += sizes.map { row("7", #""A""#, #""1""#, "null", $0) }
        rows += [
            #"{"size":5,"name":"B","deviceId":"x"}"#, #"{"name":"B","name":"C","deviceId":1,"deviceId":2}"#,
            #"{"na\u006de":"escaped","deviceId":1}"#, "{}", "[]", "null", "7", #"{"deviceId":1}"#,
            #"{"name":"no device"}"#,
            #"{"deviceId":1,"name":"long","note":"\#(String(repeating: "x", count: 1_000_001))"}"#,
        ]
        return rows
    }

    @Test func readsTheSameAsValueByValue() throws {
        let rows = Self.rows()
        let list = try JSONValue.parse(Array("[\(rows.joined(separator: ","))]".utf8))
        let elements = try #require(list.array)
        #expect(elements.count == rows.count)
        for (element, text) in zip(elements, rows) {
            let single = try JSONValue.parse(Array("[\(text)]".utf8))
            let (read, rejected) = Self.mapping.rows(single) { $0["name"].cleaned }
            var mapper = RecordMapper(bytes: text.utf8.count)
            mapper.map([element], id: { $0["name"].cleaned }, record: Self.record)
            #expect(read.records == mapper.records, "\(text.prefix(200))")
            #expect(rejected == mapper.rejected, "\(text.prefix(200))")
        }
        let (all, _) = Self.mapping.rows(list) { _ in nil }
        var mapped: [SourceRecord] = []
        for element in elements where !element.holdsString(longerThan: 1_000_000) {
            if let record = try? Self.record(element) { mapped.append(record) }
        }
        #expect(all.records == mapped && all.count > 60)
    }
}
