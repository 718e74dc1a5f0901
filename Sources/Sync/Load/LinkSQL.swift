import Inventory

/// Links children to parents: children that were there first, and those whose parent's id is another thing's now.
struct LinkSQL: Sendable {
    /// The child's table, its reference, and the parent's table.
    let child: EntityDescription
    let reference: Reference
    let parentTable: String
    /// Looks at every child, not only (by an index) at those that wait: a parent was replaced by another of its id.
    var isParentReplaced = false

    /// `$1` the tenant, `$2` the connection. Answers each row that was linked, with the change. A row that another stream
    /// links at the same moment is left to it, so that the change is told once; so is one that another has just deleted.
    var link: String {
        let facts = "inventory.\(child.singular)_facts"
        let (id, external) = (RowSQL.quoted(reference.idColumn), RowSQL.quoted(reference.externalColumn))
        let wrong =
            isParentReplaced ? "c.\(id) IS DISTINCT FROM p.id" : "c.\(id) IS NULL AND c.\(external) IS NOT NULL"
        return """
            WITH wrong AS MATERIALIZED (
                SELECT c.id, c.\(id) AS before, p.id AS after
                FROM \(facts) c JOIN \(parentTable) p ON p.tenant_id = $1 AND p.connection_id = $2
                    AND p.external_id = c.\(external) AND p.deleted_at IS NULL
                WHERE c.tenant_id = $1 AND c.connection_id = $2 AND c.deleted_at IS NULL
                    AND \(wrong)
            )
            UPDATE \(facts) c SET \(id) = wrong.after, changed_at = now()
            FROM wrong WHERE c.tenant_id = $1 AND c.id = wrong.id AND c.deleted_at IS NULL
                AND c.\(id) IS NOT DISTINCT FROM wrong.before
            RETURNING c.id, c.external_id, jsonb_build_object('\(reference.idColumn)',
                jsonb_build_array(wrong.before, wrong.after)) AS fields
            """
    }
}
