import Inventory

extension Autotask {
    /// The vendor's ids: whole numbers, of their own count for each entity, and so the same in several of them.
    enum ID {
        /// As Datto RMM, of the same maker, holds it.
        @Sendable static func company(_ number: Int) -> Int { number == 0 ? 0 : number + 29_600 }
        @Sendable static func location(_ number: Int) -> Int { number + 54 }
        @Sendable static func contact(_ number: Int) -> Int { number + 29_683_588 }
        @Sendable static func ticket(_ number: Int) -> Int { number + 7_847 }
        @Sendable static func note(_ number: Int) -> Int { number + 44 }
        @Sendable static func workflowNote(_ ticket: Int) -> Int { ticket + 900_000_000 }
        @Sendable static func timeEntry(_ number: Int) -> Int { number + 3 }
        @Sendable static func item(_ number: Int) -> Int { number + 41_236 }
        @Sendable static func additionalItem(_ ticket: Int, _ place: Int) -> Int { ticket * 100 + place }
        @Sendable static func contract(_ number: Int) -> Int { number + 29_684_182 }
        /// Of a contract's services and of its bundles alike.
        @Sendable static func line(_ number: Int) -> Int { number + 500 }
        @Sendable static func unit(_ line: Int, _ period: Int) -> Int { line * 3 + period }
        @Sendable static func product(_ number: Int) -> Int { number + 500 }
        /// Of services and of bundles alike.
        @Sendable static func service(_ number: Int) -> Int { number + 500 }
        @Sendable static func opportunity(_ number: Int) -> Int { number + 700 }
        @Sendable static func resource(_ number: Int) -> Int { number + 29_682_884 }
        @Sendable static func workType(_ number: Int) -> Int { number + 29_682_800 }
        @Sendable static func plain(_ number: Int) -> Int { number }

        /// A make and a model that configuration items are of, as a product.
        static func hardware(_ manufacturer: String, _ model: String) -> Int {
            let text = "\(manufacturer)\n\(model)"
            return 40_000_000 + text.utf8.reduce(7) { ($0 &* 131 &+ Int($1)) % 9_999_991 }
        }
    }
}
