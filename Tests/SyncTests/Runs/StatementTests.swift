import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Every generated statement is one that a real server takes.
@Suite(.serialized, .timeLimit(.minutes(1))) struct StatementTests {
    private static let entities = Entities.all.filter { $0.storage == .rows }.map(\.name)

    @Test(arguments: entities) func aRowEntitysStatementsAreTaken(name: String) async throws {
        let entity = try #require(Entities.named(name))
        let shapes = [true, false].map { RowShape(Make.stream("it's", entity, isPrimary: $0)) }
        let narrow = RowShape(Make.stream("one", entity, owns: [entity.columns[0].name], isPrimary: false))
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant()
            let keys: [String?] = [tenant.postgresText, connection.postgresText]
            try await database.worker.transaction(tenant: tenant) { session in
                for shape in shapes + [narrow] {
                    let sql = RowSQL(shape, targets: RowLoader.targets)
                    let name: [String?] = shape.stream.isPrimary ? [] : [shape.stream.name]
                    try await session.query(SQL(text: sql.stored, parameters: keys + ["{}"] + name))
                    if shape.stream.isPrimary {
                        for text in [sql.insert, sql.insertTelling] {
                            try await session.query(SQL(text: text, parameters: keys + sql.arrays([])))
                        }
                    }
                    try await session.query(SQL(text: sql.lock, parameters: [keys[0], "{}"]))
                    try await session.query(SQL(text: sql.update, parameters: keys + sql.arrays([])))
                    try await session.query(SQL(text: sql.delete, parameters: [keys[0], "{}"]))
                    try await session.query(SQL(text: sql.countLive, parameters: keys))
                    guard shape.hasReadings else { continue }
                    let readings = ReadingSQL(shape)
                    try await session.query(SQL(text: readings.update, parameters: [keys[0]] + readings.arrays([])))
                    try await session.query(SQL(text: readings.missing, parameters: [keys[0], "{}"]))
                    try await session.query(SQL(text: readings.insert, parameters: [keys[0]] + readings.arrays([])))
                }
                for reference in entity.references {
                    let table = try #require(RowLoader.targets[reference.target])
                    for isReplaced in [true, false] {
                        let link = LinkSQL(
                            child: entity, reference: reference, parentTable: table, isParentReplaced: isReplaced)
                        try await session.query(SQL(text: link.link, parameters: keys))
                    }
                }
            }
        }
    }

    @Test(arguments: ["software", "patches"]) func aBulkEntitysStatementsAreTaken(name: String) async throws {
        let entity = try #require(Entities.named(name))
        let shape = try #require(BulkShape(Make.stream(name, entity)))
        let sql = BulkSQL(shape)
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant()
            let keys: [String?] = [tenant.postgresText, "0"]
            try await database.worker.transaction(tenant: tenant) { session in
                let page = BulkPage(BulkCells(Page(), shape), shape)
                for text in [sql.insert, sql.update] {
                    try await session.query(SQL(text: text, parameters: keys, binaries: sql.arrays([], of: page)))
                }
                try await session.query(SQL(text: sql.delete, parameters: keys, binaries: sql.deletedArrays([])))
                try await session.query(SQL(text: sql.storedOfKeys, parameters: keys, binaries: sql.keyArrays([])))
                let (devices, ofConnection) = (BinaryArray([]).bytes, keys + [connection.postgresText])
                try await session.query(SQL(text: sql.storedOfDevices, parameters: keys, binaries: [devices]))
                try await session.query(SQL(text: sql.hasRows, parameters: ofConnection))
                try await session.query(SQL(text: sql.counts, parameters: ofConnection, binaries: [devices]))
            }
        }
    }
}
