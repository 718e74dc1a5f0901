import Foundation

/// One thing that a bulk stream has added, changed or removed on a device, kept until the device's one change record is
/// written at the end of the read.
struct BulkNote: Sendable, Hashable, Codable {
    enum Kind: String, Sendable, Hashable, Codable { case added, changed, removed }

    var kind: Kind
    var device: Int32
    /// The first number of its key: what an upgrade keeps.
    var title: Int32
    /// Column to text.
    var item: [String: String]
    /// Of what was changed: what the differing columns were, "" where they were null, and for texts of a dictionary its
    /// table and the number that the row had.
    var was: [String: String]?
    var wasNumber: [String: Int32]?

    /// The item as it was before it was changed.
    var before: [String: String] { item.merging(was ?? [:]) { $1 }.filter { !$0.value.isEmpty } }

    static func bytes(_ notes: [BulkNote]) -> [UInt8] {
        guard !notes.isEmpty, let data = try? JSONEncoder().encode(notes) else { return [] }
        return Array(data)
    }

    static func notes(_ bytes: [UInt8]) -> [BulkNote] {
        (try? JSONDecoder().decode([BulkNote].self, from: Data(bytes))) ?? []
    }
}

/// The change records of a bulk stream: one a device, with what was added, removed, upgraded and changed.
enum BulkFeed {
    struct Fields: Encodable {
        /// What a program or patch was, and is.
        struct Step: Encodable {
            var from: [String: String]
            var to: [String: String]
        }
        var added: [[String: String]] = []
        var removed: [[String: String]] = []
        var upgraded: [Step] = []
        var changed: [Step] = []
    }

    /// The fields of each device's record, in the devices' order.
    static func fields(_ notes: [BulkNote]) -> [(device: Int32, json: String)] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let devices = Dictionary(grouping: notes, by: \.device)
        return devices.keys.sorted().compactMap { device in
            let fields = fields(of: devices[device] ?? [])
            return (try? encoder.encode(fields)).map { (device, String(decoding: $0, as: UTF8.self)) }
        }
    }

    private static func fields(of notes: [BulkNote]) -> Fields {
        var fields = Fields()
        // A title that went in one version and came in another was upgraded.
        var removed = Dictionary(grouping: notes.filter { $0.kind == .removed }, by: \.title)
        for note in notes where note.kind == .added {
            if let before = removed[note.title]?.popLast() {
                fields.upgraded.append(Fields.Step(from: before.item, to: note.item))
            } else {
                fields.added.append(note.item)
            }
        }
        fields.removed = removed.values.flatMap { $0 }.sorted { $0.title < $1.title }.map(\.item)
        fields.changed = notes.filter { $0.kind == .changed }.map { Fields.Step(from: $0.before, to: $0.item) }
        return fields
    }
}
