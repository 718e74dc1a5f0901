/// A call that was let through.
struct VSAXRequest: Sendable {
    let call: VendorCall
    /// Below `/api/v3`.
    let path: [String]

    var fleet: Fleet { call.fleet }
    var disturbance: Disturbance { call.disturbance }

    /// `$top`: at most 100, and 100 where it is not given. `top` without its sign is passed over, as anything unknown.
    func top() throws(VSAXComplaint) -> Int { try number("$top", 1...100) ?? 100 }
    func skip() throws(VSAXComplaint) -> Int { try number("$skip", 0...Int(Int32.max)) ?? 0 }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws(VSAXComplaint) -> Int? {
        guard let text = call.parameter(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw VSAXComplaint(message: "The value of \(name) is not valid")
        }
        return number
    }
}

/// What is wrong with a query: answered with 400.
struct VSAXComplaint: Error, Sendable {
    let message: String
    var answer: VendorAnswer { VSAXError.failure(message, status: 400) }
}
