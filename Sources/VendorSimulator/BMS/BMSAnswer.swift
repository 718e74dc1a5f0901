/// The envelope around everything, and how failures are worded in it.
enum BMSAnswer {
    /// `{"success":true,"error":null,"result":…}`, with a total where the endpoint has one.
    static func result(total: Int? = nil, _ write: (inout JSONWriter) -> Void) -> VendorAnswer {
        .json { json in
            json.object { json in
                json.member("success", true)
                json.member("error", nil as String?)
                if let total { json.member("totalRecords", total) }
                json.name("result")
                write(&json)
            }
        }
    }

    /// A failure in the envelope, which as often as not comes with status 200.
    static func failure(_ code: Int, _ message: String, status: Int = 200) -> VendorAnswer {
        .json(status: status) { json in
            json.object { json in
                json.member("success", false)
                json.member(
                    "error",
                    object: {
                        $0.member("code", code)
                        $0.member("message", message)
                        $0.member("details", nil as String?)
                        $0.member("stackStrace", "at Vorex.Api.Controllers.Base.Run()")
                        $0.member("subErrors", array: { _ in })
                    })
                json.member("result", nil as String?)
            }
        }
    }

    /// What the server says before the vendor's own code is reached.
    static func problem(_ status: Int, _ title: String) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("type", "https://tools.ietf.org/html/rfc9110#section-15.5")
                $0.member("title", title)
                $0.member("status", status)
                $0.member("traceId", "00-simulated-00")
            }
        }
    }
}

/// The document's spelling of names, which some answers have: `JobId` where most have `jobId`.
enum BMSSpelling {
    /// The JSON with each member's name beginning with a capital letter.
    static func capitals(_ json: [UInt8]) -> [UInt8] {
        var bytes = json
        var place = 0
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "\"") else {
                place += 1
                continue
            }
            let start = place + 1
            place = end(of: start, bytes) + 1
            let isName = place < bytes.count && bytes[place] == UInt8(ascii: ":")
            if isName, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[start]) { bytes[start] -= 32 }
        }
        return bytes
    }

    /// Where the text that begins at a place has its closing quotation mark.
    private static func end(of start: Int, _ bytes: [UInt8]) -> Int {
        var place = start
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place
    }
}
