public import Inventory

/// What is to be simulated.
public struct SimulatorConfiguration: Sendable {
    public var tenants: [Tenant]
    /// The address to listen at.
    public var host: String
    /// The first vendor's port, the others' follow; 0 takes whatever is free.
    public var firstPort: Int
    /// The vendors' clock at the beginning; nil is the real time, and then it goes on as time does.
    public var start: Timestamp?
    /// In force from the beginning, for all tenants.
    public var faults: [FaultRule]

    public init(
        tenants: [Tenant] = [Tenant()], host: String = "127.0.0.1", firstPort: Int = 0,
        start: Timestamp? = Fleet.usualStart, faults: [FaultRule] = []
    ) {
        self.tenants = tenants
        self.host = host
        self.firstPort = firstPort
        self.start = start
        self.faults = faults
    }

    /// An MSP with a world of its own.
    public struct Tenant: Sendable, Hashable {
        public var name: String
        public var seed: UInt64
        public var devices: Int
        /// Nil: in proportion to the devices.
        public var tickets: Int?
        /// The vendors it uses; nil is all that can be simulated.
        public var vendors: [String]?

        public init(
            name: String = "demo", seed: UInt64 = 1, devices: Int = 200, tickets: Int? = nil, vendors: [String]? = nil
        ) {
            self.name = name
            self.seed = seed
            self.devices = devices
            self.tickets = tickets
            self.vendors = vendors
        }
    }
}

/// Where a simulated vendor is and how to log in.
public struct SimulatedConnection: Sendable, Hashable {
    public let tenant: String
    public let vendor: String
    public let baseURL: String
    public let credentials: [String: String]
    public let settings: [String: String]
}
