import Inventory
import Testing

@Suite struct DecimalTextTests {
    @Test(arguments: [
        ("0", "0"), ("12.50", "12.5"), ("0012", "12"), ("+7", "7"), ("-0.0", "0"), ("1e3", "1000"),
        ("1.25E-3", "0.00125"),
        (".5", "0.5"), ("5.", "5"), ("-12.340", "-12.34"), ("12.345e1", "123.45"), ("1.2e5", "120000"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
    ])
    func keepsDigitsInOneForm(_ text: String, _ expected: String) {
        #expect(DecimalText(text)?.digits == expected)
    }

    @Test(arguments: ["", "-", ".", "1,000", "12.5.1", "1e", "1e999", "NaN", "12 ", "$5", "0x10", "--1"])
    func refusesWhatIsNoNumber(_ text: String) {
        #expect(DecimalText(text) == nil)
    }

    @Test(arguments: [
        ("12", "12.00"), ("12.5", "12.50"), ("12.345", "12.35"), ("12.344", "12.34"), ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("999999999999.99", "999999999999.99"), ("999999999999.995", nil), ("1000000000000", nil), ("0.1", "0.10"),
    ])
    func roundsToCents(_ text: String, _ expected: String?) {
        #expect(DecimalText(text)?.cents == expected)
    }
}
