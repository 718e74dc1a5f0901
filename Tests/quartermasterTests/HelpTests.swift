import ArgumentParser
import Testing

@testable import quartermaster

@Suite struct HelpTests {
    private func leaves(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let children = command.configuration.subcommands
        return children.isEmpty ? [command] : children.flatMap(leaves)
    }

    @Test func everyCommandSaysWhatItDoesWithAnExample() {
        let all = leaves(Quartermaster.self)
        #expect(all.count > 20)
        for command in all {
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
            #expect(command.configuration.discussion.contains("quartermaster "), "\(command)")
        }
    }
}
