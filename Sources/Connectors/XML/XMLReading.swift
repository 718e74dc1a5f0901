import Foundation
import FoundationXML
import JSON

/// Reads a body of XML as JSON, in the shape that a form declares: see ``XMLForm``.
///
/// The bytes go to the system's parser as they came, which reads the encoding that they declare. Nothing that a document
/// names is ever fetched and no entity is expanded: one with a document type is refused before it is parsed.
enum XMLReading {
    static func json(_ body: [UInt8], _ form: XMLForm) throws(XMLError) -> JSONValue {
        try XMLProlog.check(body)
        let events = XMLEvents(form)
        let parser = XMLParser(data: Data(XMLCharacters.allowed(body)))
        parser.externalEntityResolvingPolicy = .never
        parser.shouldResolveExternalEntities = false
        parser.delegate = events
        let isWhole = parser.parse()
        if let failure = events.failure { throw failure }
        guard isWhole, let json = events.assembly.json else { throw .malformed(line: parser.lineNumber) }
        do throws(JSONError) {
            return try JSONValue.parse(json)
        } catch {
            throw .malformed(line: 0)
        }
    }
}

/// What the parser tells, handed on to the assembly; an object, since the parser asks for one.
private final class XMLEvents: NSObject, XMLParserDelegate {
    private(set) var assembly: XMLAssembly
    private(set) var failure: XMLError?

    init(_ form: XMLForm) { assembly = XMLAssembly(form) }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        do throws(XMLError) {
            try assembly.begin(name, attributes: attributes)
        } catch {
            fail(parser, error)
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if failure == nil { assembly.end() }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { assembly.text(text) }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { assembly.text(String(decoding: block, as: UTF8.self)) }

    func parser(
        _ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?
    ) { fail(parser, .documentType) }

    func parser(
        _ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?
    ) { fail(parser, .documentType) }

    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? {
        fail(parser, .documentType)
        return nil
    }

    private func fail(_ parser: XMLParser, _ error: XMLError) {
        failure = failure ?? error
        parser.abortParsing()
    }
}
