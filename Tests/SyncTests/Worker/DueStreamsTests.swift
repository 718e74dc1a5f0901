import Connectors
import Inventory
import Testing

@testable import Sync

@Suite struct DueStreamsTests {
    private let declared = [
        Make.stream("organizations", Organization.entity.description),
        Make.stream("devices", Device.entity.description, after: ["organizations"]),
        Make.stream("alerts", Alert.entity.description, after: ["devices"]),
        Make.stream("tickets", Ticket.entity.description, reading: Make.incremental),
        Make.stream("project_tickets", Ticket.entity.description, reading: Make.incremental),
    ]

    private func chosen(_ changes: (inout [String: DueStream]) -> Void) -> [String] {
        var known = Dictionary(
            uniqueKeysWithValues: declared.map {
                (
                    $0.name,
                    DueStream(
                        name: $0.name, isDue: false, isNeverRead: false, isSweepDue: false, isWaiting: false,
                        schedule: "01:00:00")
                )
            })
        changes(&known)
        return DueStreams.choose(declared, Array(known.values)).map(\.name)
    }

    @Test func whatIsNotDueIsLeftAlone() {
        #expect(chosen { _ in } == [])
        #expect(chosen { $0["devices"]?.isDue = true } == ["devices"])
    }

    @Test func whatItComesAfterIsReadFirstWhereItNeverWas() {
        let names = chosen { known in
            known["alerts"]?.isDue = true
            for name in ["organizations", "devices"] { known[name]?.isNeverRead = true }
        }
        #expect(names == ["organizations", "devices", "alerts"])
    }

    @Test func siblingsOfOnePeriodAreReadTogether() {
        #expect(chosen { $0["tickets"]?.isDue = true } == ["tickets", "project_tickets"])
    }

    @Test func aSiblingWithAPeriodOfItsOwnComesAlongForSweepsAlone() {
        let usual = chosen { known in
            known["tickets"]?.isDue = true
            known["project_tickets"]?.schedule = "1 day"
        }
        #expect(usual == ["tickets"])
        let sweep = chosen { known in
            known["tickets"]?.isDue = true
            known["tickets"]?.isSweepDue = true
            known["project_tickets"]?.schedule = "1 day"
        }
        #expect(sweep == ["tickets", "project_tickets"])
    }

    @Test func aSiblingThatFailsKeepsItsOwnTime() {
        let names = chosen { known in
            known["tickets"]?.isDue = true
            known["tickets"]?.isSweepDue = true
            known["project_tickets"]?.isWaiting = true
        }
        #expect(names == ["tickets"])
    }

    @Test func whatTheConnectorDoesNotDeclareIsNotRead() {
        let stranger = DueStream(
            name: "gone", isDue: true, isNeverRead: true, isSweepDue: true, isWaiting: false, schedule: "")
        #expect(DueStreams.choose(declared, [stranger]) == [])
    }
}
