import Inventory
import Synchronization

/// One tenant's world while the server runs.
public final class SimulatedTenant: Sendable {
    public let name: String
    let vendors: [SimulatedVendor]
    private let world: Mutex<Fleet>
    private let clock: VendorClock

    init(_ tenant: SimulatorConfiguration.Tenant, start: Timestamp?, faults: [FaultRule]) {
        name = tenant.name
        clock = VendorClock(isLive: start == nil)
        world = Mutex(
            Fleet(
                seed: tenant.seed, devices: tenant.devices, tickets: tenant.tickets, start: start ?? VendorClock.real())
        )
        let identity = VendorIdentity(tenant: tenant.name, seed: tenant.seed)
        vendors = VendorFaces.all.filter { tenant.vendors?.contains($0.vendor) ?? true }.map {
            SimulatedVendor($0.init(identity: identity), vendor: $0.vendor, seed: tenant.seed, faults: faults)
        }
    }

    /// The world as it is now.
    public var fleet: Fleet { world.withLock { $0 } }

    /// Takes a step.
    /// - Parameter seconds: How far the vendors' clock moves; nil is a quarter of an hour, or up to the real time.
    public func advance(_ step: Step = .usual(), seconds: Int? = nil) {
        world.withLock { fleet in fleet.advance(step, seconds: seconds ?? clock.step(fleet)) }
    }

    /// Changes the world as a test wants it.
    public func change(_ body: (inout Fleet) -> Void) { world.withLock { body(&$0) } }

    var moment: (fleet: Fleet, now: Timestamp) {
        let fleet = self.fleet
        return (fleet, clock.now(fleet))
    }
}
