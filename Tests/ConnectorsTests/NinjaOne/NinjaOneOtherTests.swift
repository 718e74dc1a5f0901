import Connectors
import HTTPTransport
import Inventory
import Testing

@Suite struct NinjaOneOtherTests {
    @Test func readsTheSheetsAlert() async throws {
        let vendor = try NinjaVendor([
            "/v2/alerts": [
                .json(
                    #"""
                    [{"uid":"2c9d","deviceId":1300,"message":"Disk free space below 10% on C:",
                    "createTime":1751869000.1,
                    "updateTime":1751869000.1,"sourceType":"CONDITION_AGENT_DISK_FREE_SPACE","sourceName":"Disk low",
                    "subject":"Condition","severity":"MAJOR","priority":"HIGH","psaTicketId":{"id":88}},
                    {"uid":"old","severity":"NEW_WORD"},{"message":"no uid"}]
                    """#)
            ]
        ])
        let pages = try await vendor.read("alerts")
        let alerts = pages.flatMap(\.records)
        let entity = Alert.entity.description
        #expect(pages.count == 1 && pages.first?.provesWhole == true)
        #expect(alerts.map(\.externalID) == ["2c9d", "old"])
        #expect(pages.first?.rejected.count == 1)
        #expect(try alerts[0].cell("severity", of: entity) == .text("major"))
        #expect(try alerts[0].cell("category", of: entity) == .text("CONDITION_AGENT_DISK_FREE_SPACE"))
        #expect(try alerts[0].cell("status", of: entity) == .text("open"))
        #expect(try alerts[0].cell("ticket_external_id", of: entity) == .text("88"))
        #expect(try alerts[1].cell("severity", of: entity) == .null)
        #expect(try alerts[1].cell("severity_label", of: entity) == .text("NEW_WORD"))
    }

    @Test func noAlertsAtAllIsAnAnswer() async throws {
        let pages = try await NinjaVendor(["/v2/alerts": [.json("[]")]]).read("alerts")
        #expect(pages.first?.provesWhole == true)
    }

    @Test func foldsJobsToOneBackupADeviceAndPlanWhateverTheirOrder() async throws {
        let job = { (plan: String, start: Int, status: String) in
            #"""
            {"deviceId":1300,"organizationId":7,"planGuid":"\#(plan)","planName":"Image \#(plan)",
            "jobStartTime":\#(start).0,"jobEndTime":\#(start + 60).0,"jobStatus":"\#(status)",
            "totalActualStorageBytes":734003200}
            """#
        }
        let vendor = try NinjaVendor([
            "/v2/backup/jobs": TransportResponse.wholeReport([
                job("a", 1_751_900_000, "FAILED"), job("a", 1_751_700_000, "COMPLETED"),
                job("a", 1_751_800_000, "COMPLETED"), job("b", 1_751_800_000, "CANCELED"),
                #"{"planGuid":"x"}"#,
            ])
        ])
        let pages = try await vendor.read("backups")
        let found = pages.flatMap(\.records)
        let entity = Backup.entity.description
        #expect(found.map(\.externalID) == ["1300:a", "1300:b"])
        #expect(try found[0].cell("status", of: entity) == .text("failed"))
        #expect(try found[0].cell("last_run_at", of: entity) == .timestamp(Timestamp(seconds: 1_751_900_000)))
        #expect(try found[0].cell("last_success_at", of: entity) == .timestamp(Timestamp(seconds: 1_751_800_060)))
        #expect(try found[0].cell("job_name", of: entity) == .text("Image a"))
        #expect(try found[1].cell("status", of: entity) == .text("unknown"))
        #expect(try found[1].cell("last_success_at", of: entity) == .null)
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no deviceId"])
    }

    @Test func boundsHistoriesByTheConnectionsSettings() async throws {
        let vendor = try NinjaVendor(
            ["/v2/backup/jobs": TransportResponse.wholeReport([])], settings: ["backup_history_days": "10"])
        _ = try await vendor.read("backups")
        #expect(
            vendor.transport.asked.first
                == "/v2/backup/jobs?stf=startTime%20after%202025-06-27T14%3A53%3A20.000Z&pageSize=5000")
    }

    @Test func readsTheSheetsSoftware() async throws {
        let vendor = try NinjaVendor([
            "/v2/queries/software": TransportResponse.wholeReport([
                #"""
                {"name":"7-Zip 23.01","version":"23.01","publisher":"Igor Pavlov",
                "installDate":"2025-02-11T00:00:00Z","size":5600000,"productCode":null,
                "deviceId":1201,"timestamp":1751870000.0}
                """#,
                #"{"name":"Tool","version":null,"installDate":"2025-02-11","size":0,"deviceId":1201}"#,
                #"{"name":"Bad date","installDate":"0001-01-01T00:00:00","deviceId":1201}"#,
                #"{"name":"","deviceId":1201}"#, #"{"name":"No device"}"#,
            ])
        ])
        let pages = try await vendor.read("software")
        let found = pages.flatMap(\.records)
        let entity = Software.entity.description
        let day = Value.date(try #require(CalendarDate(year: 2025, month: 2, day: 11)))
        #expect(found.map(\.externalID) == ["1201:7-Zip 23.01:23.01", "1201:Tool:", "1201:Bad date:"])
        #expect(try found[0].cell("installed_on", of: entity) == day)
        #expect(try found[0].cell("size_bytes", of: entity) == .integer(5_600_000))
        #expect(try found[1].cell("installed_on", of: entity) == day)
        #expect(try found[1].cell("size_bytes", of: entity) == .null)
        #expect(try found[2].cell("installed_on", of: entity) == .null)
        #expect(pages.flatMap(\.rejected).map(\.reason) == ["no deviceId"])
    }
}
