import Inventory

/// The runs, as a list that is filtered and paged like the tables.
enum SyncTable {
    static let resource: Resource = {
        var resource = Resource(
            name: "syncs", group: .syncs, meaning: "The runs of syncs, the newest first.",
            fields: [
                .tenant, Field("id", .uuid, "The run's id.", isNullable: false),
                Field("connection", .text, "The connection's name.", isNullable: false),
                Field("connection_id", .uuid, "The connection.", isNullable: false),
                Field("vendor", .text, "The connection's vendor.", isNullable: false),
                Field("trigger", .text, "Who asked for it.", allowed: triggers, isNullable: false),
                Field("full", .boolean, "Whether everything was to be read.", isNullable: false),
                Field("requested", .textArray, "The streams that were asked for; null for all."),
                Field("state", .text, "How it stands.", allowed: states, isNullable: false),
                Field("reason", .text, "What kept it from being done."), created,
                Field("started_at", .timestamptz, "When a worker began it."),
                Field("ended_at", .timestamptz, "When it ended."),
            ], companies: .untied, sources: [], hasSingleRead: false)
        resource.relation = "control.syncs"
        resource.newestFirst = created
        return resource
    }()

    private static let created = Field("created_at", .timestamptz, "When it was asked for.", isNullable: false)
    private static let triggers = ["command", "api", "schedule", "refresh"]
    static let states = ["queued", "running", "done", "partly_done", "deferred", "held", "failed", "abandoned"]
}
