import Inventory
import JSON

extension NCentralStreams {
    /// What the monitor of a new issue says: a call each, and only when it is new or has changed.
    static let alertDetails = Stream(
        description: StreamDescription(
            name: "alert_details", calls: ["/api/appliance-tasks/{id}"],
            entity: Alert.entity.description, owns: ["message"], isPrimary: false,
            after: ["alerts"], reading: .perParent(entity: "alerts"), deletion: .never,
            endOfList: "One answer has all that a monitor says (Service monitoring state).", period: .minutes(15),
            sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await issuesWalk.page(request, at: position) { (alert, _) async throws(ConnectorError) in
            let task = alert.split(separator: ":").last.map(String.init) ?? alert
            let answer = try await reader.found("/api/appliance-tasks/\(URLText.encoded(task))")
            guard let answer else { return Page(calls: 1) }
            let message = message(answer.json["data"].object == nil ? answer.json : answer.json["data"])
            // A monitor that is back to normal has nothing to say; what it said stays.
            var record = Alert()
            record.message = message
            return Page(
                records: message == nil ? [] : [SourceRecord(record, externalID: alert)],
                vendorDate: answer.cost.vendorDate, calls: answer.cost.calls, bytes: answer.cost.bytes)
        }
    }

    /// Its error, else its readings that are not as they should be.
    private static func message(_ task: JSONValue) -> String? {
        if let error = Placeholders.word(task["errorMessage"].text) { return error }
        let readings = (task["serviceDetails"].array ?? []).filter { detail in
            !["NORMAL", "NO_STATE", ""].contains(detail["state"].cleaned?.uppercased() ?? "")
        }
        let texts = readings.compactMap { detail -> String? in
            guard let value = detail["detailValue"].cleaned else { return nil }
            return (detail["detailName"].cleaned ?? detail["description"].cleaned).map { "\($0): \(value)" } ?? value
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}
