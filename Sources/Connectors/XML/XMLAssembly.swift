/// Makes JSON of a parser's events: what goes in is an element's beginning, its text, its end; what comes out at the end
/// is the document. A row is put together as it ends and no tree is kept, so that a list costs its JSON and no more.
struct XMLAssembly {
    /// As deep as JSON may be.
    static let deepest = 100

    private let form: XMLForm
    private var open: [OpenElement] = []
    /// Elements within one that is dropped.
    private var dropped = 0
    private(set) var json: [UInt8]?

    init(_ form: XMLForm) { self.form = form }

    mutating func begin(_ name: String, attributes: [String: String]) throws(XMLError) {
        guard dropped == 0, let parent = open.last else {
            if dropped > 0 { dropped += 1 } else { try beginRoot(name, attributes) }
            return
        }
        guard form.keeps(name, in: parent.path) else {
            dropped = 1
            return
        }
        if open.count >= Self.deepest { throw .tooDeep }
        open.append(element(name, parent.path.isEmpty ? name : "\(parent.path)/\(name)", attributes))
    }

    private mutating func beginRoot(_ name: String, _ attributes: [String: String]) throws(XMLError) {
        guard form.roots.contains(name) else { throw .root(name) }
        open.append(element(name, "", attributes))
    }

    private func element(_ name: String, _ path: String, _ attributes: [String: String]) -> OpenElement {
        var element = OpenElement(name: name, path: path)
        for (key, value) in attributes.sorted(by: { $0.key < $1.key }) where !form.dropped.contains(key) {
            element.add("@\(key)", Array(JSONText.quoted(value).utf8), isList: false)
        }
        return element
    }

    mutating func text(_ text: String) {
        if dropped == 0, !open.isEmpty { open[open.count - 1].text += text }
    }

    mutating func end() {
        if dropped > 0 {
            dropped -= 1
        } else if let ended = open.popLast() {
            let value = ended.value()
            if open.isEmpty {
                json = Array("{\(JSONText.quoted(ended.name)):".utf8) + value + [UInt8(ascii: "}")]
            } else {
                open[open.count - 1].add(ended.name, value, isList: form.lists.contains(ended.path))
            }
        }
    }
}

/// An element whose end has not come yet.
private struct OpenElement {
    let name: String
    let path: String
    var text = ""
    private var members: [Member] = []
    private var places: [String: Int] = [:]

    /// One name, and what came under it: values with commas between.
    private struct Member {
        var name: String
        var json: [UInt8]
        var isArray: Bool
    }

    init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    mutating func add(_ name: String, _ value: [UInt8], isList: Bool) {
        guard let place = places[name] else {
            places[name] = members.count
            members.append(Member(name: name, json: value, isArray: isList))
            return
        }
        members[place].isArray = true
        members[place].json.append(UInt8(ascii: ","))
        members[place].json += value
    }

    func value() -> [UInt8] {
        let text = text.allSatisfy(\.isWhitespace) ? nil : JSONText.quoted(text)
        guard !members.isEmpty else { return Array((text ?? "null").utf8) }
        var json: [UInt8] = [UInt8(ascii: "{")]
        for member in members {
            if json.count > 1 { json.append(UInt8(ascii: ",")) }
            json += Array(JSONText.quoted(member.name).utf8) + [UInt8(ascii: ":")]
            json += member.isArray ? [UInt8(ascii: "[")] + member.json + [UInt8(ascii: "]")] : member.json
        }
        if let text { json += Array(",\"#text\":\(text)".utf8) }
        return json + [UInt8(ascii: "}")]
    }
}
