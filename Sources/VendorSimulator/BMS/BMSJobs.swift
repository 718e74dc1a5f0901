import Foundation
import HTTPTypes

/// What an RMM sends in, and the jobs that this becomes: queued at once, done when it is asked for the second time. A
/// job's id is a text where the job is made and a number where it is asked for, at the family's own path.
struct BMSJobs: Sendable {
    private struct Job: Sendable {
        let family: String
        /// What was sent: its transaction, and the alert or the asset that it is about.
        let items: [(transaction: String, reference: String)]
        var polls = 0
    }

    private var jobs: [Int: Job] = [:]
    private var next = 9_000_000_001

    mutating func answer(_ call: VendorCall) -> VendorAnswer {
        let path = Array(call.segments.dropFirst(2))
        guard path.count >= 2, let family = ["tickets", "assets"].first(where: { $0 == path[1] }) else {
            return BMSAnswer.problem(404, "Not Found")
        }
        if call.method == .get, path.count == 4, path[2] == "status" { return status(path[3], family) }
        let isKnown = path.count == 2 || ["resolve", "duplicate", "deactivate"].contains(path[2])
        guard isKnown, call.method == .post || call.method == .put else { return BMSAnswer.problem(404, "Not Found") }
        return queue(call, family)
    }

    private mutating func queue(_ call: VendorCall, _ family: String) -> VendorAnswer {
        guard let items = try? JSONSerialization.jsonObject(with: Data(call.body)) as? [[String: Any]] else {
            return BMSAnswer.problem(400, "The body is not an array")
        }
        let reference = family == "tickets" ? "AlertRefId" : "AssetId"
        jobs[next] = Job(
            family: family,
            items: items.map { ("\($0["TransactionId"] ?? "")", "\($0[reference] ?? "")") })
        defer { next += 1 }
        return BMSAnswer.result { json in json.object { $0.member("jobId", String(next)) } }
    }

    /// A job that is asked for at the other family's path is not there.
    private mutating func status(_ text: String, _ family: String) -> VendorAnswer {
        guard let id = Int(text), var job = jobs[id], job.family == family else {
            return BMSAnswer.failure(404, "The job was not found")
        }
        job.polls += 1
        jobs[id] = job
        let isDone = job.polls > 1
        return BMSAnswer.result { json in
            json.object { json in
                json.member("jobId", id)
                json.member("jobStatus", isDone ? "Completed" : "InProgress")
                json.member("actionType", 1)
                json.member(
                    "details",
                    array: { json in
                        for (place, item) in job.items.enumerated() where isDone {
                            json.object { Self.write(item, place, family, to: &$0) }
                        }
                    })
            }
        }
    }

    /// The second item of a job fails, whatever it is.
    private static func write(
        _ item: (transaction: String, reference: String), _ place: Int, _ family: String, to json: inout JSONWriter
    ) {
        json.member("statusCode", place == 1 ? "Failed" : "Success")
        json.member("statusMessage", place == 1 ? "Organization is not mapped" : nil)
        json.member("transactionId", item.transaction)
        if family == "tickets" {
            json.member("alertRefId", item.reference)
            json.member("ticketNumber", place == 1 ? nil : "TCK-\(20_000 + place)")
            json.member("ticketId", place == 1 ? nil : 14_000_000 + place)
        } else {
            json.member("assetId", item.reference)
            json.member("psaAssetId", place == 1 ? nil : 41_000 + place)
        }
    }
}
