/// The vendor's ids. Tickets and opportunities have theirs from the same numbers.
enum HaloID {
    @Sendable static func client(_ number: Int) -> Int { number + 16 }
    @Sendable static func site(_ number: Int) -> Int { number + 20 }
    @Sendable static func user(_ number: Int) -> Int { number + 40 }
    @Sendable static func agent(_ number: Int) -> Int { number + 4 }
    @Sendable static func ticket(_ number: Int) -> Int { number * 2 + 5000 }
    @Sendable static func opportunity(_ number: Int) -> Int { number * 2 + 5001 }
    @Sendable static func asset(_ number: Int) -> Int { number + 400 }
    @Sendable static func contract(_ number: Int) -> Int { number + 60 }
    @Sendable static func item(_ number: Int) -> Int { number + 300 }

    /// Nobody looks after it.
    static let nobody = 1
    /// The built-in client that stands for none.
    static let unknownClient = 1
}
