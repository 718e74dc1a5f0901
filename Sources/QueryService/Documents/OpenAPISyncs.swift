import Inventory
import Sync

/// What is asked of syncs, and what is answered.
enum OpenAPISyncs {
    static let show = OpenAPIOperation(
        name: "get_sync", tag: "syncs", summary: "One run, with what it did to each stream.", parameters: [id],
        answer: "sync_single", errors: ["400", "401", "403", "404", "500", "503"])

    static let request = OpenAPIOperation(
        name: "request_sync", tag: "syncs",
        summary: "Queues a sync of a connection for a worker, before what is due by the schedule.",
        parameters: [
            OpenAPIParameters.parameter(
                "Idempotency-Key",
                "A text of up to 255 bytes: the same key with the same body again answers the run of the first time.",
                OpenAPIBody.text(longest: 255), place: "header")
        ], body: "sync_request", status: "202", answer: "sync_single",
        errors: ["400", "401", "403", "404", "409", "413", "422", "500", "503"])

    static let list = OpenAPIOperation(
        name: "list_sync", tag: "syncs", summary: SyncTable.resource.meaning,
        parameters: OpenAPIParameters(resource: SyncTable.resource).list, answer: "syncs_list",
        errors: ["400", "401", "403", "406", "500", "503"])

    /// The same for a platform key, whose address names the tenant.
    static func ofTenant(_ operation: OpenAPIOperation) -> OpenAPIOperation {
        var operation = operation
        operation.name = operation.name.replacing("sync", with: "tenant_sync")
        operation.summary += " For a platform key."
        operation.parameters.insert(
            OpenAPIParameters.parameter("slug", "The tenant's short name.", text(), place: "path"), at: 0)
        if !operation.errors.contains("404") { operation.errors.append("404") }
        return operation
    }

    static func decide(_ decision: HoldDecision) -> OpenAPIOperation {
        OpenAPIOperation(
            name: "\(decision.rawValue)_sync", tag: "syncs",
            summary: decision == .accept
                ? "Lets what a run held be done, exactly for the rows that it held, and queues a run that does it."
                : "Keeps the rows that a run would have deleted or moved, until the vendor shows them again.",
            parameters: [id], body: "sync_decision", isBodyRequired: false, answer: "sync_decided",
            errors: ["400", "401", "403", "404", "409", "413", "500", "503"])
    }

    private static let id = OpenAPIParameters.parameter("id", "The run's id.", text("uuid"), place: "path")

    private static func text(_ format: String? = nil, isNullable: Bool = false) -> JSONTree {
        let type: JSONTree = isNullable ? .strings(["string", "null"]) : .string("string")
        return .object([("type", type)] + (format.map { [("format", .string($0))] } ?? []))
    }

    private static func typed(_ types: String...) -> JSONTree {
        .object([("type", types.count == 1 ? .string(types[0]) : .strings(types))])
    }

    private static func list(_ items: JSONTree, isNullable: Bool = false) -> JSONTree {
        .object([("type", isNullable ? .strings(["array", "null"]) : .string("array")), ("items", items)])
    }

    private static func choice(_ values: [String]) -> JSONTree {
        .object([("type", .string("string")), ("enum", .strings(values))])
    }

    static let schemas: [(String, JSONTree)] = [
        (
            "sync_request",
            OpenAPIBody.object(
                [
                    ("connection", OpenAPIBody.text("Its name or id.")), ("streams", OpenAPIBody.names),
                    ("full", typed("boolean")),
                ], required: ["connection"])
        ),
        ("sync_decision", OpenAPIBody.object([("streams", OpenAPIBody.names)])),
        (
            "sync_decided",
            OpenAPIComponents.object([
                ("data", OpenAPIComponents.reference("sync")), ("decided", list(text())),
                ("queued_run", text("uuid", isNullable: true)),
            ])
        ),
        ("sync_single", OpenAPIComponents.object([("data", OpenAPIComponents.reference("sync"))])),
        (
            "sync",
            OpenAPIComponents.object([
                ("id", text("uuid")), ("connection", text()), ("connection_id", text("uuid")), ("vendor", text()),
                ("trigger", text()), ("full", typed("boolean")), ("requested", list(text(), isNullable: true)),
                ("state", choice(SyncTable.states)), ("reason", text(isNullable: true)),
                ("created_at", text("date-time")), ("started_at", text("date-time", isNullable: true)),
                ("ended_at", text("date-time", isNullable: true)),
                ("streams", list(OpenAPIComponents.reference("sync_stream"))),
            ])
        ),
        ("sync_stream", OpenAPIComponents.object(stream)),
        (
            "hold",
            OpenAPIComponents.object([
                ("id", text("uuid")), ("kind", choice(["deletion", "empty_list", "move"])),
                ("state", choice(["waiting", "accepted", "rejected", "lapsed"])),
                ("decided_by", text(isNullable: true)), ("decided_at", text("date-time", isNullable: true)),
                ("is_over", typed("boolean")),
            ])
        ),
    ]

    private static let stream: [(String, JSONTree)] =
        [
            ("stream", text()), ("state", choice(SyncTable.states)), ("reason", text(isNullable: true)),
            ("is_sweep", typed("boolean")),
        ]
        + ["read", "created", "updated", "unchanged", "deleted", "quarantined", "calls", "bytes", "milliseconds"].map {
            ($0, typed("integer"))
        } + [
            ("would_delete", typed("integer", "null")), ("would_details", list(text(), isNullable: true)),
            ("hold", .object([("anyOf", .array([OpenAPIComponents.reference("hold"), typed("null")]))])),
        ]
}
