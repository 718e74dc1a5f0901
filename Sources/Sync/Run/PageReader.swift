import Connectors
import Inventory

/// Asks the connector for a stream's pages, again where an error says that it may help.
struct PageReader: Sendable {
    let connector: any Connector
    let stream: String
    let request: ReadRequest
    let retryDelay: Duration
    let now: @Sendable () -> Timestamp

    /// A page, and our clock when it came.
    struct Answer: Sendable {
        var page: Page
        var at: Timestamp
        var records: Int { page.records.count + page.rejected.count }
    }

    func page(at position: ReadPosition?) async throws -> Answer {
        var tries = 0
        while true {
            do {
                let page = try await connector.page(of: stream, request, at: position)
                return Answer(page: page, at: now())
            } catch {
                tries += 1
                guard case .samePage(let most) = ErrorPolicy.verdict(error).retry, tries < most else { throw error }
                try await Task.sleep(for: retryDelay * (1 << (tries - 1)))
            }
        }
    }
}
