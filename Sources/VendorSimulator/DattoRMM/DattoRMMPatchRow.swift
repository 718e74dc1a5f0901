import Inventory

/// A patch on a device. An attempt that failed shows in the device's own status alone.
struct DattoRMMPatchRow {
    let patch: PatchCatalogue.Patch
    let status: String

    static let words = ["INSTALLED", "APPROVED_PENDING", "NOT_APPROVED"]

    static func rows(_ fleet: Fleet, _ device: Device) -> [DattoRMMPatchRow] {
        fleet.patches(of: device).map {
            DattoRMMPatchRow(patch: PatchCatalogue.shared.patches[$0.patch], status: word($0.state))
        }
    }

    static func word(_ state: PatchState.State) -> String {
        switch state {
        case .installed: "INSTALLED"
        case .approved, .failed: "APPROVED_PENDING"
        case .pending, .rejected: "NOT_APPROVED"
        }
    }

    var severity: String {
        switch patch.grade {
        case .critical: "CRITICAL"
        case .important: "IMPORTANT"
        case .optional: patch.number % 2 == 0 ? "LOW" : "MODERATE"
        case .none: "UNSPECIFIED"
        }
    }

    var releasedOn: CalendarDate { CalendarDate(days: 20_100 + Int32(patch.number)) }

    func write(to json: inout JSONWriter) {
        json.member("patchId", patch.uid)
        json.member("category", array: { $0.value(patch.kb == nil ? "Updates" : "Security Updates") })
        json.member("type", patch.number % 11 == 10 ? "DRIVER" : "SOFTWARE")
        json.member("title", patch.title)
        json.member("description", "See the publisher's notes.")
        json.member("releaseDate", TimeText.day(releasedOn))
        json.member("severity", severity)
        json.member("maxSize", 1_000_000 + patch.number * 4096)
        json.member("rebootRequired", patch.kb != nil)
        json.member("requireUserInput", false)
        // With its letters, and without.
        json.member("kbArticleId", patch.number % 2 == 0 ? patch.kb : patch.kb.map { String($0.dropFirst(2)) })
        json.member("installStatus", status)
        json.member("manualOverride", false)
    }
}

/// How a device stands with its patches: the three counts, and a word.
struct DattoRMMPatchCounts {
    let installed: Int
    let approved: Int
    let notApproved: Int
    let status: String

    /// nil: what has no agent says nothing.
    init?(_ fleet: Fleet, _ device: Device) {
        guard device.hasAgent else { return nil }
        let states = fleet.patches(of: device).map(\.state)
        installed = states.count { $0 == .installed }
        approved = states.count { $0 == .approved || $0 == .failed }
        notApproved = states.count { $0 == .pending || $0 == .rejected }
        status =
            device.system?.family != .windows
            ? "NoData"
            : device.needsReboot
                ? "RebootRequired"
                : states.contains(.failed) ? "InstallError" : approved > 0 ? "ApprovedPending" : "FullyPatched"
    }

    func write(to json: inout JSONWriter) {
        json.member("patchStatus", status)
        json.member("patchesApprovedPending", approved)
        json.member("patchesNotApproved", notApproved)
        json.member("patchesInstalled", installed)
    }
}
