/// What a vendor's XML is to be read as: XML itself does not say which elements are rows of a list, and a list of one
/// row must not look like an object.
///
/// A document becomes JSON with the root's name as its one member. An element with elements or attributes in it becomes
/// an object (attributes as `@name`, text beside them as `#text`), any other its text, or null where there is none.
/// Everything is text: XML has no numbers. An element that comes twice without being a declared list becomes an array.
public struct XMLForm: Sendable {
    /// The root elements that such an answer may have.
    public var roots: Set<String>
    /// The elements that are rows of lists, by their path below the root (`items/client`): always in an array.
    public var lists: Set<String>
    /// Elements, and attributes, that are dropped as they are met, wherever they stand: secrets that nothing may hold.
    public var dropped: Set<String>
    /// By an element's path, the only elements that are kept in it: for rows with members of the customers' own making.
    public var kept: [String: Set<String>]

    public init(
        roots: Set<String>, lists: Set<String> = [], dropped: Set<String> = [], kept: [String: Set<String>] = [:]
    ) {
        self.roots = roots
        self.lists = lists
        self.dropped = dropped
        self.kept = kept
    }

    /// Whether an element may be held at all.
    func keeps(_ name: String, in parent: String) -> Bool {
        !dropped.contains(name) && (kept[parent]?.contains(name) ?? true)
    }
}

/// Why a body is not the XML that was expected. Says nothing of the body's content.
enum XMLError: Error, Hashable {
    case empty
    /// A page for people.
    case html
    /// It begins with something else than XML does.
    case notXML
    /// A document type: entities and references to elsewhere come that way, and no vendor needs one.
    case documentType
    /// An encoding that none of the vendors uses, in which a document type could hide.
    case encoding
    case root(String)
    case tooDeep
    /// Broken: the line in which the parser gave up.
    case malformed(line: Int)
}
