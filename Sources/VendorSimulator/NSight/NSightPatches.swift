import Inventory

/// All patches of a device, installed ones too. The root has no status.
enum NSightPatches {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let device = request.device else { return request.invalid("deviceid") }
        let patches = device.nSightPatches ? NSightPatch.patches(of: device, request.fleet) : []
        return .nSight(root: "patches") { xml in
            request.rows("patch", patches, number: \.patch.number, to: &xml) { patch, xml in
                xml.number("patchid", patch.id)
                xml.number("policy", patch.policy.number)
                xml.text("policyLabel", patch.policy.label)
                xml.number("status", patch.status.number)
                xml.text("statusLabel", patch.status.label)
                xml.words("patchTitle", patch.patch.title)
                xml.words("product", patch.patch.kind == .system ? "Windows" : "Third party")
                xml.number("severity", patch.severity)
                xml.text("patchUrl", patch.patch.kb.map { "https://support.example/\($0)" })
                xml.number("selectpatch", 1)
            }
        }
    }
}

/// A patch on a device, in the vendor's numbers.
struct NSightPatch {
    let patch: PatchCatalogue.Patch
    let status: (number: Int, label: String)
    let policy: (number: Int, label: String)
    /// In the model's words.
    let state: String

    var id: Int { 70_000 + patch.number }
    var severity: Int { PatchCatalogue.Patch.Grade.allCases.firstIndex(of: patch.grade).map { $0 + 1 } ?? 0 }

    static func patches(of device: Device, _ fleet: Fleet) -> [NSightPatch] {
        fleet.patches(of: device).map { found in
            let patch = PatchCatalogue.shared.patches[found.patch]
            let isByHand = patch.number % 2 == 0
            func with(_ status: Int, _ label: String, _ policy: Int, _ word: String, _ state: String) -> NSightPatch {
                NSightPatch(
                    patch: patch, status: (status, label), policy: (policy + (isByHand ? 64 : 0), word), state: state)
            }
            switch found.state {
            case .installed:
                let waits = device.needsReboot && patch.number % 9 == 0
                return waits
                    ? with(64, "Reboot required", 2, "Approve", "installed")
                    : with(8, "Installed", 2, "Approve", "installed")
            case .failed: return with(16, "Failed", 2, "Approve", "failed")
            case .approved:
                return patch.number % 3 == 0
                    ? with(4, "Queued", 2, "Approve", "pending") : with(1, "Missing", 2, "Approve", "approved")
            case .pending:
                return patch.number % 3 == 0
                    ? with(2, "Pending", 4, "Do nothing", "pending") : with(1, "Missing", 4, "Do nothing", "missing")
            case .rejected:
                return patch.number % 3 == 0
                    ? with(23, "Ignored", 1, "Ignore", "rejected") : with(1, "Missing", 1, "Ignore", "rejected")
            }
        }
    }
}
