/// How a worker works, with what holds unless somebody says otherwise.
public struct WorkerOptions: Sendable {
    /// Connections that are synced at once.
    public var connections = 8
    /// How often is looked for what is due, whatever notifications say.
    public var poll: Duration = .seconds(5)
    /// How long runs may take to finish their page when the worker is stopped; then they are cancelled.
    public var grace: Duration = .seconds(6)
    /// How often is looked for a tenant whose housekeeping is due (``Housekeeping/period``).
    public var housekeeping: Duration = .seconds(300)

    public init() {}
}
