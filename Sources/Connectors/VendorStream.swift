import Inventory

/// A stream of a vendor: what it is, and how a page of it, or one record, is read with what the vendor's streams share
/// (`Reader`: the client, the options, what is kept between the pages of one read).
struct VendorStream<Reader: Sendable>: Sendable {
    typealias ReadPage = @Sendable (Reader, ReadRequest, ReadPosition?) async throws(ConnectorError) -> Page
    typealias ReadOne = @Sendable (Reader, String) async throws(ConnectorError) -> SourceRecord?

    let description: StreamDescription
    let page: ReadPage
    /// One record by its id, where that can be had.
    let one: ReadOne?

    /// ``StreamDescription/canReadOne`` follows from whether `one` is there.
    init(description: StreamDescription, one: ReadOne? = nil, page: @escaping ReadPage) {
        var description = description
        description.canReadOne = one != nil
        self.description = description
        self.one = one
        self.page = page
    }
}

/// All streams of a vendor, by name: what a ``Connector`` answers with.
struct VendorStreams<Reader: Sendable>: Sendable {
    /// The vendor's name, for the words of an error.
    let vendor: String
    let all: [VendorStream<Reader>]

    /// - Parameter all: each behind those that it needs.
    init(_ vendor: String, _ all: [VendorStream<Reader>]) {
        self.vendor = vendor
        self.all = all
    }

    var descriptions: [StreamDescription] { all.map(\.description) }

    func page(
        of stream: String, _ reader: Reader, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        guard let known = self[stream] else { throw .engine("\(vendor) has no stream '\(stream)'") }
        return try await known.page(reader, request, position)
    }

    func record(of stream: String, _ reader: Reader, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        guard let one = self[stream]?.one else { throw .notAvailable("\(vendor) has no single '\(stream)'") }
        return try await one(reader, externalID)
    }

    private subscript(stream: String) -> VendorStream<Reader>? { all.first { $0.description.name == stream } }
}

/// How often a stream is read, in the units that the vendors' sheets speak in.
extension Duration {
    static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
    static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }
    static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}
