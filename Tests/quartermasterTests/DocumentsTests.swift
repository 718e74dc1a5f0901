import Connectors
import Foundation
import Testing

@testable import quartermaster

@Suite struct DocumentsTests {
    @Test func eachConnectorsPageIsAsItsDeclarationSays() throws {
        #expect(!Registry.connectors.isEmpty)
        for connector in Registry.connectors {
            let file = Program.project.appendingPathComponent("docs/connectors/\(connector.vendor.id).md")
            let page = try? String(contentsOf: file, encoding: .utf8)
            let made = ConnectorPage(vendor: connector.vendor, streams: connector.streams).text
            #expect(page == made, "docs/connectors/\(connector.vendor.id).md is old: run 'make docs'")
        }
    }

    /// The functions that run with their owner's rights are all told in the threat model.
    @Test func everyFunctionThatLooksAcrossTenantsIsDocumented() throws {
        let page = try String(contentsOf: Program.project.appendingPathComponent("docs/security.md"), encoding: .utf8)
        let folder = Program.project.appendingPathComponent("migrations")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let texts = try files.map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
        for sql in texts {
            for statement in sql.components(separatedBy: "CREATE FUNCTION ").dropFirst() {
                let name = statement.prefix { $0 != "(" }
                let head = statement.components(separatedBy: "$$")[0]
                let isDropped = texts.contains { $0.contains("DROP FUNCTION \(name)(") }
                if head.contains("SECURITY DEFINER"), !isDropped { #expect(page.contains("`\(name)("), "\(name)") }
            }
        }
    }
}
