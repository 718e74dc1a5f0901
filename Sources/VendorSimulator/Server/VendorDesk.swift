import HTTPTypes
import HummingbirdCore
import Inventory
import NIOCore

/// Takes one vendor's calls: what was asked, what goes wrong, what is answered.
struct VendorDesk: Sendable {
    let tenant: SimulatedTenant
    let vendor: SimulatedVendor

    func respond(to request: Request) async throws -> Response {
        let parts = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        let started = vendor.begin(path: path, authorization: request.headers[.authorization])
        defer { vendor.end() }
        let body = try await request.body.collect(upTo: 16 << 20)
        let (fleet, now) = tenant.moment
        let call = VendorCall(
            number: started.number, method: request.method, path: path,
            segments: path.split(separator: "/").map { FormEncoding.decode($0, plusIsSpace: false) },
            query: parts.count > 1 ? FormEncoding.fields(parts[1]) : [], headers: request.headers,
            body: Array(buffer: body), baseURL: vendor.baseURL, fleet: fleet, now: now,
            disturbance: Disturbance(rules: started.rules, seed: fleet.seed))
        return try await answer(call, started.rules, isOverLimit: started.isOverLimit)
    }

    private func answer(_ call: VendorCall, _ rules: [FaultRule], isOverLimit: Bool) async throws -> Response {
        for rule in rules {
            switch rule.fault {
            case .tokenExpires: vendor.face.expireTokens()
            case .hangs: try await Task.sleep(for: .seconds(86_400))
            default: break
            }
        }
        let answer: VendorAnswer
        if let failure = Interference(rules: rules, now: call.now, isOverLimit: isOverLimit).failure(vendor.face) {
            answer = failure
        } else {
            answer = await vendor.face.answer(call)
        }
        if rules.contains(where: { $0.fault == .rowsMove }) {
            // A moment only: cursors and tokens outlive it.
            tenant.advance(.turnover, seconds: 1)
        }
        return Delivery(rules: rules, now: call.now).response(answer)
    }
}
