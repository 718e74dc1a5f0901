/// A fault, and which calls it befalls.
public struct FaultRule: Sendable, Hashable {
    public var fault: Fault
    /// The vendor, or all of them.
    public var vendor: String?
    /// The beginning of the path, or any.
    public var path: String?
    /// From this call of its scope on, counted from 1.
    public var from: Int
    /// Every so many calls of its scope. Rows move at every other call where nothing else is said: a reader who got new
    /// rows at a list's end at each call would never see it end.
    public var every: Int
    /// In this share of calls, by the seed and the call's number.
    public var probability: Double
    /// Not more often than this.
    public var count: Int?
    /// The member that is changed, for faults of a row.
    public var member: String?
    /// One row in so many, for faults of a row.
    public var oneRowIn: Int

    public init(
        _ fault: Fault, vendor: String? = nil, path: String? = nil, from: Int = 1, every: Int? = nil,
        probability: Double = 1, count: Int? = nil, member: String? = nil, oneRowIn: Int = 7
    ) {
        self.fault = fault
        self.vendor = vendor
        self.path = path
        self.from = from
        self.every = max(1, every ?? (fault == .rowsMove ? 2 : 1))
        self.probability = probability
        self.count = count
        self.member = member
        self.oneRowIn = max(1, oneRowIn)
    }
}
