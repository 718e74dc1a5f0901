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
    ///
    /// Each child's parent is looked up by itself: of tables that have just been filled nothing is known yet, and a join
    /// of them was planned as if both were nearly empty, which took hours where children had come first.
    var link: String {
        let facts = "inventory.\(child.singular)_facts"
        let (id, external) = (RowSQL.quoted(reference.idColumn), RowSQL.quoted(reference.externalColumn))
        let looked = isParentReplaced ? "" : "AND c.\(id) IS NULL"
        return """
            WITH looked AS MATERIALIZED (
                SELECT c.id, c.\(id) AS before, c.\(external) AS external FROM \(facts) c
                WHERE c.tenant_id = $1 AND c.connection_id = $2 AND c.deleted_at IS NULL
                    AND c.\(external) IS NOT NULL \(looked)
            ), wrong AS MATERIALIZED (
                SELECT l.id, l.before, p.id AS after
                FROM looked l CROSS JOIN LATERAL (
                    SELECT p.id FROM \(parentTable) p
                    WHERE p.tenant_id = $1 AND p.connection_id = $2 AND p.external_id = l.external
                        AND p.deleted_at IS NULL
                    LIMIT 1) p
                WHERE l.before IS DISTINCT FROM p.id
            )
            UPDATE \(facts) c SET \(id) = wrong.after, changed_at = now()
            FROM wrong WHERE c.tenant_id = $1 AND c.id = wrong.id AND c.deleted_at IS NULL
                AND c.\(id) IS NOT DISTINCT FROM wrong.before
            RETURNING c.id, c.external_id, jsonb_build_object('\(reference.idColumn)',
                jsonb_build_array(wrong.before, wrong.after)) AS fields
            """
    }
}
