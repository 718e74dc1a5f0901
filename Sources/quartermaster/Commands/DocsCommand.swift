import ArgumentParser
import Connectors
import Foundation

/// `docs`: writes the pages that are made from declarations.
struct DocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Writes the connectors' pages from their declarations.",
        discussion: "Example: quartermaster docs docs")

    @Argument(help: "The folder that gets connectors/<vendor>.md.") var folder = "docs"

    func run() async throws {
        let target = URL(fileURLWithPath: folder).appendingPathComponent("connectors")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for connector in Registry.connectors {
            let page = ConnectorPage(vendor: connector.vendor, streams: connector.streams)
            let file = target.appendingPathComponent("\(connector.vendor.id).md")
            try Data(page.text.utf8).write(to: file, options: .atomic)
            print(file.relativePath)
        }
    }
}
