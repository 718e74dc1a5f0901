import Inventory
import Testing
import VendorSimulator

@testable import Reports

/// Each report's numbers against a count over the simulator's fleet that shares no code with it.
@Suite(.timeLimit(.minutes(3))) struct ReportNumbersTests {
    private func world() async throws -> (ReportWorld, FleetCount) {
        let world = try await ReportWorld.shared()
        return (world, FleetCount(fleet: world.fleet, day: try #require(ReportWorld.day)))
    }

    @Test func hardwareIsDueByTheBestKnownAge() async throws {
        let (world, count) = try await world()
        let report = try await world.run(
            "hardware-refresh", ["client_years": "2", "server_years": "2", "horizon_months": "12"])
        let due = count.due(years: 2, before: FleetCount.after(count.day, years: 1))
        #expect(!due.isEmpty)
        #expect(Set(report.texts("hostname")) == Set(due.map(\.hostname)))
        #expect(report.number("machines") == due.count)
        #expect(
            report.number("overdue")
                == due.filter { FleetCount.after(count.age($0).from, years: 2) <= count.day }.count)
        #expect(
            report.counts("age_basis") == due.map { count.age($0).basis }.counted)
        let prices: [Int] = due.map { device in
            switch device.kind {
            case .laptop: 1_500
            case .workstation: 1_200
            default: 9_500
            }
        }
        #expect(report.total("one_time") == "\(prices.reduce(0, +)).00")
    }

    @Test func systemsEndByTheirMakersDates() async throws {
        let (world, count) = try await world()
        let report = try await world.run("operating-systems-end-of-life")
        let names = count.seen(within: 90).compactMap { $0.system?.name }
        func running(_ words: String...) -> Int { names.filter { name in words.contains { name.contains($0) } }.count }
        #expect(
            report.counts("state") == [
                "ended": running("Windows 11 Professional"), "extended": running("Windows 10", "2012 R2"),
                "ending": running("Ubuntu 22.04"), "unknown": running("macOS"),
            ])
        #expect(report.number("ended") == running("Windows 11 Professional", "Windows 10", "2012 R2"))
    }

    @Test func windows11IsNeverPromised() async throws {
        let (world, count) = try await world()
        let report = try await world.run("windows-11-readiness")
        let old = count.seen(within: 90).filter {
            FleetCount.isClient($0) && $0.system?.name.contains("Windows 10") == true
        }
        #expect(report.counts("verdict") == ["possible": old.count])
    }

    @Test func noBackupIsSaidOnlyWhereAnAgentWouldShowIt() async throws {
        let (world, count) = try await world()
        let report = try await world.run("servers-without-backup")
        let servers = count.seen(within: 30).filter(FleetCount.isServer)
        #expect(report.number("servers") == servers.count)
        let bare = servers.filter { $0.kind == .server && $0.backups.isEmpty }
        #expect(!bare.isEmpty)
        #expect(report.counts("state")["none"] == bare.count)
        #expect(report.counts("state")["unknown"] == servers.filter { $0.kind == .virtualMachine }.count)
    }

    @Test func antivirusIsJudgedByWhatTheSourceReports() async throws {
        let (world, count) = try await world()
        let report = try await world.run("antivirus-gaps")
        let machines = count.seen(within: 30).filter { FleetCount.isServer($0) || FleetCount.isClient($0) }
        let expected = machines.map(count.antivirus).filter { $0 != "protected" }
        #expect(report.counts("state") == expected.counted)
        #expect(report.number("machines") == machines.count)
    }

    @Test func patchesAreCountedAMachine() async throws {
        let (world, count) = try await world()
        let report = try await world.run("patch-compliance")
        let machines = count.seen(within: 30).filter { $0.hasAgent && $0.system?.family == .windows }
        let patches = machines.map { world.fleet.patches(of: $0) }
        #expect(report.number("failed_patches") == patches.joined().filter { $0.state == .failed }.count)
        // A machine that is off tells the RMM nothing of what waits; what was rejected waits too.
        let waiting = machines.filter { $0.offlineSince == nil }.flatMap { world.fleet.patches(of: $0) }
        #expect(
            report.number("pending_patches")
                == waiting.filter { $0.state != .installed && $0.state != .failed }.count)
        #expect(report.counts("state")["failed"] == patches.filter { $0.contains { $0.state == .failed } }.count)
    }

    @Test func shortfallsAreMeasuredOnEachMachine() async throws {
        let (world, count) = try await world()
        let report = try await world.run("memory-and-disk-shortfalls")
        let seen = count.seen(within: 30)
        #expect(
            report.counts("shortfall") == [
                "memory": seen.filter { FleetCount.isClient($0) && ($0.memoryBytes ?? 0) == 8 << 30 }.count,
                "disk": seen.filter { count.leastFree($0).map { $0 < 0.1 } ?? false }.count,
            ])
    }

    @Test func softwareIsCountedByTitle() async throws {
        let (world, count) = try await world()
        let report = try await world.run("software-by-title")
        let installed = world.fleet.devices.flatMap { world.fleet.software(of: $0) }
        #expect(report.number("installations") == installed.count)
        #expect(report.number("titles") == Set(installed.map(\.title)).count)
        let one = try await world.run("software-by-title", ["title": "teamviewer"])
        let viewers = count.fleet.devices.filter { device in
            world.fleet.software(of: device).contains { SoftwareCatalogue.shared.titles[$0.title].name == "TeamViewer" }
        }
        #expect(one.texts("installations") == ["\(viewers.count)"])
        #expect(try await world.run("unwanted-software").number("remote_access") == viewers.count)
    }

    @Test func softwareEndsByItsMakersDates() async throws {
        let (world, _) = try await world()
        let report = try await world.run("software-end-of-life")
        let holders = world.fleet.devices.filter { device in
            world.fleet.software(of: device).contains {
                SoftwareCatalogue.shared.titles[$0.title].name == "Java 8 Update"
            }
        }
        #expect(Set(report.texts("product")) == ["Oracle Java SE 8"])
        #expect(report.number("machines") == holders.count)
    }

    @Test func machinesThatStayAwayAreListed() async throws {
        let (world, count) = try await world()
        let report = try await world.run("inactive-devices")
        let seen = Set(count.seen(within: 30).map(\.number))
        let away = world.fleet.devices.filter { !seen.contains($0.number) }
        #expect(!away.isEmpty)
        #expect(Set(report.texts("hostname")) == Set(away.map(\.hostname)))
    }

    @Test func serialsThatAreSharedAreFound() async throws {
        let (world, _) = try await world()
        let report = try await world.run("duplicate-devices")
        let serials = (world.truths["ninjaone"]?["devices"] ?? [:]).values.compactMap { row in
            if case .text(let serial)? = row["serial_number"] { serial } else { nil }
        }
        let shared = Dictionary(grouping: serials, by: \.self).filter { $0.value.count > 1 }
        #expect(report.number("groups") == shared.count)
    }
}
