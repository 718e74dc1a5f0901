public import Inventory

/// What one machine has of one patch.
public struct PatchState: Sendable, Hashable {
    /// Into ``PatchCatalogue``.
    public let patch: Int
    public let state: State
    /// All attempts to install it, oldest first; none where it was never tried.
    public let attempts: [Attempt]

    public enum State: String, Sendable, Hashable { case installed, failed, pending, approved, rejected }

    public struct Attempt: Sendable, Hashable {
        public let succeeded: Bool
        public let at: Timestamp
    }
}

extension Fleet {
    /// The patches of a device that are installed, failed, or wait. Worked out, not stored.
    public func patches(of device: Device) -> [PatchState] {
        guard device.hasAgent, device.system?.family == .windows else { return [] }
        let all = PatchCatalogue.shared.patches
        var states = all.map { initial($0, device) }
        for revision in 0..<device.patchRevision {
            var random = SplitMix64(seed: seed, .patchChange, device.number, revision + 1)
            for _ in 0..<3 {
                let index = random.below(states.count)
                states[index] = next(states[index], after: revision)
            }
        }
        return states.enumerated().compactMap { index, found in
            found.0.map { PatchState(patch: index, state: $0, attempts: found.1) }
        }
    }

    private typealias Found = (PatchState.State?, [PatchState.Attempt])

    private func initial(_ patch: PatchCatalogue.Patch, _ device: Device) -> Found {
        let drawn = SplitMix64.hash(seed, .patch, device.number, patch.number)
        let at = start.plus(days: -1 - Int((drawn >> 32) % 300), seconds: -Int((drawn >> 20) & 0x3FFF))
        switch drawn % 100 {
        case 0..<45: return (.installed, [PatchState.Attempt(succeeded: true, at: at)])
        case 45..<49:
            let before = PatchState.Attempt(succeeded: false, at: at.plus(days: -2))
            return (.installed, [before, PatchState.Attempt(succeeded: true, at: at)])
        case 49..<52: return (.failed, [PatchState.Attempt(succeeded: false, at: at)])
        case 52..<59: return (.pending, [])
        case 59..<64: return (.approved, [])
        case 64..<66: return (.rejected, [])
        default: return (nil, [])
        }
    }

    private func next(_ found: Found, after revision: Int) -> Found {
        let attempt = PatchState.Attempt(succeeded: true, at: start.plus(minutes: revision * 15 + 7))
        switch found.0 {
        case .approved, .failed: return (.installed, found.1 + [attempt])
        case .pending: return (.approved, [])
        case nil: return (.pending, [])
        case .installed, .rejected: return found
        }
    }
}
