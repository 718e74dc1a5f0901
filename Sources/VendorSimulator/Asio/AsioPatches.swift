import HTTPTypes
import Inventory

/// Patches: counts a device in bulk, a list a device, and other makers' programs in bulk.
extension AsioEndpoint {
    static let patches: [(String, AsioEndpoint)] = [
        (
            "api/platform/v2/os-patching/compliance/summary",
            AsioEndpoint(AsioScope.systemPatches, [.post]) { request in
                AsioBulk.answer(request, of: AsioPatches.isCovered, envelope: true) { device, json in
                    AsioPatches.summary(request.fleet, device, to: &json)
                }
            }
        ),
        (
            "api/platform/v2/third-party-patching/compliance/summary",
            AsioEndpoint(AsioScope.productPatches, [.post]) { request in
                AsioBulk.answer(request, of: AsioPatches.isCovered, envelope: true) { device, json in
                    let missing = AsioPatches.products(request.fleet, device).filter(\.isMissing).count
                    json.member("complianceScore", missing == 0 ? 100 : max(0, 100 - missing * 10))
                    json.member("updatesPending", missing)
                    json.member("assessedAt", Int(AsioPatches.assessedAt(request.fleet).microseconds / 1000))
                }
            }
        ),
        (
            "api/platform/v2/third-party-patching/patch/details",
            AsioEndpoint(AsioScope.productPatches, [.post]) { request in
                AsioBulk.answer(request, of: AsioPatches.isCovered, envelope: true) { device, json in
                    json.member(
                        "applications",
                        array: { json in
                            for found in AsioPatches.products(request.fleet, device) { found.write(to: &json) }
                        })
                }
            }
        ),
        (
            "api/platform/v2/patching/{}/patches",
            AsioEndpoint(AsioScope.systemPatches) { request in
                guard let device = request.fleet.devices.first(where: { $0.uid == request.ids[0] }),
                    AsioID.category(device) != nil
                else { return AsioError.notFound }
                if request.disturbance.fails(record: device.number) {
                    return AsioError.message("internal", status: 500)
                }
                return AsioPatches.list(request.fleet, device, request.disturbance)
            }
        ),
    ]
}

enum AsioPatches {
    static func isCovered(_ device: Device) -> Bool { device.hasAgent && device.system?.family == .windows }

    /// The last round hour but one.
    static func assessedAt(_ fleet: Fleet) -> Timestamp {
        let hour: Int64 = 3_600_000_000
        return Timestamp(microseconds: (fleet.start.microseconds / hour - 1) * hour)
    }

    /// A patch of the system: installed, or else missing; there is nothing between.
    struct System {
        let patch: PatchCatalogue.Patch
        let installedAt: Timestamp?

        /// The vendor's key of a patch.
        var id: String { patch.uid }
    }

    static func system(_ fleet: Fleet, _ device: Device) -> [System] {
        fleet.patches(of: device).compactMap { found in
            let patch = PatchCatalogue.shared.patches[found.patch]
            guard patch.kind == .system else { return nil }
            let installed = found.state == .installed ? found.attempts.last { $0.succeeded }?.at : nil
            return System(patch: patch, installedAt: installed)
        }
    }

    static func severity(_ patch: PatchCatalogue.Patch) -> String? {
        switch patch.grade {
        case .critical: "Critical"
        case .important: "Important"
        case .optional: "Low"
        case .none: nil
        }
    }

    static func summary(_ fleet: Fleet, _ device: Device, to json: inout JSONWriter) {
        let all = system(fleet, device)
        let missing = all.filter { $0.installedAt == nil }.count
        json.member("compliance", all.isEmpty ? 100 : (all.count - missing) * 100 / all.count)
        json.member("missingPatchCount", missing)
        json.member("installedPatchCount", all.count - missing)
        json.member("pendingRebootPatchCount", device.needsReboot ? 1 : 0)
        json.member("outOfSupport", device.system?.build == "9600")
        json.member("assessedAt", TimeText.iso(assessedAt(fleet)))
    }

    static func list(_ fleet: Fleet, _ device: Device, _ disturbance: Disturbance) -> VendorAnswer {
        let all = isCovered(device) && !disturbance.has(.emptyLists) ? system(fleet, device) : []
        return .json { json in
            json.object { json in
                json.member(
                    "summary", object: { $0.member("missingCount", all.filter { $0.installedAt == nil }.count) })
                json.member(
                    "patches",
                    array: { json in
                        for found in all {
                            json.row(device.number &* 100 &+ found.patch.number, disturbance) { json in
                                json.member("updateID", found.id)
                                json.member("kbArticleID", found.patch.kb)
                                json.member("title", found.patch.title)
                                json.member("msrcSeverity", severity(found.patch))
                                json.member("classification", "Security Updates")
                                json.member("status", found.installedAt == nil ? 2 : 4)
                                if let at = found.installedAt { json.member("installedDate", TimeText.iso(at)) }
                            }
                        }
                    })
            }
        }
    }

    /// Another maker's program that the vendor keeps up to date.
    struct Product {
        let patch: PatchCatalogue.Patch
        let isMissing: Bool

        var name: String { SoftwareCatalogue.shared.titles[patch.number % 18 * 4].name }
        var latest: String { "12.\(patch.number)" }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("applicationID", patch.uid)
                json.member("applicationName", name)
                json.member("installedVersion", isMissing ? "11.\(patch.number)" : latest)
                json.member("latestVersion", latest)
                json.member("status", isMissing ? "OUT-OF-DATE" : "UP-TO-DATE")
            }
        }
    }

    static func products(_ fleet: Fleet, _ device: Device) -> [Product] {
        fleet.patches(of: device).compactMap { found in
            let patch = PatchCatalogue.shared.patches[found.patch]
            return patch.kind == .system ? nil : Product(patch: patch, isMissing: found.state != .installed)
        }
    }
}
