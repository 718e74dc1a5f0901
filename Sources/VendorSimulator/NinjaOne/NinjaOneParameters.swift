/// What an endpoint may be asked, and within which bounds.
struct NinjaOneParameters: Sendable {
    let names: Set<String>
    let pageSizes: ClosedRange<Int>

    /// - Parameters:
    ///   - names: As the document lists them.
    ///   - pageSizes: Bounds where the document states some.
    init(_ names: Set<String> = [], pageSizes: ClosedRange<Int> = 1...Int(Int32.max)) {
        self.names = names
        self.pageSizes = pageSizes
    }

    private static let numbers: Set<String> = ["pageSize", "after", "olderThan", "newerThan", "limit"]

    /// What is wrong with a query: a parameter that the endpoint does not have, one twice, a number that is none.
    func complaint(_ query: [(name: String, value: String)]) -> VendorAnswer? {
        var seen: Set<String> = []
        for (name, value) in query {
            guard names.contains(name) else { return bad("Unknown parameter '\(name)'") }
            guard seen.insert(name).inserted else { return bad("Parameter '\(name)' is given twice") }
            if name == "df", value.isEmpty { return bad("Empty device filter") }
            guard Self.numbers.contains(name) else { continue }
            guard let number = Int32(value) else { return bad("Parameter '\(name)' is not an integer") }
            if name == "pageSize", !pageSizes.contains(Int(number)) { return bad("pageSize is out of range") }
        }
        return nil
    }

    private func bad(_ message: String) -> VendorAnswer { NinjaOneError.failure(message, status: 400) }
}
