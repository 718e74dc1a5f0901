/// The vendor's ids: whole numbers, of their own count for each kind.
enum NinjaOneID {
    static func organization(_ number: Int) -> Int { number + 1 }
    static func location(_ number: Int) -> Int { number + 10 }
    static func device(_ number: Int) -> Int { number + 1200 }
    static func user(_ number: Int) -> Int { number + 100 }

    static func organizationNumber(_ id: Int) -> Int { id - 1 }
    static func locationNumber(_ id: Int) -> Int { id - 10 }
    static func deviceNumber(_ id: Int) -> Int { id - 1200 }
}
