import HTTPTransport
import Inventory

/// Tells the two meanings of 403 apart (trap 1): a missing right, or that our address is blocked for five minutes, and
/// with it every tenant of the platform that is read from this machine.
///
/// A 403 soon after a 429 is the block, and nothing more is asked. Any other is looked at by the one call that needs no
/// right: when that is refused too, it is the block.
actor DattoGate {
    static let blockSeconds = 300
    /// A 403 within so long of a 429 is taken for its consequence.
    private static let aftermathSeconds: Int64 = 600
    /// For so long the answer to the call without rights is believed.
    private static let openSeconds: Int64 = 60

    private let transport: any Transport
    private let open: Caller
    private let now: @Sendable () -> Timestamp
    private var throttledAt: Timestamp?
    private var openAt: Timestamp?

    init(_ context: ConnectorContext) {
        transport = context.transport
        open = Caller(context, path: "/api", reading: AnswerReading(refusal: Self.refusal))
        now = context.now
    }

    /// A 403 is left to ``judged(_:)``, be it with a time to come back at or without.
    static let refusal: @Sendable (Refusal) -> ConnectorError? = { $0.status == 403 ? .forbidden($0.text) : nil }

    /// What an error means here; pauses the address where it is blocked.
    func judged(_ error: ConnectorError) async -> ConnectorError {
        switch error {
        case .throttled(let seconds, let words):
            throttledAt = now()
            return .throttled(retryAfterSeconds: seconds ?? 60, words)
        case .forbidden(let words): return await judged(forbidden: words)
        default: return error
        }
    }

    private func judged(forbidden words: String) async -> ConnectorError {
        if isWithin(Self.aftermathSeconds, throttledAt) { return await blocked(words) }
        if isWithin(Self.openSeconds, openAt) { return .forbidden(words) }
        do throws(ConnectorError) {
            _ = try await open.json(VendorCall("/v2/system/status"))
        } catch {
            switch error {
            case .forbidden: return await blocked(words)
            case .unavailable, .throttled:
                return .throttled(
                    retryAfterSeconds: Self.blockSeconds,
                    "\(words); whether the right is missing or our address is blocked cannot be told now")
            case .cancelled: return .cancelled
            default: break
            }
        }
        openAt = now()
        return .forbidden(words)
    }

    private func blocked(_ words: String) async -> ConnectorError {
        let reason = "Datto RMM blocks the address that we call from for five minutes"
        await transport.addressIsBlocked(seconds: Double(Self.blockSeconds), reason: reason)
        return .throttled(retryAfterSeconds: Self.blockSeconds, "\(reason): \(words)")
    }

    private func isWithin(_ seconds: Int64, _ moment: Timestamp?) -> Bool {
        moment.map { now().microseconds - $0.microseconds < seconds * 1_000_000 } ?? false
    }
}
