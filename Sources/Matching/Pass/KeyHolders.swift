import Foundation
import Postgres

/// What a device or configuration is known by.
enum MatchKey: String, Sendable {
    case serial, hostname
    case nativeID = "native_id"
}

/// Queries for the rows of `match_keys` that have a key, as `key`, in common with some; each is read once, by an index for a
/// few and as a whole for all.
struct KeyHolders: Sendable {
    let tenant: UUID
    /// All keys, whatever is `concerned`.
    let isFull: Bool

    /// What more devices and configurations have, such as PC-01 for a host name, tells no owner from another.
    static let most = 50

    /// As ``sql(_:of:)``, but of a key that more than ``most`` have just so many that this shows: it costs as little as
    /// any other.
    func few(_ key: MatchKey, of concerned: SQL) -> SQL {
        guard !isFull, key != .nativeID else { return sql(key, of: concerned) }
        return """
            SELECT h.*, w.key FROM (\(wanted(key, of: concerned))) AS w CROSS JOIN LATERAL (
                SELECT k.connection_id, k.side, k.owner_id FROM inventory.match_keys k
                WHERE k.tenant_id = \(tenant) AND k.\(identifier: key.rawValue) = w.key AND k.owner_id IS NOT NULL
                LIMIT \(Self.most + 1)) AS h
            """
    }

    /// - Parameter concerned: Answers the ids of those whose keys are wanted.
    func sql(_ key: MatchKey, of concerned: SQL) -> SQL {
        if isFull { return key == .nativeID ? allNativeIDs : all(key) }
        return key == .nativeID ? nativeIDs(of: concerned) : some(key, of: concerned)
    }

    private func all(_ key: MatchKey) -> SQL {
        """
        SELECT k.*, k.\(identifier: key.rawValue) AS key FROM inventory.match_keys k
        WHERE k.tenant_id = \(tenant) AND k.\(identifier: key.rawValue) IS NOT NULL
        """
    }

    /// Of devices those alone that a configuration names.
    private var allNativeIDs: SQL {
        """
        SELECT k.*, k.native_id AS key FROM inventory.match_keys k
        WHERE k.tenant_id = \(tenant) AND k.native_id IN (
            SELECT c.native_id FROM inventory.match_keys c
            WHERE c.tenant_id = \(tenant) AND c.side = 'configuration' AND c.native_id IS NOT NULL)
        """
    }

    private func wanted(_ key: MatchKey, of concerned: SQL) -> SQL { Self.values(key, tenant, of: concerned) }

    /// The keys themselves, each once.
    static func values(_ key: MatchKey, _ tenant: UUID, of concerned: SQL) -> SQL {
        """
        SELECT DISTINCT k.\(identifier: key.rawValue) AS key FROM (\(concerned)) AS x
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = x.id
        WHERE k.\(identifier: key.rawValue) IS NOT NULL
        """
    }

    private func some(_ key: MatchKey, of concerned: SQL) -> SQL {
        """
        SELECT k.*, w.key FROM (\(wanted(key, of: concerned))) AS w
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.\(identifier: key.rawValue) = w.key
        """
    }

    /// A device is found by its vendor's id, which the table of devices has an index of in that column's collation
    /// (OFFSET 0 holds the planner to it).
    private func nativeIDs(of concerned: SQL) -> SQL {
        """
        SELECT k.*, w.key FROM (\(wanted(.nativeID, of: concerned))) AS w
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.side = 'configuration' AND k.native_id = w.key
        UNION ALL
        SELECT k.*, w.key FROM (\(wanted(.nativeID, of: concerned))) AS w
        JOIN control.connections n ON n.tenant_id = \(tenant)
        CROSS JOIN LATERAL (
            SELECT id FROM inventory.device_facts
            WHERE tenant_id = \(tenant) AND connection_id = n.id AND external_id = w.key COLLATE "default"
                AND deleted_at IS NULL
            OFFSET 0) AS f
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = f.id
        """
    }
}
