import Access
import Hummingbird
import Inventory

/// What a tenant says to its reports.
extension Routes {
    static func ownWords(_ words: OwnWordAnswers) -> [Route] {
        [
            reading("/v1/report-overrides", OpenAPIOwnWords.overrides) { try await words.overrides($0) },
            writing("/v1/report-overrides/set", OpenAPIOwnWords.override) { try await words.override($0) },
            writing("/v1/report-overrides/clear", OpenAPIOwnWords.clear) { try await words.clear($0) },
            reading("/v1/report-findings", OpenAPIOwnWords.findings) { try await words.findings($0) },
            writing("/v1/report-findings/mark", OpenAPIOwnWords.mark) { try await words.mark($0) },
            reading("/v1/product-measures", OpenAPIOwnWords.measures) { try await words.measures($0) },
            writing("/v1/product-measures/confirm", OpenAPIOwnWords.confirm) { try await words.confirm($0) },
            reading("/v1/product-measures/export", OpenAPIOwnWords.export) { try await words.exportMeasures($0) },
            writing("/v1/product-measures/import", OpenAPIOwnWords.load) { try await words.importMeasures($0) },
        ]
    }

    private static func reading(
        _ path: String, _ operation: OpenAPIOperation, _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route {
        Route(path: path, admission: .group(.reports), document: .operation(operation), answer: answer)
    }

    private static func writing(
        _ path: String, _ operation: OpenAPIOperation, _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route {
        Route(
            path: path, method: .post, admission: .writing(.reports), document: .operation(operation), answer: answer)
    }
}
