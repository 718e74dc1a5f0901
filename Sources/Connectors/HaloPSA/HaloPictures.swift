/// HTML without the pictures that are written into it: they are megabytes, and no text.
enum HaloPictures {
    private static let mark = Array(";base64,".utf8)
    private static let start = Array("data:".utf8)

    /// Each `data:image/png;base64,…` becomes `data:image/png;base64,`.
    static func removed(from html: String) -> String {
        let bytes = Array(html.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            guard let end = afterMark(bytes, place) else {
                kept.append(bytes[place])
                place += 1
                continue
            }
            kept += bytes[place..<end]
            place = end
            while place < bytes.count, isOfBase64(bytes[place]) { place += 1 }
        }
        return kept.count == bytes.count ? html : String(decoding: kept, as: UTF8.self)
    }

    /// Where the data begin, if an address of data stands here: a type of at most 100 characters, and the mark.
    private static func afterMark(_ bytes: [UInt8], _ place: Int) -> Int? {
        guard bytes[place] == start[0], bytes[place...].starts(with: start) else { return nil }
        var here = place + start.count
        while here < min(bytes.count, place + 100), bytes[here] != UInt8(ascii: "\""), bytes[here] != UInt8(ascii: "'")
        {
            if bytes[here] == mark[0], bytes[here...].starts(with: mark) { return here + mark.count }
            here += 1
        }
        return nil
    }

    private static func isOfBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
