import Inventory
import JSON

/// The streams of ConnectWise Automate, a file each. Lists of the whole fleet where there is one; a call a computer for
/// its processors, its system, its firmware and its patches, of which there is none.
enum AutomateStreams {
    typealias Stream = VendorStream<AutomateReader>

    /// In the order in which they hang on each other.
    static let all = VendorStreams<AutomateReader>(
        "ConnectWise Automate",
        [
            organizations, sites, devices, networkDevices, hardware, deviceVolumes, deviceAntivirus, software,
            microsoftUpdates, thirdPartyPatches, patchStatus, alerts,
        ])

    /// The end as the sheet has it (Pagination).
    static let endOfList = "An empty page behind the greatest id seen; a short page is not taken for it (Pagination)."
    /// Of what hangs on one computer.
    static let endOfChildren = "An empty page, or the same page once more from an answer that knows none (Pagination)."
    /// Of what is one object.
    static let endOfObjects = "One object a computer is the whole answer (Pagination)."

    /// Computers and network devices are two counts of ids that overlap: these are told apart by what stands before them.
    static let networkPrefix = "network:"

    static func networkDevice(_ id: String) -> String { networkPrefix + id }

    /// A computer's id as calls take it; nil for a network device.
    static func computer(_ device: String) -> String? {
        device.hasPrefix(networkPrefix) ? nil : URLText.encoded(device)
    }

    /// Reads the children of the parents that are computers; the others have none. 404 says that the computer is gone, or
    /// that the server has no such thing of any.
    static func children(
        _ request: ReadRequest, at position: ReadPosition?,
        read: @escaping @Sendable (_ device: String, _ path: String, ReadPosition?) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        try await ParentWalker.fleet.page(request, at: position) { (device, within) async throws(ConnectorError) in
            guard let computer = computer(device) else { return Page() }
            do throws(ConnectorError) {
                return try await read(device, "/Computers/\(computer)", within)
            } catch {
                guard case .notFound(let words) = error else { throw error }
                throw .notAvailable("the server has no such thing of computer \(device), or of any (\(words))")
            }
        }
    }
}

extension JSONValue {
    /// An id that refers to something: 0 refers to nothing.
    var reference: String? { cleaned.flatMap { $0 == "0" ? nil : $0 } }
}
