/// The vendor's ids: whole numbers of 32 bits, of their own count for each kind.
enum BMSID {
    static func account(_ number: Int) -> Int { number + 5_100 }
    static func location(_ number: Int) -> Int { number + 7_700 }
    static func contact(_ number: Int) -> Int { number + 9_900 }
    static func ticket(_ number: Int) -> Int { number + 13_650_000 }
    static func note(_ number: Int) -> Int { number + 88_000 }
    static func timeLog(_ number: Int) -> Int { number + 55_000 }
    static func contract(_ number: Int) -> Int { number + 800 }
    static func line(_ number: Int) -> Int { number + 4_400 }
    static func service(_ number: Int) -> Int { number + 60 }
    static func asset(_ number: Int) -> Int { number + 40_000 }
    static func user(_ number: Int) -> Int { number + 2_200 }
    static func queue(_ number: Int) -> Int { number + 30 }

    /// What humans quote; no path takes it.
    static func ticketNumber(_ number: Int) -> String { "TCK-\(10_000 + number)" }

    /// Statuses and types are the tenant's, not a queue's: what a queue of the fleet calls so is one of these.
    static func status(_ status: Int) -> Int { status % 10 + 1 }
    static func type(_ type: Int) -> Int { type % 10 + 1 }
}
