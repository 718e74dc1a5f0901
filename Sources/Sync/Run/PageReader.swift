import AsyncAlgorithms
import Connectors
import Inventory

/// Asks the connector for a stream's pages, again where an error says that it may help.
struct PageReader: Sendable {
    let connector: any Connector
    let stream: StreamDescription
    let request: ReadRequest
    let options: SyncOptions

    /// A page, and our clock when it came.
    struct Answer: Sendable {
        var page: Page
        var at: Timestamp
        var records: Int { page.count + page.rejected.count }

        /// With the rows mapped that were left for later.
        var mapped: Answer {
            var answer = self
            answer.page.mapRows()
            return answer
        }
    }

    /// The pages to the list's end, each on its way while the one before is being made ready.
    func pages(from start: ReadPosition?, into answers: AsyncThrowingChannel<Answer, any Error>) async {
        do {
            var position = start
            repeat {
                let answer = try await page(at: position)
                position = answer.page.next
                await answers.send(answer)
            } while position != nil
            answers.finish()
        } catch {
            answers.fail(error)
        }
    }

    private func page(at position: ReadPosition?) async throws -> Answer {
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
                let page = try await connector.page(of: stream.name, request, at: position)
                return Answer(page: page, at: options.now())
            } catch {
                tries += 1
                guard case .samePage(let most) = ErrorPolicy.verdict(error).retry, tries < most else { throw error }
                // A vendor that has just failed is given a moment, longer each time: nothing tells when it is well again.
                try await Task.sleep(for: options.retryDelay * (1 << (tries - 1)))
            }
        }
    }

    /// Whether an error that stays is about one parent alone: the vendor answers when it is asked for something else.
    private func isOneParents(_ error: ConnectorError) async -> Bool {
        guard case .perParent = stream.reading, error.maySpareOthers else { return false }
        do {
            try await connector.test()
            return true
        } catch {
            return false
        }
    }
}
