import Foundation

/// Makes computers, some with a serial number that is none.
enum WorldDevices {
    private static let fillers = [
        "To be filled by O.E.M.", "System Serial Number", "Default string", "0", "123456789", "None", "INVALID",
        "Chassis Serial Number", "Not Applicable", "00000000", "SN-0000-0001", "CLEVO",
    ]

    static func isFiller(_ serial: String) -> Bool { fillers.contains(serial) }

    static func uid(_ random: inout WorldRandom) -> String { SpoiltWorld.uuid(&random).uuidString.lowercased() }

    static func make(_ index: Int, _ random: inout WorldRandom) -> WorldDevice {
        let serial = random.chance(0.08) ? random.pick(fillers) : random.serial()
        let hostname =
            switch random.below(4) {
            case 0: "PC-\(index + 1)"
            case 1: random.pick(["DC01", "SERVER", "FILESERVER", "RECEPTION", "FRONTDESK", "SQL01"])
            case 2: "LAPTOP-\(random.serial().prefix(7))"
            default: "DESKTOP-\(random.serial().prefix(7))"
            }
        return WorldDevice(uid: uid(&random), serial: serial, hostname: hostname)
    }
}
