import Foundation
import HTTPTypes
import Inventory

/// Autotask's parts: see ``AutotaskFace``.
enum Autotask {}

extension Autotask {
    /// Who may call and where: the zone, the three headers, the lock after wrong ones, the hour's calls.
    struct Door: Sendable {
        static let callsAnHour = 10_000
        /// So many wrong log-ins in a row lock the user.
        static let triesBeforeLock = 5
        static let threadsAnEntity = 3

        let userName: String
        let secret: String
        let integrationCode: String
        var isRevoked = false
        private var zone = 3
        private var failures = 0
        /// The hour's calls by the minute that they fell in.
        private var minutes: [Int64: Int] = [:]
        private var running: [String: Int] = [:]

        init(identity: VendorIdentity) {
            userName = "api-\(identity.tenant)@msp.example"
            secret = Identifiers.secret(identity.seed, "autotask-secret-\(identity.tenant)")
            integrationCode = Identifiers.secret(identity.seed, "autotask-code-\(identity.tenant)")
        }

        var credentials: [String: String] {
            ["username": userName, "secret": secret, "integration_code": integrationCode]
        }

        var isLocked: Bool { failures >= Self.triesBeforeLock }

        mutating func move() { zone += 1 }

        mutating func restore() { (isRevoked, failures) = (false, 0) }

        /// The first part of the path in the zone of now.
        private var folder: String { zone == 3 ? "ATServicesRest" : "ATServicesRest\(zone)" }

        /// What anybody may ask, with a user's name.
        func zoneInformation(_ call: VendorCall) -> VendorAnswer {
            guard call.parameter("user")?.lowercased() == userName else {
                return .errors(["Zone information could not be determined"])
            }
            return .json { json in
                json.object {
                    $0.member("zoneName", "Zone \(zone)")
                    $0.member("url", "\(call.baseURL)/\(folder)/")
                    $0.member("webUrl", "https://ww\(zone).autotask.example/")
                    $0.member("ci", 30595)
                }
            }
        }

        /// Why a call is not let through. In another zone, and with a locked user, it is told as wrong credentials are.
        mutating func refusal(of call: VendorCall) -> VendorAnswer? {
            guard !isLocked, call.segments[0] == folder else { return .unauthorised }
            let isRight =
                call.headers[Header.userName] == userName && call.headers[Header.secret] == secret
                && call.headers[Header.integrationCode] == integrationCode
            guard isRight, !isRevoked else {
                failures += 1
                return .unauthorised
            }
            failures = 0
            return count(call) > Self.callsAnHour ? .overThreshold : nil
        }

        private mutating func count(_ call: VendorCall) -> Int {
            let minute = call.now.microseconds / 60_000_000
            minutes[minute, default: 0] += 1
            if minutes.count > 120 { minutes = minutes.filter { $0.key > minute - 60 } }
            return used(at: minute)
        }

        private func used(at minute: Int64) -> Int {
            minutes.filter { $0.key > minute - 60 }.values.reduce(0, +)
        }

        func thresholdInformation(_ call: VendorCall) -> VendorAnswer {
            .json { json in
                json.object {
                    $0.member("externalRequestThreshold", Self.callsAnHour)
                    $0.member("requestThresholdTimeframe", 60)
                    $0.member("currentTimeframeRequestCount", used(at: call.now.microseconds / 60_000_000))
                }
            }
        }

        /// Whether one more call of an entity may run beside the others.
        mutating func begin(_ entity: String) -> Bool {
            guard running[entity, default: 0] < Self.threadsAnEntity else { return false }
            running[entity, default: 0] += 1
            return true
        }

        mutating func end(_ entity: String) { running[entity, default: 1] -= 1 }
    }

    /// The vendor's own headers.
    enum Header {
        static let userName = name("UserName")
        static let secret = name("Secret")
        static let integrationCode = name("ApiIntegrationCode")

        private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .trailer }
    }
}

extension VendorAnswer {
    static let unauthorised = VendorAnswer(status: 401)
    static let notHere = errors(["No HTTP resource was found that matches the request."], status: 404)
    static let overThreshold = errors(["The request threshold of this database has been exceeded."], status: 429)
    static let tooManyThreads = errors(["Itgenatr005: The thread threshold of 3 for this endpoint was exceeded."])

    /// `{"errors":["…"]}`, with 500 even for what the caller has done wrong.
    static func errors(_ texts: [String], status: Int = 500) -> VendorAnswer {
        .json(status: status) { json in
            json.object { json in
                json.member("errors", array: { json in for text in texts { json.value(text) } })
            }
        }
    }
}
