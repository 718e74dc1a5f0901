import HTTPTypes
import Inventory

/// Failures that take the place of the vendor's answer.
struct Interference {
    let rules: [FaultRule]
    let now: Timestamp
    let isOverLimit: Bool

    func failure(_ face: any VendorFace) -> VendorAnswer? {
        if isOverLimit { return face.answer(to: .throttled(status: 429)).withRetryAfter(.seconds(1), now) }
        for rule in rules {
            switch rule.fault {
            case .throttled(let status, let retryAfter):
                return face.answer(to: .throttled(status: status)).withRetryAfter(retryAfter, now)
            case .errorInBody: return face.answer(to: .inBody)
            case .serverError(let status): return face.answer(to: .server(status: status))
            case .forbidden: return face.answer(to: .forbidden)
            case .html: return .maintenance
            default: continue
            }
        }
        return nil
    }
}

extension VendorAnswer {
    /// A page for people, with status 200.
    static var maintenance: VendorAnswer {
        VendorAnswer(
            headers: [.contentType: "text/html; charset=utf-8"],
            body: Array("<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>".utf8))
    }

    fileprivate func withRetryAfter(_ retryAfter: Fault.RetryAfter, _ now: Timestamp) -> VendorAnswer {
        var answer = self
        switch retryAfter {
        case .absent: break
        case .seconds(let seconds): answer.headers[.retryAfter] = String(seconds)
        case .date(let seconds):
            let then = Timestamp(microseconds: now.microseconds + Int64(seconds) * 1_000_000)
            answer.headers[.retryAfter] = TimeText.http(then)
        }
        return answer
    }
}
