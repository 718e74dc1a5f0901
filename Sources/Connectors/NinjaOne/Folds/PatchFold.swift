import Inventory
import JSON

/// One state a device and patch, out of two reports: what is not installed (0), and the history of attempts to
/// install (1). Without this a patch would show as pending and as installed, or once for each attempt.
///
/// All is held until both reports have ended, in numbers: about 50 bytes a device and patch (100 MB for two million),
/// each patch's texts once. `patch_history_days` bounds it for those who need to.
struct PatchFold: ReportFold {
    private let kind: PatchKind
    private var titles: [PatchTitle] = []
    private var titleByKey: [String: UInt32] = [:]
    private var words: [String] = []
    private var standings: [PatchPlace: PatchStanding] = [:]
    private var order: [PatchPlace] = []

    init(kind: PatchKind) { self.kind = kind }

    mutating func take(_ row: JSONValue, from report: Int) throws(UnusableRecord) {
        let device = try row.required("deviceId")
        guard let number = UInt32(device) else { throw UnusableRecord("deviceId is not a number") }
        let place = PatchPlace(device: number, title: try title(row))
        let at = Times.epoch(report == 0 ? row["timestamp"] : row["installedAt"])
        let standing = PatchStanding(
            word: word(row["status"].cleaned ?? ""), isAttempt: report != 0, at: at?.microseconds ?? 0)
        guard let known = standings[place] else {
            standings[place] = standing
            return
        }
        standings[place] = PatchStanding.later(known, standing, isFailure: { words[Int($0)].uppercased() == "FAILED" })
    }

    mutating func finish() { order = standings.keys.sorted() }

    var count: Int { order.count }

    func record(_ place: Int) -> SourceRecord {
        let place = order[place]
        let title = titles[Int(place.title)]
        guard let standing = standings[place] else { return SourceRecord(Patch(), externalID: "") }
        var patch = Patch()
        patch.deviceExternalID = String(place.device)
        patch.kb = title.kb
        patch.title = title.title
        patch.kind = kind
        patch.severity = PatchWords.severity.value(title.severity)
        patch.severityLabel = title.severity
        let word = Cleaned.text(words[Int(standing.word)])
        patch.state = standing.isAttempt ? PatchWords.attempt.value(word) : PatchWords.waiting.value(word)
        patch.stateLabel = word
        if patch.state == .installed, standing.at != 0 { patch.installedAt = Timestamp(microseconds: standing.at) }
        return SourceRecord(patch, externalID: "\(place.device):\(title.key)")
    }

    /// The number of a patch; its texts are those of the first row that has it.
    private mutating func title(_ row: JSONValue) throws(UnusableRecord) -> UInt32 {
        guard let key = row["id"].cleaned ?? row["kbNumber"].cleaned else { throw UnusableRecord("no id") }
        if let known = titleByKey[key] { return known }
        let number = UInt32(titles.count)
        titles.append(PatchTitle(row, key: key))
        titleByKey[key] = number
        return number
    }

    private mutating func word(_ text: String) -> UInt16 {
        if let known = words.firstIndex(of: text) { return UInt16(known) }
        words.append(text)
        return UInt16(words.count - 1)
    }
}

/// A patch on a device.
struct PatchPlace: Hashable, Comparable {
    var device: UInt32
    var title: UInt32

    static func < (lhs: PatchPlace, rhs: PatchPlace) -> Bool { (lhs.device, lhs.title) < (rhs.device, rhs.title) }
}

/// A patch's texts, the same on all devices.
struct PatchTitle: Hashable {
    var key: String
    var kb: String?
    var title: String?
    var severity: String?

    init(_ row: JSONValue, key: String) {
        self.key = key
        kb = row["kbNumber"].cleaned
        title = row["name"].cleaned ?? row["title"].cleaned
        severity = row["severity"].cleaned ?? row["impact"].cleaned
    }
}
