import HTTPTypes

/// The status and the fields of an answer, put together line by line.
struct ResponseHead {
    private(set) var status = 0
    private(set) var fields = HTTPFields()

    /// A line as it came, with its end. A status line begins anew: what stood before was an interim answer.
    mutating func append(_ line: UnsafeRawBufferPointer) {
        let text = line.prefix { $0 != 0x0D && $0 != 0x0A }
        if text.starts(with: "HTTP/".utf8) {
            fields = HTTPFields()
            status =
                text.split(separator: 0x20).dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
            return
        }
        guard let colon = text.firstIndex(of: 0x3A),
            let name = HTTPField.Name(String(decoding: text[..<colon], as: UTF8.self))
        else { return }
        let value = text[text.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
        fields.append(
            HTTPField(name: name, value: Array(value.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())))
    }

    var contentLength: Int? { fields[.contentLength].flatMap { Int($0) } }

    /// nil where the body is as it is.
    var contentEncoding: String? {
        fields[.contentEncoding].flatMap { $0.isEmpty || $0.lowercased() == "identity" ? nil : $0 }
    }

    /// The fields as they fit a body that is no longer compressed.
    var fieldsOfDecodedBody: HTTPFields {
        guard fields[.contentEncoding] != nil else { return fields }
        var decoded = fields
        decoded[.contentEncoding] = nil
        decoded[.contentLength] = nil
        return decoded
    }
}
