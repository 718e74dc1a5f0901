import Access
import HTTPTypes
import Hummingbird
import Logging

/// What holds for every request, at the edge: its id, its line in the log, the headers that keep browsers safe, and
/// errors told as problems.
struct EdgeMiddleware: RouterMiddleware {
    typealias Context = QueryContext

    /// The methods of an address that exists; nil where there is none.
    let methods: @Sendable (_ path: String) -> [String]?
    /// Every address, for naming the nearest.
    let paths: [String]

    func handle(
        _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > context.maxUploadSize {
                throw Problem.bodyTooLarge
            }
            response = try await next(request, context)
        } catch {
            response = .problem(problem(error, request, context))
            if request.method == .head { response = response.createHeadResponse() }
        }
        finish(&response, request, context)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "milliseconds": "\((ContinuousClock.now - start) / .milliseconds(1))",
            ])
        return response
    }

    private func problem(_ error: any Error, _ request: Request, _ context: QueryContext) -> Problem {
        if let error = error as? HTTPError, error.status == .notFound { return missing(request) }
        let problem = Problem(error)
        if problem.isOurs {
            // The whole error is for the log alone.
            context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        }
        return problem
    }

    private func missing(_ request: Request) -> Problem {
        let path = request.uri.path
        guard let methods = methods(path) else { return .noSuchPath(path, known: paths) }
        return .notAllowed(request.method.rawValue, allowed: methods)
    }

    private func finish(_ response: inout Response, _ request: Request, _ context: QueryContext) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.xFrameOptions] = "DENY"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.requestID] = context.requestID
        for field in context.answerHeaders.value { response.headers[field.name] = field.value }
        if !response.headers.contains(.contentSecurityPolicy) {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        // What a tenant sees is kept by nobody between, and by the caller only to ask whether it is still the same.
        if !response.headers.contains(.cacheControl) {
            response.headers[.cacheControl] = response.headers.contains(.eTag) ? "private, no-cache" : "no-store"
        }
        response = ContentCoding.apply(to: response, request)
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let xFrameOptions = HTTPField.Name("X-Frame-Options")!
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let requestID = HTTPField.Name("X-Request-Id")!
}
