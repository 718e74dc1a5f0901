import Foundation
public import Inventory
import Yams

/// The named sets of permissions of `Config/permission-profiles.yaml`. A group that a profile does not name is disabled.
public struct Profiles: Sendable, Hashable {
    private let levels: [String: [PermissionGroup: Level]]

    public init(_ levels: [String: [PermissionGroup: Level]]) { self.levels = levels }

    /// Reads the file; an unknown group or level in it is an error that names it.
    public static func load(_ path: String) throws(AccessError) -> Profiles {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badProfiles(file: path, reason: "the file cannot be read")
        }
        return try parse(String(decoding: data, as: UTF8.self), file: path)
    }

    /// Reads the text of such a file.
    public static func parse(_ text: String, file: String) throws(AccessError) -> Profiles {
        let raw: [String: [String: String]]
        do {
            raw = try YAMLDecoder().decode([String: [String: String]].self, from: text)
        } catch {
            throw .badProfiles(file: file, reason: "it must be a map of profiles, each a map of group to level")
        }
        var levels: [String: [PermissionGroup: Level]] = [:]
        for (profile, groups) in raw { levels[profile] = try permissions(groups) }
        return Profiles(levels)
    }

    /// Group names and level names as typed values.
    public static func permissions(_ raw: [String: String]) throws(AccessError) -> [PermissionGroup: Level] {
        var levels: [PermissionGroup: Level] = [:]
        for (name, text) in raw {
            guard let group = PermissionGroup(rawValue: name) else {
                throw .unknownGroup(name, known: PermissionGroup.allCases.map(\.rawValue).sorted())
            }
            guard let level = Level(rawValue: text) else { throw .unknownLevel(text) }
            levels[group] = level
        }
        return levels
    }

    public var names: [String] { levels.keys.sorted() }

    /// A profile's permissions with a key's own grants laid over them.
    public func permissions(
        of profile: String, grants: [PermissionGroup: Level] = [:]
    ) throws(AccessError) -> [PermissionGroup: Level] {
        guard let base = levels[profile] else { throw .unknownProfile(profile, known: names) }
        return base.merging(grants) { _, grant in grant }
    }
}
