import Inventory

/// What the streams of one connection read with, and what they keep between the pages of one read.
struct DattoReader: Sendable {
    let client: DattoClient
    let options: DattoOptions
    let classes = DattoClasses()
    let sites = DattoSites()
    let build = DattoBuild()
    let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) throws(ConnectorError) {
        client = try DattoClient(context)
        options = DattoOptions(context.settings)
        now = context.now
    }
}
