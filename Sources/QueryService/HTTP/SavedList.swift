import Foundation

/// A body that is one list under one name, of what an export has saved. Its items are held to the schema that the document
/// shows of them: what that does not name is not passed over in silence.
struct SavedList<Saved: Decodable & Sendable>: Sendable {
    let items: [Saved]

    /// - Parameter schema: the item's, among the schemas.
    init(
        _ body: [UInt8], named name: String, schema: String, among schemas: [(String, JSONTree)]
    ) throws(Problem) {
        let wrong = Problem.badBody("The body must be {\"\(name)\": […]}, with what the export gave as 'data'.")
        guard case .members(let members)? = JSONTree(parsing: body), members.map(\.name) == [name],
            case .array(let given) = members[0].value
        else { throw wrong }
        for item in given { try Self.refuseUnknown(in: item, schema, schemas) }
        guard let items = try? JSONDecoder().decode([String: [Saved]].self, from: Data(body))[name] else { throw wrong }
        self.items = items
    }

    private static func refuseUnknown(
        in item: JSONTree, _ schema: String, _ schemas: [(String, JSONTree)]
    ) throws(Problem) {
        guard case .members(let members) = item,
            case .members(let properties)? = schemas.first(where: { $0.0 == schema })?.1["properties"]
        else { return }
        let known = properties.map(\.name)
        for member in members {
            guard let property = properties.first(where: { $0.name == member.name }) else {
                throw .unknownMember(member.name, known: known)
            }
            guard let nested = property.value["$ref"]?.text?.split(separator: "/").last else { continue }
            try refuseUnknown(in: member.value, String(nested), schemas)
        }
    }
}
