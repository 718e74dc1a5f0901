import Inventory

extension JSONWriter {
    /// Epoch seconds as a float; nil leaves the member out.
    mutating func member(_ key: StaticString, epoch time: Timestamp?) {
        if let time { member(key, raw: TimeText.epochSeconds(time).utf8) }
    }

    /// A text that is left out where there is none.
    mutating func member(_ key: StaticString, present text: String?) {
        if let text { member(key, text) }
    }

    /// A number that is left out where there is none.
    mutating func member(_ key: StaticString, present number: Int?) {
        if let number { member(key, number) }
    }

    /// An array of texts.
    mutating func member(_ key: StaticString, texts: [String]) {
        member(key, array: { json in for text in texts { json.value(text) } })
    }
}
