import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

/// The files of `Config/lifecycle` as they are loaded: which entry is taken for what RMMs tell.
@Suite(.timeLimit(.minutes(3))) struct LifecycleFilesTests {
    @Test(
        arguments: [
            ("Windows 11 Professional Edition", "26100", "Windows 11 24H2 Home or Pro", "2026-10-13"),
            ("Windows 11 Enterprise", "26100", "Windows 11 24H2 Enterprise or Education", "2027-10-12"),
            ("Windows 11 Enterprise LTSC", "26100", "Windows 11 Enterprise LTSC 2024", "2029-10-09"),
            ("Windows 10 Pro", "19045", "Windows 10", "2025-10-14"),
            ("Windows 10 Pro", nil, "Windows 10", "2025-10-14"),
            ("Windows 10 Pro", "17763", "Windows 10 1809 Home or Pro", "2020-11-10"),
            ("Windows 10 Enterprise LTSC", "17763", "Windows 10 Enterprise LTSC 2019", "2029-01-09"),
            ("Windows Server 2012 R2 Standard", "9600", "Windows Server 2012 R2", "2023-10-10"),
            ("Microsoft Windows Server 2016 Standard", "14393", "Windows Server 2016", "2027-01-12"),
            ("VMware ESXi 6.7.0", nil, "VMware ESXi 6.7", "2022-10-15"),
            ("Debian GNU/Linux 11.9", nil, "Debian 11", "2026-08-31"), ("Debian 10.12", nil, "Debian 10", "2024-06-30"),
            ("CentOS Linux 7.8", nil, "CentOS Linux 7", "2024-06-30"),
            ("CentOS Stream 8", nil, "CentOS Stream 8", "2024-05-31"),
            ("Red Hat Enterprise Linux 8.9", nil, "Red Hat Enterprise Linux 8", "2029-05-31"),
            ("Ubuntu 22.04.4 LTS", nil, "Ubuntu 22.04 LTS", "2027-06-01"), ("macOS Sonoma", nil, "macOS", nil),
            ("Some OS 5", nil, nil, nil),
        ] as [(String, String?, String?, String?)])
    func aSystemIsTakenForItsEntry(name: String, build: String?, product: String?, day: String?) async throws {
        let world = try await ReportWorld.shared()
        let rows = try await world.database.reader.query(
            """
            SELECT product, ends_on FROM report.lifecycle_standards
            WHERE kind = 'operating_system' AND lower(\(name)) LIKE ANY (names)
                AND NOT lower(\(name)) LIKE ANY (except_names)
                AND (cardinality(builds) = 0 OR \(build) = ANY (builds))
            ORDER BY place LIMIT 1
            """, tenant: world.tenant)
        #expect(rows.first?["product"] == product && rows.first?["ends_on"] == day)
    }

    @Test(
        arguments: [
            ("Microsoft SQL Server 2012 Native Client", []), ("Microsoft SQL Server 2014 (64-bit)", ["2024-07-09"]),
            ("Microsoft Visual C++ 2013 Redistributable (x64)", []), ("Python 3.10.4 (64-bit)", ["2026-10-31"]),
            ("Microsoft Office Professional Plus 2016", ["2025-10-14"]), ("Java 8 Update 401", ["2022-03-31"]),
        ] as [(String, [String])])
    func aTitleIsTakenForItsEntry(title: String, days: [String]) async throws {
        let world = try await ReportWorld.shared()
        let rows = try await world.database.reader.query(
            """
            SELECT ends_on FROM report.lifecycle_standards
            WHERE kind = 'software' AND lower(\(title)) LIKE ANY (names) AND NOT lower(\(title)) LIKE ANY (except_names)
            """, tenant: world.tenant)
        let found = rows.compactMap { $0["ends_on"] }
        #expect(found == days)
    }

    @Test func everyEntryHasItsSourceAndItsTerm() async throws {
        let world = try await ReportWorld.shared()
        let rows = try await world.database.reader.query(
            """
            SELECT product, names, except_names, (source ~ '^[a-z.]+/' OR source = 'Apple names no date')
                AND (ends_on IS NULL) = (ends_term IS NULL)
                AND (extended_ends_on IS NULL) = (extended_term IS NULL)
                AND (extended_ends_on IS NULL OR extended_ends_on > ends_on) AND names::text = lower(names::text) AS is_good
            FROM report.lifecycle_standards
            """, tenant: world.tenant)
        #expect(rows.count > 100)
        #expect(rows.filter { $0["is_good"] != "t" }.map { $0["product"] } == [])
    }
}
