import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// An N-sight of a test's own: answers by service (and, where it matters, by the id that is asked for), one after the
/// other, and the last again and again.
struct NSightVendor {
    static let key = "n-s1ght-k3y"
    let transport: ScriptedTransport
    let connector: NSight

    /// - Parameter answers: by `service`, or by `service:id`, whatever the parameter's name; what is not there is refused
    ///   as an unknown id.
    init(_ answers: [String: [String]], settings: [String: String] = [:]) throws {
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { request, _ in
            let query = URLText.query(of: request.url)
            let service = query["service"] ?? ""
            let id = ["deviceid", "siteid", "clientid"].lazy.compactMap { query[$0] }.first ?? ""
            let type = query["devicetype"].map { ":\($0)" } ?? ""
            let place = ["\(service):\(id)\(type)", service].first { answers[$0] != nil } ?? ""
            guard let list = answers[place] else { return .xml(NSightVendor.refusal(4, "Invalid parameter value")) }
            let number = served.withLock { counts in
                counts[place, default: 0] += 1
                return counts[place, default: 0] - 1
            }
            return .xml(list[min(number, list.count - 1)])
        }
        connector = try NSight(transport.context(settings, credentials: ["api_key": Self.key]))
    }

    static func refusal(_ code: Int, _ words: String) -> String {
        """
        <result created="2024-05-02T10:11:12+01:00" host="h" status="FAIL"><error><errorcode>\(code)</errorcode>\
        <message>\(words)</message></error></result>
        """
    }

    /// A list's envelope.
    static func items(_ rows: String) -> String { result("<items>\(rows)</items>") }

    static func result(_ content: String) -> String {
        #"<?xml version="1.0" encoding="ISO-8859-1"?><result created="2024-12-10T13:20:00+01:00" host="h" status="OK">"#
            + content + "</result>"
    }

    /// Reads a stream to its end.
    func read(_ stream: String, parents: [String] = []) async throws -> [Page] {
        try await connector.pages(of: stream, parents: parents)
    }

    func records(_ stream: String, parents: [String] = []) async throws -> [SourceRecord] {
        try await read(stream, parents: parents).flatMap(\.records)
    }

    /// The services that were called, in order, each with the ids that were asked for.
    var called: [String] {
        transport.requests.map { request in
            let query = URLText.query(of: request.url)
            let ids = ["clientid", "siteid", "deviceid", "devicetype"].compactMap { query[$0] }
            return ([query["service"] ?? ""] + ids).joined(separator: " ")
        }
    }
}

extension TransportResponse {
    static func xml(_ text: String, status: Int = 200) -> TransportResponse {
        TransportResponse(
            status: .init(code: status), headers: [.contentType: "text/xml"],
            body: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }
}

/// The sheet's own samples.
enum NSightSamples {
    static func client(_ id: Int, servers: Int = 1, workstations: Int = 12, mobile: Int = 0) -> String {
        """
        <client><name><![CDATA[Acme Ltd]]></name><clientid>\(id)</clientid><view_dashboard>0</view_dashboard>\
        <view_wkstsn_assets>0</view_wkstsn_assets><dashboard_username>none</dashboard_username><timezone></timezone>\
        <creation_date>2022-01-09</creation_date><server_count>\(servers)</server_count>\
        <workstation_count>\(workstations)</workstation_count><mobile_device_count>\(mobile)</mobile_device_count>\
        <device_count>13</device_count></client>
        """
    }

    static func site(_ id: Int) -> String {
        """
        <site><siteid>\(id)</siteid><name><![CDATA[Head office]]></name><connection_ok>1</connection_ok>\
        <creation_date>2022-01-09</creation_date><primary_router>203.0.113.1</primary_router>\
        <secondary_router></secondary_router></site>
        """
    }

    static let roster = """
        <client><id>30000077</id><name>Acme Ltd</name><site><id>30000083</id><name>Head office</name><server>\
        <id>30000192</id><name>SRV01</name><username>ACME\\administrator</username><description></description>\
        <status>Ok</status><checkcount><dsc_247>1</dsc_247><pass>3</pass><clear>0</clear><fail>1</fail></checkcount>\
        <takecontrol>1</takecontrol><patch>1</patch><mav>1</mav><mob>1</mob><systray>1</systray>\
        <mavbreck>0</mavbreck></server></site></client>
        """

    static func roster(_ kind: String, _ id: Int, _ flags: String) -> String {
        """
        <client><id>30000077</id><site><id>30000083</id><\(kind)><id>\(id)</id><name>X</name>\(flags)</\(kind)></site>\
        </client>
        """
    }

    static let workstation = """
        <workstation><guid>ab12</guid><name>PC-01</name><description>Front desk</description>\
        <install_date>2023-03-01</install_date><last_boot_time>1733834559</last_boot_time><utc_offset>0</utc_offset>\
        <user>ACME\\jane </user><domain>acme.local</domain><manufacturer>DELL</manufacturer>\
        <model>OptiPlex 7010</model><ip>192.0.2.15</ip><external_ip>198.51.100.7</external_ip>\
        <mac1>0:11:22:33:44:55</mac1><os>Microsoft Windows 10 Pro</os>\
        <os_details>Microsoft Windows 10 Pro, 64-bit (build 19045)</os_details><workstationid>293334</workstationid>\
        <agent_version>10_13_8</agent_version><online>1</online><active_247>1</active_247>\
        <check_interval_247>60</check_interval_247><utc_time_247>2024-12-10 12:18:57</utc_time_247>\
        <assetid>293336</assetid><role>1</role><chassis_type>3</chassis_type><device_serial>SN2134</device_serial>\
        <processor_count>1</processor_count><total_memory>8589934592</total_memory>\
        <last_scan_time>2024-12-10 10:41:00</last_scan_time></workstation>
        """

    static let assets = """
        <result created="2024-05-02T10:11:12+01:00" host="H" status="OK"><chassistype>10</chassistype>\
        <ip>192.0.2.15</ip><mac1>00:11:22:33:44:55</mac1><manufacturer>LENOVO</manufacturer><model>20AB</model>\
        <os>Microsoft Windows 11 Pro</os><role>1</role><ram>17179869184</ram><scantime>2024-05-02 09:30:00</scantime>\
        <custom1 customname="Warranty">3 years</custom1><hardware><item><hardwareid>11</hardwareid>\
        <name>Example Gigabit NIC</name><type>1</type><manufacturer>Example</manufacturer>\
        <details>AdapterType=Ethernet 802.3 MACAddress=00:11:22:33:44:55</details><status></status>\
        <deleted>0</deleted><modified>0</modified></item></hardware><software><item><name>7-Zip</name>\
        <softwareid>991</softwareid><version>23.01</version><install_date>2023-07-01 00:00:00</install_date>\
        <type>All</type><deleted>0</deleted><modified>0</modified></item></software></result>
        """

    static let patches = """
        <patches><patch><patchid>12345</patchid><policy>66</policy><policyLabel>Approve</policyLabel>\
        <status>1</status><statusLabel>Missing</statusLabel>\
        <patchTitle>2024-11 Cumulative Update (KB5046613)</patchTitle><product>Windows</product>\
        <severity>3</severity></patch></patches>
        """

    static let failing = """
        <client><name><![CDATA[Acme Ltd]]></name><clientid>30000077</clientid><site>\
        <name><![CDATA[Head office]]></name><workstations><workstation><id>293334</id><name><![CDATA[PC-01]]></name>\
        <failed_checks><check><checkid>881</checkid><check_type>1002</check_type>\
        <description><![CDATA[Backup check]]></description><date>2024-12-10</date><time>06:02:22</time>\
        <formatted_output><![CDATA[Failed]]></formatted_output></check></failed_checks></workstation>\
        </workstations></site></client>
        """

    static func session(_ plugin: String, _ end: String, _ status: String = "COMPLETED", type: String = "BACKUP")
        -> String
    {
        """
        <session><session_id>12345</session_id><type>\(type)</type><storage_account_id>139</storage_account_id>\
        <plugin>\(plugin)</plugin><start>\(end.dropLast(2))00</start><end>\(end)</end>\
        <selection_size>132579334528</selection_size><selection_item_count>22</selection_item_count>\
        <size_change>843776</size_change><item_count_change>2</item_count_change>\
        <processed_size>132579334528</processed_size><transferred_size>955045456</transferred_size>\
        <error_count>0</error_count><status>\(status)</status></session>
        """
    }
}
