import Foundation
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Logging

/// Calls an instance: lists with totals, and single things.
struct VSAXClient: Sendable {
    /// The most that may be asked for; what more would do is not established.
    static let pageSize = 100

    private let caller: Caller
    private let logger: Logger

    init(_ context: ConnectorContext) {
        let (base, path) = VSAXHost.split(context.baseURL)
        var inner = context
        inner.baseURL = base
        let credentials = context.credentials
        caller = Caller(
            inner, path: path,
            authorisation: .headers { () async throws(ConnectorError) in Self.identity(try await credentials()) },
            reading: VSAXRefusals.reading)
        logger = context.logger
    }

    /// `Basic base64("{token id}:{token secret}")` on every call: there is nothing to renew.
    private static func identity(_ credentials: Credentials) -> HTTPFields {
        let pair = "\(credentials.secret("token_id")):\(credentials.secret("token_secret"))"
        return [.authorization: "Basic \(Data(pair.utf8).base64EncodedString())"]
    }

    func get(_ path: String, _ query: [(String, String)] = []) async throws(ConnectorError) -> VendorAnswer {
        var limits = TransferLimits()
        // A page of assets is silent until the server has all of it.
        limits.idle = .seconds(120)
        return try await caller.json(VendorCall(path, query: query, limits: limits))
    }

    /// A page of a list, in the order of its ids: without an order rows are lost between pages.
    func list(
        _ path: String, by id: String, at position: ReadPosition?, size: Int = pageSize
    ) async throws(ConnectorError) -> VSAXRows {
        let paging = AnchoredOffsetPaging()
        let query = [("$top", String(size)), ("$skip", String(paging.offset(position))), ("$orderby", id)]
        let answer = try await get(path, query)
        guard let rows = answer.json["Data"].array else {
            throw .malformedAnswer("no list of Data where \(path) promises one")
        }
        let event = AnchoredOffsetPaging.Event(
            total: answer.json["Meta"]["TotalCount"].integer, ids: rows.map { $0[id].cleaned })
        return VSAXRows(rows, try paging.step(position, event), answer.cost)
    }

    /// A thing by its id; nil where it is not there.
    func one(_ path: String, _ id: String, _ part: String = "") async throws(ConnectorError) -> VSAXRow? {
        do throws(ConnectorError) {
            let answer = try await get("\(path)/\(URLText.encoded(id))\(part)")
            guard answer.json["Data"].object != nil else { throw .malformedAnswer("no Data where \(path) has it") }
            return VSAXRow(json: answer.json["Data"], cost: answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// The limits as newer instances tell them, in a shape that nobody has written down: for whoever sets the budget.
    func logRateLimits() async throws(ConnectorError) {
        do throws(ConnectorError) {
            let limits = try await get("/ratelimits").json["Data"].serialised()
            logger.info("the vendor told its limits", metadata: ["limits": "\(Shortened.text(limits))"])
        } catch {
            if error == .cancelled { throw error }
        }
    }
}

/// One thing of an answer.
struct VSAXRow: Sendable {
    let json: JSONValue
    let cost: CallCost

    /// The record of it; one that cannot be used is no answer.
    func record(
        _ map: (JSONValue) throws(UnusableRecord) -> SourceRecord
    ) throws(ConnectorError) -> SourceRecord {
        do throws(UnusableRecord) {
            return try map(json)
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }
}
