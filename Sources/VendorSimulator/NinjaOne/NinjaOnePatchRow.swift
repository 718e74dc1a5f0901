import Inventory

/// A patch that waits on a device, or one attempt to install it.
struct NinjaOnePatchRow {
    let patch: PatchCatalogue.Patch
    let status: String
    let installedAt: Timestamp?

    /// - Parameter isHistory: All attempts rather than what was never attempted. Machines that are off report nothing
    ///   that waits.
    static func rows(
        _ fleet: Fleet, _ device: Device, _ kind: PatchCatalogue.Patch.Kind, isHistory: Bool
    ) -> [NinjaOnePatchRow] {
        if !isHistory, device.offlineSince != nil { return [] }
        return fleet.patches(of: device).flatMap { state -> [NinjaOnePatchRow] in
            let patch = PatchCatalogue.shared.patches[state.patch]
            guard patch.kind == kind else { return [] }
            if isHistory {
                return state.attempts.map {
                    NinjaOnePatchRow(patch: patch, status: $0.succeeded ? "INSTALLED" : "FAILED", installedAt: $0.at)
                }
            }
            return word(state.state).map { [NinjaOnePatchRow(patch: patch, status: $0, installedAt: nil)] } ?? []
        }
    }

    private static func word(_ state: PatchState.State) -> String? {
        switch state {
        case .pending: "MANUAL"
        case .approved: "APPROVED"
        case .rejected: "REJECTED"
        case .installed, .failed: nil
        }
    }

    /// The grade in the vendor's words, of which it has two sets and mixes them.
    var grade: String {
        let isShouted = patch.number % 3 != 0
        switch (patch.kind, patch.grade) {
        case (_, .critical): return isShouted ? "CRITICAL" : "critical"
        case (.system, .important): return isShouted ? "IMPORTANT" : "security"
        case (.thirdParty, .important): return isShouted ? "recommended" : "security"
        case (_, .optional): return isShouted ? "OPTIONAL" : "optional"
        case (.system, .none): return isShouted ? "NONE" : "unknown"
        case (.thirdParty, .none): return "unknown"
        }
    }

    /// Whether the query's own filters let it through.
    func passes(_ request: NinjaOneRequest) -> Bool {
        let call = request.call
        if let wanted = call.parameter("status"), wanted != status { return false }
        if let wanted = call.parameter("severity") ?? call.parameter("impact"), wanted != grade { return false }
        if let wanted = call.parameter("productIdentifier"), wanted != patch.product { return false }
        let seconds = installedAt.map { Int($0.microseconds / 1_000_000) }
        if let after = request.number("installedAfter"), (seconds ?? 0) < after { return false }
        if let before = request.number("installedBefore"), (seconds ?? 0) > before { return false }
        return true
    }

    func write(to json: inout JSONWriter) {
        json.member("id", patch.uid)
        if patch.kind == .system {
            json.member("name", patch.title)
            json.member("severity", grade)
            json.member("kbNumber", patch.kb)
            json.member("type", patch.number % 2 == 0 ? "SECURITY_UPDATES" : "UPDATE_ROLLUPS")
        } else {
            json.member("productIdentifier", patch.product)
            json.member("title", patch.title)
            json.member("impact", grade)
            json.member("type", "PATCH")
        }
        json.member("status", status)
        json.member("installedAt", epoch: installedAt)
    }
}
