import Inventory
import VendorSimulator

/// What the reports should come to, counted over the simulator's fleet without any SQL.
struct FleetCount {
    let fleet: Fleet
    let day: CalendarDate

    /// A date so many years on.
    static func after(_ date: CalendarDate, years: Int) -> CalendarDate {
        let (year, month, day) = date.civil
        return CalendarDate(year: year + years, month: month, day: day)
            ?? CalendarDate(year: year + years, month: month, day: 28) ?? date
    }

    func seen(within days: Int32) -> [VendorSimulator.Device] {
        fleet.devices.filter { Self.date(fleet.readings(of: $0).lastContact) >= CalendarDate(days: day.days - days) }
    }

    static func date(_ moment: Timestamp) -> CalendarDate {
        CalendarDate(days: Int32(moment.microseconds / 86_400_000_000))
    }

    static func isServer(_ device: VendorSimulator.Device) -> Bool {
        device.kind == .server || device.kind == .virtualMachine
    }
    static func isClient(_ device: VendorSimulator.Device) -> Bool {
        device.kind == .workstation || device.kind == .laptop
    }

    func company(_ device: VendorSimulator.Device) -> Int? { fleet.organization(device.organization)?.company }

    func item(_ device: VendorSimulator.Device) -> VendorSimulator.Configuration? {
        fleet.configurations.first { $0.device == device.number }
    }

    /// What its age rests on: neither of the two vendors tells a date of purchase.
    func age(_ device: VendorSimulator.Device) -> (from: CalendarDate, basis: String) {
        if let warranty = device.warranty { return (warranty.startsOn, "warranty") }
        return (Self.date(device.createdAt), "first_seen")
    }

    /// Physical machines that reach the age before the end of the time.
    func due(years: Int, before end: CalendarDate) -> [VendorSimulator.Device] {
        seen(within: 90).filter { device in
            [.server, .hypervisor, .workstation, .laptop].contains(device.kind) && !device.isVirtual
                && Self.after(age(device).from, years: years) <= end
        }
    }

    /// The state of the antivirus on a machine that is looked at.
    func antivirus(_ device: VendorSimulator.Device) -> String {
        let atWork = device.antivirus.filter { $0.state == .protected }.count
        if atWork > 1 { return "two" }
        if atWork == 1 { return "protected" }
        if device.antivirus.contains(where: { $0.state == .outdated }) { return "outdated" }
        if device.antivirus.contains(where: { $0.state == .disabled }) { return "disabled" }
        return device.hasAgent && device.system?.family == .windows ? "none" : "unknown"
    }

    /// The lowest share that is free of any drive.
    func leastFree(_ device: VendorSimulator.Device) -> Double? {
        zip(fleet.readings(of: device).freeBytes, device.volumes).map { Double($0) / Double($1.capacityBytes) }.min()
    }

    /// Companies that pay, and their agreements in force.
    func agreements(of company: Int) -> [VendorSimulator.Agreement] {
        fleet.agreements.filter {
            $0.company == company && $0.status == .active && $0.startsOn <= day && ($0.endsOn ?? day) >= day
        }
    }
}
