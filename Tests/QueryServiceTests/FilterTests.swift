import Access
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Filters of every type with every operator that the type takes.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FilterTests {
    /// Three devices: alpha has everything, beta other values, and gamma knows nothing.
    private static func seed(_ fixture: Fixture) async throws {
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, id, external_id, source_created_at, hostname,
                device_class, is_virtual, cpu_cores, memory_bytes, ip_addresses, mac_addresses, warranty_ends_on, tags)
            VALUES
                (\(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), '00000000-0000-0000-0000-00000000000a', '1',
                '2026-01-01T10:00:00.5Z', 'alpha', 'server', true, 8, 17179869184, '{10.0.0.1,2001:db8::1}',
                '{00:00:5e:00:53:01}', '2026-06-30', '{prod,"two, words","quo\\"te"}'),
                (\(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), '00000000-0000-0000-0000-00000000000b', '2',
                '2026-02-01T10:00:00Z', 'beta_50%', 'laptop', false, 4, 8589934592, '{10.0.0.2}', '{}', '2027-06-30',
                '{test}'),
                (\(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), '00000000-0000-0000-0000-00000000000c', '3',
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """)
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.device_readings (tenant_id, id, public_ip, online)
            VALUES (\(fixture.acme.id), '00000000-0000-0000-0000-00000000000a', '192.0.2.1', true)
            """)
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.product_facts (tenant_id, connection_id, id, external_id, unit_price)
            VALUES (\(fixture.acme.id), \(fixture.psa[fixture.acme.id]), '00000000-0000-0000-0000-00000000000a', 'p1', 12.50),
                (\(fixture.acme.id), \(fixture.psa[fixture.acme.id]), '00000000-0000-0000-0000-00000000000b', 'p2', 100)
            """)
    }

    private static let cases: [(String, String)] = [
        ("hostname=alpha", "a"), ("hostname[eq]=alpha", "a"), ("hostname[ne]=alpha", "bc"), ("hostname[lt]=b", "a"),
        ("hostname[gte]=b", "b"), ("hostname[lte]=alpha", "a"), ("hostname[gt]=alpha", "b"),
        ("hostname[in]=alpha,beta_50%25", "ab"), ("hostname[like]=ALP", "a"), ("hostname[like]=%25_50\\%25", "b"),
        ("hostname[like]=al%25", "a"), ("hostname[like]=lpha%25", ""), ("hostname[is_null]=true", "c"),
        ("hostname[is_null]=false", "ab"), ("hostname=", ""),
        ("device_class=server", "a"), ("device_class[in]=server,laptop", "ab"), ("device_class[ne]=server", "bc"),
        ("is_virtual=true", "a"), ("is_virtual[ne]=true", "bc"), ("is_virtual[is_null]=true", "c"),
        ("online=true", "a"),
        ("cpu_cores=8", "a"), ("cpu_cores[lt]=8", "b"), ("cpu_cores[in]=4,8", "ab"), ("cpu_cores[ne]=4", "ac"),
        ("memory_bytes[gt]=8589934592", "a"), ("memory_bytes[gte]=8589934592", "ab"), ("memory_bytes[lte]=1", ""),
        ("source_created_at=2026-01-01T10:00:00.5Z", "a"),
        ("source_created_at[gte]=2026-01-01T11:00:00.5%2B01:00", "ab"),
        ("source_created_at[gt]=2026-01-01T11:00:00.5+01:00", "b"), ("source_created_at[lt]=2026-02-01", "a"),
        ("source_created_at[in]=2026-02-01T10:00Z", "b"), ("source_created_at[ne]=2026-02-01T10:00:00Z", "ac"),
        ("warranty_ends_on=2026-06-30", "a"), ("warranty_ends_on[gt]=2026-06-30", "b"),
        ("warranty_ends_on[is_null]=true", "c"),
        ("id=00000000-0000-0000-0000-00000000000A", "a"), ("id[ne]=00000000-0000-0000-0000-00000000000a", "bc"),
        ("id[in]=00000000-0000-0000-0000-00000000000a,00000000-0000-0000-0000-00000000000c", "ac"),
        ("public_ip=192.0.2.1", "a"), ("public_ip[ne]=192.0.2.1", "bc"), ("public_ip[in]=192.0.2.1,::1", "a"),
        ("ip_addresses=2001:DB8::1", "a"), ("ip_addresses[in]=10.0.0.1,10.0.0.2", "ab"),
        ("ip_addresses[ne]=10.0.0.2", "ac"),
        ("mac_addresses=0000.5e00.5301", "a"), ("mac_addresses[in]=00-00-5E-00-53-01", "a"),
        ("mac_addresses[is_null]=true", "c"),
        ("tags=prod", "a"), ("tags=two, words", "a"), ("tags[ne]=prod", "bc"), ("tags[in]=prod,test", "ab"),
        ("vendor_fields[is_null]=true", "abc"), ("cpu_cores[gte]=4&cpu_cores[lt]=8", "b"),
    ]

    @Test func eachTypeTakesItsOperators() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            for (query, expected) in Self.cases {
                let reply = try await fixture.get("/v1/devices?\(query.replacing(" ", with: "%20"))", key)
                #expect(reply.status == 200, "\(query): \(reply.text)")
                #expect(reply.ids.compactMap(\.last).sorted() == Array(expected), "\(query)")
            }
            for (query, expected) in [
                ("unit_price[gte]=12.5", "ab"), ("unit_price=12.50", "a"), ("unit_price[in]=100.0", "b"),
            ] {
                #expect(
                    try await fixture.get("/v1/products?\(query)", key).ids.compactMap(\.last) == Array(expected),
                    "\(query)")
            }
        }
    }

    @Test func cellsOfEachTypeAreJSONOfTheirKind() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            let row = try await fixture.get("/v1/devices/00000000-0000-0000-0000-00000000000a", key).json["data"]
            #expect(row["source_created_at"] == .string("2026-01-01T10:00:00.5Z"))
            #expect(row["is_virtual"] == .boolean(true) && row["cpu_cores"] == .number(8))
            #expect(row["memory_bytes"] == .number(17_179_869_184) && row["warranty_ends_on"] == .string("2026-06-30"))
            #expect(row["ip_addresses"] == .array([.string("10.0.0.1"), .string("2001:db8::1")]))
            #expect(row["mac_addresses"] == .array([.string("00:00:5e:00:53:01")]))
            #expect(row["tags"] == .array([.string("prod"), .string("two, words"), .string("quo\"te")]))
            #expect(row["public_ip"] == .string("192.0.2.1") && row["os_name"] == .null)
            let price = try await fixture.get("/v1/products?fields=unit_price&external_id=p1", key)
            #expect(price.text.contains(#"{"unit_price":12.50}"#), "\(price.text)")
        }
    }

    private static let wrongValues: [(String, String)] = [
        ("cpu_cores=many", "a whole number"), ("cpu_cores=2147483648", "a whole number"),
        ("memory_bytes=1.5", "whole number"),
        ("is_virtual=yes", "true or false"), ("source_created_at=2026-02-30", "2026-01-31T08:30:00Z"),
        ("source_created_at=2026-01-01T25:00:00Z", "a time"), ("warranty_ends_on=soon", "a date"),
        ("id=17", "UUID"), ("public_ip=300.1.1.1", "IP address"), ("mac_addresses=zz", "hardware address"),
        ("device_class=sever", "server"), ("hostname[is_null]=maybe", "true or false"),
        ("hostname[like]=a\\", "backslash"),
        ("limit=0", "1 to 500"), ("limit=501", "1 to 500"), ("limit=x", "1 to 500"), ("count=all", "exact"),
        ("deleted=yes", "include"), ("cpu_cores[in]=1,,2", "a whole number"), ("hostname=%ff", "UTF-8"),
        ("hostname=%00", "NUL"), ("hostname=%4", "percent-encoded"),
    ]

    @Test func aWrongValueIsA400ThatSaysWhatIsExpected() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            for (query, expected) in Self.wrongValues {
                let reply = try await fixture.get("/v1/devices?\(query)", key)
                #expect(reply.status == 400, "\(reply.text)")
                #expect(reply.json["detail"].text?.contains(expected) == true, "\(reply.text)")
            }
        }
    }

    private static let wrongNames: [(String, String)] = [
        ("hostnme=a", "hostname"), ("lastSeenAt[gt]=2026-01-01", "last_seen_at"), ("sort=hostnam", "hostname"),
        ("sort=-lastSeen", "last_seen_at"), ("fields=id,os_nme", "os_name"), ("hostname[equals]=a", "eq"),
        ("cpu_cores[ltee]=1", "lte"), ("limt=5", "limit"), ("cursr=a", "cursor"), ("device_class=servr", "server"),
        ("deleted=exlude", "exclude"), ("companyid=1", "company_id"),
    ]

    @Test func anUnknownNameNamesTheNearest() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            for (query, nearest) in Self.wrongNames {
                let reply = try await fixture.get("/v1/devices?\(query)", key)
                #expect(reply.status == 400 && reply.json["nearest"].text == nearest, "\(reply.text)")
                #expect(reply.headers[.contentType] == "application/problem+json")
            }
        }
    }

    private static let malformedQueries: [String] = [
        "hostname[]=a", "hostname[eq=a", "[eq]=a", "=a", "sort=", "fields=", "sort=tags", "sort=hostname,hostname",
        "limit=1&limit=2", "sort[eq]=id", "tags[lt]=a", "vendor_fields=a", "after=1", "q=", "include=",
        "id[like]=a",
        "fields=company_id",
    ]

    @Test func aMalformedQueryIsA400() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            for query in Self.malformedQueries {
                let reply = try await fixture.get("/v1/devices?\(query)", key)
                #expect(reply.status == 400, "\(reply.text)")
            }
        }
    }
}
