import Foundation
import HTTPTypes
import Inventory

/// The log-in in two steps: the permanent token (a JWT) gives an access and a refresh token, which live in the server's
/// memory alone. A refresh token is taken once.
struct NCentralTokens: Sendable {
    let jwt: String
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var access: [String: Timestamp] = [:]
    private var refresh: [String: Timestamp] = [:]

    static let accessLifetime = 3600
    static let refreshLifetime = 90_000

    init(identity: VendorIdentity) {
        seed = identity.seed
        jwt = Identifiers.secret(identity.seed, "n-central-jwt-\(identity.tenant)")
    }

    mutating func expireAll() { (access, refresh) = ([:], [:]) }

    /// What lies below `/api/auth`.
    mutating func answer(_ call: VendorCall, action: String) -> VendorAnswer {
        switch (action, call.method) {
        case ("authenticate", .post): authenticate(call)
        case ("refresh", .post): renew(call)
        case ("validate", .get): refusal(of: call) ?? Self.message("The token is valid")
        case ("logout", .post): Self.message("Logged out")
        case ("authenticate", _), ("refresh", _), ("validate", _): NCentralError.methodNotAllowed
        default: NCentralError.noSuchPath
        }
    }

    private mutating func authenticate(_ call: VendorCall) -> VendorAnswer {
        guard let token = Self.bearer(call), token == jwt, !isRevoked else { return NCentralError.wrongJWT }
        return issue(call)
    }

    /// The refresh token is the body, as plain text.
    private mutating func renew(_ call: VendorCall) -> VendorAnswer {
        guard call.headers[.contentType]?.hasPrefix("text/plain") == true else {
            return NCentralError.answer("UNSUPPORTED_MEDIA_TYPE: text/plain is expected", 415)
        }
        let token = String(decoding: call.body, as: UTF8.self)
        guard !isRevoked, let end = refresh.removeValue(forKey: token), call.now < end else {
            return NCentralError.answer("UNAUTHORIZED: UnauthorizedException: The refresh token is not valid", 401)
        }
        return issue(call)
    }

    private mutating func issue(_ call: VendorCall) -> VendorAnswer {
        issued += 1
        let (first, second) = (name("access"), name("refresh"))
        let lives = (
            Self.seconds(call, "X-ACCESS-EXPIRY-OVERRIDE", most: Self.accessLifetime),
            Self.seconds(call, "X-REFRESH-EXPIRY-OVERRIDE", most: Self.refreshLifetime)
        )
        access[first] = call.now.plus(seconds: lives.0)
        refresh[second] = call.now.plus(seconds: lives.1)
        return .json { json in
            json.object { json in
                json.member(
                    "tokens",
                    object: { json in
                        json.member("access", object: { Self.write(first, "Bearer", lives.0, to: &$0) })
                        json.member("refresh", object: { Self.write(second, "Body", lives.1, to: &$0) })
                    })
                json.member("refresh", "/api/auth/refresh")
                json.member("validate", "/api/auth/validate")
            }
        }
    }

    private func name(_ kind: String) -> String {
        "sim.\(kind).\(Identifiers.uuid(seed, .credential, issued, kind.count)).\(issued)"
    }

    private static func write(_ token: String, _ type: String, _ seconds: Int, to json: inout JSONWriter) {
        json.member("token", token)
        json.member("type", type)
        json.member("expirySeconds", seconds)
    }

    /// `120s`, `30m`, `1h`: shorter alone.
    private static func seconds(_ call: VendorCall, _ header: String, most: Int) -> Int {
        guard let name = HTTPField.Name(header), let text = call.headers[name], let unit = text.last,
            let count = Int(text.dropLast()), let each = ["s": 1, "m": 60, "h": 3600][unit]
        else { return most }
        return min(most, max(1, count * each))
    }

    private static func message(_ text: String) -> VendorAnswer {
        .json { json in json.object { $0.member("message", text) } }
    }

    private static func bearer(_ call: VendorCall) -> String? {
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst(7))
    }

    /// Why a call is not let through.
    func refusal(of call: VendorCall) -> VendorAnswer? {
        guard !isRevoked, let token = Self.bearer(call), let end = access[token], call.now < end else {
            return NCentralError.unauthorised
        }
        return nil
    }
}
