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
        var records: Int { page.count + page.rejected.count }
    }

    func page(at position: ReadPosition?) async throws -> Answer {
        do {
            return try await page(at: position, request)
        } catch let error as ConnectorError {
            guard await isOneParents(error) else { throw error }
            var request = request
            request.skipsFailing = true
            return try await page(at: position, request)
        }
    }

    private func page(at position: ReadPosition?, _ request: ReadRequest) async throws -> Answer {
        var tries = 0
        while true {
            do {
                let page = try await connector.page(of: stream, request, at: position)
                return Answer(page: page, at: now())
            } catch {
                tries += 1
                guard case .samePage(let most) = ErrorPolicy.verdict(error).retry, tries < most else { throw error }
                // A vendor that has just failed is given a moment.
                try await Task.sleep(for: retryDelay * (1 << (tries - 1)))
            }
        }
    }

    /// Whether an error that stays is about one parent alone: the vendor answers when it is asked for something else.
    private func isOneParents(_ error: ConnectorError) async -> Bool {
        let streams = type(of: connector).streams
        guard case .perParent? = streams.first(where: { $0.name == stream })?.reading,
            error.maySpareOthers
        else { return false }
        do {
            try await connector.test()
            return true
        } catch {
            return false
        }
    }
}
