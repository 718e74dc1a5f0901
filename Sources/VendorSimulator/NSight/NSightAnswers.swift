import HTTPTypes
import Inventory

/// The envelopes: status 200 whatever happened, the time of the server, and what went wrong inside.
extension VendorAnswer {
    /// `<result … status="OK">` with what the closure writes.
    static func nSight(_ call: VendorCall, _ content: (inout XMLWriter) -> Void) -> VendorAnswer {
        var xml = XMLWriter()
        xml.element("result", envelope(call.now, "OK"), content)
        return VendorAnswer(headers: [.contentType: "text/xml"], body: xml.bytes)
    }

    /// A root of another name, which has no status.
    static func nSight(root: StaticString, _ content: (inout XMLWriter) -> Void) -> VendorAnswer {
        var xml = XMLWriter()
        xml.element(root, [], content)
        return VendorAnswer(headers: [.contentType: "text/xml"], body: xml.bytes)
    }

    static func nSight(_ call: VendorCall, failure code: Int, _ message: String) -> VendorAnswer {
        nSight(at: call.now, failure: code, message)
    }

    static func nSight(at now: Timestamp, failure code: Int, _ message: String) -> VendorAnswer {
        var xml = XMLWriter()
        xml.element("result", envelope(now, "FAIL")) {
            $0.element("error") {
                $0.number("errorcode", code)
                $0.text("message", message)
            }
        }
        return VendorAnswer(headers: [.contentType: "text/xml"], body: xml.bytes)
    }

    /// The server stands in a zone an hour east.
    private static func envelope(_ now: Timestamp, _ status: String) -> [(String, String)] {
        let local = String(TimeText.iso(now.plus(hours: 1)).dropLast()) + "+01:00"
        return [("created", local), ("host", "www.systemmonitor.example"), ("status", status)]
    }
}
