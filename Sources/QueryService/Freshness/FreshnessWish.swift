import HTTPTypes

/// How old data may be at most that a reader is answered with, and how long they wait for newer.
struct FreshnessWish: Sendable, Hashable {
    static let names = ["max_age", "wait"]
    static let (usualWait, longestWait) = (5, 10)
    static let greatestAge = 366 * 86_400

    /// Seconds.
    var maxAge: Int
    /// Seconds.
    var wait = usualWait

    /// What the parameters say of it, and the others. Without `max_age` there is no wish, and no `wait`.
    static func taken(
        from parameters: [QueryParameter]
    ) throws(Problem) -> (wish: FreshnessWish?, rest: [QueryParameter]) {
        let own = parameters.filter { names.contains($0.name) && $0.operation == nil }
        var values: [String: Int] = [:]
        for parameter in own {
            let value = try number(parameter, in: 0...(parameter.name == "wait" ? longestWait : greatestAge))
            guard values.updateValue(value, forKey: parameter.name) == nil else { throw .givenTwice(parameter.name) }
        }
        let rest = parameters.filter { !own.contains($0) }
        guard let age = values["max_age"] else {
            guard values.isEmpty else { throw .missingParameter("max_age", example: "max_age=300&wait=10") }
            return (nil, rest)
        }
        return (FreshnessWish(maxAge: age, wait: values["wait"] ?? usualWait), rest)
    }

    /// The same, where the table's streams can be asked; all parameters are for others where they cannot.
    static func split(
        _ parameters: [QueryParameter], for resource: Resource
    ) throws(Problem) -> (wish: FreshnessWish?, rest: [QueryParameter]) {
        resource.canBeAskedFresh ? try taken(from: parameters) : (nil, parameters)
    }

    static func number(_ parameter: QueryParameter, in range: ClosedRange<Int>) throws(Problem) -> Int {
        guard let number = Int(parameter.value), range.contains(number) else {
            throw .badValue(
                parameter.value, of: parameter.name,
                expected: "whole seconds from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension Resource {
    /// Whether streams can be asked to read it again: the change feed and the runs are this side's own.
    var canBeAskedFresh: Bool { sources.map { !$0.isEmpty } ?? false }
}

extension Problem {
    static let presentFreshness = Problem(
        status: .badRequest, kind: "present-freshness", title: "Only of the present",
        detail: "max_age asks for what is there now: leave it out, or as_of.")
}
