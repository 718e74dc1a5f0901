import Foundation
import Inventory

/// The activity feed: newest first, by ids that grow with time. Alerts that were raised and cleared, devices that went.
enum NinjaOneActivities {
    struct Activity {
        let id: Int
        let time: Timestamp
        let device: Int?
        let type: String
        let code: String
        let series: String?
        let message: String
    }

    static func answer(_ request: NinjaOneRequest, device: Int?) -> VendorAnswer {
        let disturbance = request.call.disturbance
        let size = disturbance.has(.emptyLists) ? 0 : request.number("pageSize") ?? 200
        let older = request.call.parameter("olderThan").flatMap { Int($0) } ?? Int.max
        let newer = request.call.parameter("newerThan").flatMap { Int($0) } ?? 0
        let series = request.call.parameter("seriesUid")
        let everything = all(request.fleet).filter { device == nil || $0.device == device }
        let page = everything.filter { $0.id < older && $0.id > newer && (series == nil || $0.series == series) }
            .prefix(size)
        return .json { json in
            json.object { json in
                json.member("lastActivityId", everything.first?.id ?? 0)
                json.member(
                    "activities",
                    array: { json in for one in page { json.object { write(one, disturbance, to: &$0) } } })
            }
        }
    }

    /// Newest first.
    static func all(_ fleet: Fleet) -> [Activity] {
        let raised = fleet.alerts.map { alert in
            Activity(
                id: id(alert.raisedAt, fleet, alert.number, 0), time: alert.raisedAt, device: alert.device,
                type: "CONDITION",
                code: "TRIGGERED", series: alert.uid, message: alert.message)
        }
        let gone = fleet.deleted.compactMap { tombstone -> Activity? in
            switch tombstone.kind {
            case .alert:
                Activity(
                    id: id(tombstone.deletedAt, fleet, tombstone.number, 1), time: tombstone.deletedAt, device: nil,
                    type: "CONDITION", code: "RESET", series: Identifiers.uuid(fleet.seed, .alert, tombstone.number),
                    message: "Condition reset")
            case .device:
                Activity(
                    id: id(tombstone.deletedAt, fleet, tombstone.number, 2), time: tombstone.deletedAt,
                    device: tombstone.number, type: "SYSTEM", code: "NODE_DELETED", series: nil,
                    message: "Device deleted")
            default: nil
            }
        }
        return (raised + gone).sorted { $0.id > $1.id }
    }

    /// Seconds since long before the beginning, three digits of what it is about, and one of what happened.
    private static func id(_ time: Timestamp, _ fleet: Fleet, _ number: Int, _ event: Int) -> Int {
        let seconds = (time.microseconds - fleet.start.microseconds) / 1_000_000 + 1_000_000
        return (Int(seconds) * 1000 + number % 1000) * 10 + event
    }

    private static func write(_ activity: Activity, _ disturbance: Disturbance, to json: inout JSONWriter) {
        json.member("id", activity.id)
        json.member("activityTime", epoch: disturbance.stamp(activity.time))
        json.member("deviceId", present: activity.device.map(NinjaOneID.device))
        json.member("severity", "NONE")
        json.member("priority", "NONE")
        json.member("seriesUid", present: activity.series)
        json.member("activityType", activity.type)
        json.member("statusCode", activity.code)
        json.member("status", activity.code.capitalized)
        json.member("message", activity.message)
        json.member("data", object: { _ in })
    }
}
