import Testing

@testable import Connectors

@Suite struct HeldTextTests {
    @Test(arguments: [
        ("removable disk", "removable", true), ("usb removable", "removable", true), ("remov", "removable", false),
        ("", "cd", false), ("cd", "cd", true), ("ccd", "cd", true), ("anything", "", true), ("größe", "e", true),
    ]) func aTextIsFoundByItsBytes(text: String, part: String, isThere: Bool) {
        #expect(text.holds(part) == isThere)
    }
}
