import Testing

@testable import Sync

/// Numbers for byte strings.
@Suite struct ByteTableTests {
    private static func place(_ text: String, _ table: inout ByteTable) -> (place: Int, isNew: Bool) {
        Array(text.utf8).withUnsafeBufferPointer { table.place(of: $0) }
    }

    @Test func findsWhatItHasMetWhileItGrows() {
        var table = ByteTable()
        let texts = (0..<5_000).map { "program \($0)" } + ["", "\0", "\0\0", "program 1 "]
        for (place, text) in texts.enumerated() { #expect(Self.place(text, &table) == (place, true)) }
        for (place, text) in texts.enumerated() { #expect(Self.place(text, &table) == (place, false)) }
        #expect(table.count == texts.count)
    }
}
