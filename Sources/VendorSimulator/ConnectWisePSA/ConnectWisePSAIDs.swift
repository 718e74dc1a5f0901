extension ConnectWisePSA {
    /// The vendor's ids: whole numbers, of their own count for each kind.
    enum ID {
        @Sendable static func company(_ number: Int) -> Int { number + 249 }
        @Sendable static func site(_ number: Int) -> Int { number + 27 }
        @Sendable static func contact(_ number: Int) -> Int { number + 76 }
        /// Service tickets and project tickets share them.
        @Sendable static func ticket(_ number: Int) -> Int { number + 104_500 }
        @Sendable static func note(_ number: Int) -> Int { number + 3_300 }
        @Sendable static func timeEntry(_ number: Int) -> Int { number + 88_100 }
        @Sendable static func configuration(_ number: Int) -> Int { number + 9_000 }
        @Sendable static func agreement(_ number: Int) -> Int { number + 2 }
        @Sendable static func addition(_ number: Int) -> Int { number + 40 }
        @Sendable static func product(_ number: Int) -> Int { number + 500 }
        @Sendable static func opportunity(_ number: Int) -> Int { number + 700 }
        @Sendable static func member(_ number: Int) -> Int { number + 175 }
        /// Of lists that are set up by hand.
        @Sendable static func plain(_ number: Int) -> Int { number }

        static func ticketNumber(_ id: Int) -> Int { id - 104_500 }
        static func companyNumber(_ id: Int) -> Int { id - 249 }
        static func agreementNumber(_ id: Int) -> Int { id - 2 }
    }
}

extension String {
    /// As the vendor writes most of its words.
    var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
