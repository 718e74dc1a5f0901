import Inventory
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct StepTests {
    @Test func aCheckInMovesVolatileColumnsAlone() {
        var fleet = Fleet(seed: 11, devices: 150)
        let before = fleet.truth(vendor: "ninjaone") ?? [:]
        fleet.advance(.checkIn)
        let after = fleet.truth(vendor: "ninjaone") ?? [:]
        #expect(before != after && Set(before.keys) == Set(after.keys))
        for (entity, rows) in after {
            let columns = Entities.all.first { $0.name == entity }?.columns ?? []
            let volatile = Set(columns.filter(\.isVolatile).map(\.name))
            #expect(Set(rows.keys) == Set((before[entity] ?? [:]).keys), "\(entity)")
            let moved = rows.reduce(into: Set<String>()) { moved, row in
                for (column, value) in row.value where before[entity]?[row.key]?[column] != value {
                    moved.insert(column)
                }
            }
            #expect(moved.isSubset(of: volatile), "\(entity): \(moved.subtracting(volatile))")
        }
    }

    @Test func theUsualStepChangesAddsAndDeletes() {
        var fleet = Fleet(seed: 12, devices: 500)
        let before = fleet
        fleet.advance(.usual(share: 0.1))
        let old = Set(before.devices.map(\.number))
        let new = Set(fleet.devices.map(\.number))
        #expect(!old.subtracting(new).isEmpty && !new.subtracting(old).isEmpty)
        let changed = fleet.devices.filter { before.device($0.number).map { $0.updatedAt } != $0.updatedAt }
        #expect(changed.allSatisfy { $0.updatedAt == fleet.now } && changed.count > 20)
        #expect(Set(fleet.deleted.filter { $0.kind == .device }.map(\.number)) == old.subtracting(new))
        #expect(fleet.now.microseconds - before.now.microseconds == 900_000_000)
    }

    @Test func turnoverLeavesThoseThatStayAsTheyWere() {
        var fleet = Fleet(seed: 13, devices: 400)
        let before = fleet
        fleet.advance(.turnover)
        let stayed = fleet.devices.filter { before.device($0.number) != nil }
        #expect(stayed.count < before.devices.count && stayed.count < fleet.devices.count)
        // A machine whose host went has none now; nothing else about it is new.
        #expect(stayed.allSatisfy { before.device($0.number) == $0 || $0.parent == nil })
    }

    @Test func aSilentStepMovesDevicesAndNoTimeOfChange() {
        var fleet = Fleet(seed: 14, devices: 400)
        let before = fleet
        for _ in 0..<3 { fleet.advance(.silent(share: 0.3)) }
        #expect(fleet.devices.map(\.number) == before.devices.map(\.number))
        #expect(fleet.devices.map(\.updatedAt) == before.devices.map(\.updatedAt))
        #expect(fleet.devices.map(\.site) != before.devices.map(\.site))
        #expect(fleet.lookups.statuses.map(\.name) != before.lookups.statuses.map(\.name))
    }

    @Test func aCopyOfTheWorldStaysAsItWas() {
        var fleet = Fleet(seed: 15, devices: 100)
        let copy = fleet
        let before = copy.truth(vendor: "ninjaone")
        fleet.advance(.usual(share: 0.5))
        #expect(copy.truth(vendor: "ninjaone") == before && fleet.truth(vendor: "ninjaone") != before)
    }
}
