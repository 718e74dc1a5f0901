import Inventory
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct FleetTests {
    @Test func theSameSeedMakesTheSameWorld() {
        var first = Fleet(seed: 7, devices: 120)
        var second = Fleet(seed: 7, devices: 120)
        for step in [Step.usual(share: 0.05), .checkIn, .turnover, .silent(share: 0.2), .numbersReused()] {
            first.advance(step)
            second.advance(step)
        }
        #expect(first.devices == second.devices)
        #expect(first.tickets == second.tickets)
        #expect(first.truth(vendor: "ninjaone") == second.truth(vendor: "ninjaone"))
    }

    @Test func anotherSeedMakesAnotherWorld() {
        #expect(Fleet(seed: 1).devices.map(\.uid) != Fleet(seed: 2).devices.map(\.uid))
    }

    @Test func listsAreOrderedByNumbersThatAreUnique() {
        var fleet = Fleet(seed: 3, devices: 300)
        for _ in 0..<5 { fleet.advance(.usual(share: 0.1)) }
        expectOrder(fleet.devices)
        expectOrder(fleet.tickets)
        expectOrder(fleet.notes)
        expectOrder(fleet.alerts)
        expectOrder(fleet.configurations)
        expectOrder(fleet.people)
        expectOrder(fleet.sites)
    }

    @Test func whatHangsOnSomethingHangsOnWhatIsThere() {
        var fleet = Fleet(seed: 4, devices: 300)
        for _ in 0..<5 { fleet.advance(.usual(share: 0.05)) }
        #expect(fleet.devices.allSatisfy { fleet.organization($0.organization) != nil })
        #expect(fleet.devices.allSatisfy { $0.parent == nil || fleet.device($0.parent ?? 0) != nil })
        #expect(fleet.tickets.allSatisfy { fleet.company($0.company) != nil && fleet.lookups.status($0.status) != nil })
        #expect(fleet.notes.allSatisfy { fleet.ticket($0.ticket) != nil })
        #expect(fleet.additions.allSatisfy { fleet.agreement($0.agreement) != nil && fleet.product($0.product) != nil })
        #expect(fleet.alerts.allSatisfy { $0.device == nil || fleet.device($0.device ?? 0) != nil })
    }

    @Test func someClientsAreKnownToOneSideAlone() {
        let fleet = Fleet(seed: 5, devices: 2000)
        let tied = Set(fleet.organizations.compactMap(\.company))
        #expect(fleet.organizations.contains { $0.company == nil })
        #expect(fleet.companies.contains { $0.kind == .customer && !tied.contains($0.number) })
        #expect(fleet.organizations.count > Set(fleet.organizations.compactMap(\.company)).count + 1)
    }

    @Test func aCheckInMovesReadingsAndNothingElse() {
        var fleet = Fleet(seed: 6, devices: 100)
        let before = fleet
        fleet.advance(.checkIn)
        #expect(fleet.devices == before.devices)
        #expect(fleet.devices.contains { before.readings(of: $0).lastContact != fleet.readings(of: $0).lastContact })
    }

    @Test func aStepDeletesLessThanOneDeviceInTwenty() {
        var fleet = Fleet(seed: 8, devices: 1000)
        let before = Set(fleet.devices.map(\.number))
        fleet.advance(.usual(share: 0.01))
        let gone = before.subtracting(fleet.devices.map(\.number))
        #expect(!gone.isEmpty && gone.count < 50)
    }

    @Test func aDeviceHasAboutAHundredTitlesEachOnce() {
        let fleet = Fleet(seed: 9, devices: 200)
        let counts = fleet.devices.filter(\.hasAgent).map { fleet.software(of: $0).count }
        #expect(counts.allSatisfy { (80...125).contains($0) })
        let device = fleet.devices.first(where: \.hasAgent)
        let titles = device.map { fleet.software(of: $0).map(\.title) } ?? []
        #expect(Set(titles).count == titles.count && !titles.isEmpty)
    }

    @Test func theShareOfASoftwareChangeIsAboutAsAsked() {
        var fleet = Fleet(seed: 10, devices: 3000)
        let before = fleet
        fleet.advance(.usual(share: 0.02))
        let changed = fleet.devices.filter { device in
            before.device(device.number).map { before.software(of: $0) != fleet.software(of: device) } ?? false
        }
        #expect((20...100).contains(changed.count))
    }

    private func expectOrder(_ list: [some Numbered]) {
        #expect(!list.isEmpty && zip(list, list.dropFirst()).allSatisfy { $0.number < $1.number })
    }
}
