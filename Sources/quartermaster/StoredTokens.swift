import Access
import Connectors

/// The connectors' side of the tokens that are kept in the database.
struct StoredTokens: TokenKeeper {
    let kept: KeptTokens

    func turn(_ name: String, refused: String?) async throws(ConnectorError) -> TokenTurn {
        switch try await stored({ try await kept.turn(name, refused: refused) }) {
        case .kept(let token, let seconds): .kept(token: token, seconds: seconds)
        case .ask: .ask
        case .wait(let seconds): .wait(seconds: seconds)
        }
    }

    func keep(_ name: String, _ token: String, seconds: Int) async throws(ConnectorError) {
        try await stored { try await kept.keep(name, token, seconds: seconds) }
    }

    func rest(_ name: String, seconds: Int) async throws(ConnectorError) {
        try await stored { try await kept.rest(name, seconds: seconds) }
    }

    private func stored<Result: Sendable>(
        _ body: () async throws -> Result
    ) async throws(ConnectorError) -> Result {
        do {
            return try await body()
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .engine(Failure.words(error))
        }
    }
}
