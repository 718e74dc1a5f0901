import Inventory

/// What the streams of one connection read with, and what they keep between the pages of one read.
struct NinjaReader: Sendable {
    let client: NinjaClient
    let options: NinjaOptions
    let organizationFields: NinjaCustomFields
    let deviceFields: NinjaCustomFields
    let osPatches: FoldedReports<PatchFold>
    let softwarePatches: FoldedReports<PatchFold>
    let deviceSecurity: FoldedReports<SecurityFold>
    let backups: FoldedReports<BackupFold>

    init(_ context: ConnectorContext) {
        let options = NinjaOptions(context.settings)
        let since = options.sinceFilters(now: context.now())
        client = NinjaClient(context)
        self.options = options
        organizationFields = .ofOrganizations(options)
        deviceFields = .ofDevices(options)
        osPatches = FoldedReports([.osPatches, .osPatchInstalls.adding(since.installs)]) { PatchFold(kind: .os) }
        softwarePatches = FoldedReports([.softwarePatches, .softwarePatchInstalls.adding(since.installs)]) {
            PatchFold(kind: .thirdParty)
        }
        deviceSecurity = FoldedReports([.antivirus, .volumes]) { SecurityFold() }
        backups = FoldedReports([.backupJobs.adding(since.jobs)]) { BackupFold() }
    }
}
