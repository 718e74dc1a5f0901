import Testing

@testable import quartermaster

@Suite struct TextTableTests {
    @Test func numbersStandToTheRightAndNothingTrails() {
        var table = TextTable(["stream", "read", "state"])
        table.add(["devices", "20000", "done"])
        table.add(["os_patches", "7", ""])
        #expect(table.text == "stream       read  state\ndevices     20000  done\nos_patches      7")
    }
}
