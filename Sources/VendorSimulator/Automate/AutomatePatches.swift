import Inventory

extension Automate {
    /// Microsoft's updates and other makers' patches on one computer, and their counts.
    enum Patches {
        static func states(
            _ device: Device, _ fleet: Fleet, _ kind: PatchCatalogue.Patch.Kind
        ) -> [(patch: PatchCatalogue.Patch, state: PatchState)] {
            guard Computers.hasInventory(device) else { return [] }
            return fleet.patches(of: device).map { (PatchCatalogue.shared.patches[$0.patch], $0) }.filter {
                $0.0.kind == kind
            }
        }

        static func microsoft(_ device: Device, _ fleet: Fleet) -> [Row] {
            states(device, fleet, .system).map { patch, state in
                [
                    Member("ComputerId", .whole(ID.computer(device.number))),
                    Member("MicrosoftUpdateId", .text(patch.uid)),
                    Member("KnowledgeBaseId", .whole(patch.kb.flatMap { Int($0.dropFirst(2)) } ?? 0)),
                    Member("Title", .text(patch.title)),
                    Member("Category", .text("Security Updates")),
                    Member("Severity", .text(severity(patch))),
                    Member("Cvss", .null),
                ] + standing(state) + [Member("ReleaseDate", .text(released(patch)))]
            }
        }

        static func thirdParty(_ device: Device, _ fleet: Fleet) -> [Row] {
            states(device, fleet, .thirdParty).map { patch, state in
                [
                    Member("ComputerId", .whole(ID.computer(device.number))),
                    Member("PatchId", .text(patch.uid)),
                    Member("SoftwareId", .text(patch.product ?? "")),
                    Member("Title", .text(patch.title)),
                    Member("DisplayTitle", .text(patch.title)),
                    Member("Manufacturer", .text("")),
                    Member("InstalledVersion", .text("11.0")),
                    Member("AvailableVersion", .text("12.\(patch.number)")),
                ] + standing(state)
            }
        }

        private static func standing(_ state: PatchState) -> Row {
            let isInstalled = state.state == .installed
            return [
                Member("InstallState", .text(word(state.state))),
                Member("IsInstalled", .flag(isInstalled)),
                Member("IsFailed", .flag(state.state == .failed)),
                Member("IsCompliant", .flag(isInstalled)),
                Member("IsNonCompliant", .flag(!isInstalled)),
                Member("InstallDate", isInstalled ? .local(state.attempts.last?.at.wholeSecond) : .text(noTime)),
                Member("PolicyApproval", .named(approval(state.state).utf8.count, approval(state.state))),
            ]
        }

        static func word(_ state: PatchState.State) -> String {
            switch state {
            case .installed: "Installed"
            case .failed: "Failed"
            default: "Missing"
            }
        }

        private static func approval(_ state: PatchState.State) -> String {
            switch state {
            case .approved: "Approved"
            case .rejected: "Denied"
            default: "Not Set"
            }
        }

        static func severity(_ patch: PatchCatalogue.Patch) -> String {
            switch patch.grade {
            case .critical: "Critical"
            case .important: "Important"
            case .optional: "Moderate"
            case .none: "Unspecified"
            }
        }

        static func released(_ patch: PatchCatalogue.Patch) -> String {
            let day = CalendarDate(days: 20_000 + Int32(patch.number) * 7)
            return TimeText.day(day) + "T00:00:00Z"
        }

        static func stats(_ device: Device, _ fleet: Fleet) -> Row {
            let system = states(device, fleet, .system).map(\.state.state)
            let other = states(device, fleet, .thirdParty).map(\.state.state)
            let has = Computers.hasInventory(device)
            return [
                Member("ComputerId", .whole(ID.computer(device.number))),
                Member("InstalledPatchCount", .whole(system.count { $0 == .installed })),
                Member("MissingPatchCount", .whole(system.count { $0 != .installed && $0 != .failed })),
                Member("FailedPatchCount", .whole(system.count { $0 == .failed })),
                Member("CompliantSoftwareCount", .whole(other.count { $0 == .installed })),
                Member("NonCompliantSoftwareCount", .whole(other.count { $0 != .installed && $0 != .failed })),
                Member("FailedSoftwareCount", .whole(other.count { $0 == .failed })),
                Member("Stage", .text("Production")),
                Member("NoPatchInventory", .flag(!has)),
                Member("PatchJobRunning", .flag(false)),
                Member("NextInstallWindow", .text(noTime)),
                Member("LastPatchInventory", .local(has ? scanned(device, fleet) : nil)),
            ]
        }

        static func scanned(_ device: Device, _ fleet: Fleet) -> Timestamp {
            (device.offlineSince ?? fleet.now).plus(hours: -3).wholeSecond
        }
    }
}
