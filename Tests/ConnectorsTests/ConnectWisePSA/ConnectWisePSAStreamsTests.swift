import Connectors
import Inventory
import Testing

@Suite struct ConnectWisePSAStreamsTests {
    @Test func fillsEveryEntityOfAPSA() {
        let wanted = Set(Entities.all.filter { $0.side == .psa }.map(\.name))
        #expect(Set(ConnectWisePSA.streams.filter(\.isPrimary).map { $0.entity.name }) == wanted)
    }

    @Test func everyColumnOfAnEntityIsSomeStreams() {
        for entity in Entities.all where entity.side == .psa {
            let columns = Set(entity.columns.map(\.name))
            let owned = ConnectWisePSA.streams.filter { $0.entity.name == entity.name }.map { $0.owns ?? columns }
            #expect(owned.reduce(Set()) { $0.union($1) } == columns, "\(entity.name)")
        }
    }

    /// Rights are given by module: only what a stream is read by may stand in its way.
    @Test func aStreamNeedsNothingButItsParents() {
        let names = Set(ConnectWisePSA.streams.map(\.name))
        for stream in ConnectWisePSA.streams {
            guard case .perParent(let entity, _) = stream.reading else {
                #expect(stream.after.isEmpty, "\(stream.name)")
                continue
            }
            #expect(stream.after == [entity] && names.contains(entity), "\(stream.name)")
        }
    }

    @Test func isRegistered() { #expect(Registry.connector(for: "connectwise-psa") == ConnectWisePSA.self) }
}
