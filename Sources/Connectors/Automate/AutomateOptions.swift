import Foundation

/// A connection's own settings.
struct AutomateOptions: Sendable, Hashable {
    let customFields: AllowedFields
    /// The zone of dates that come without one, where the connection says so.
    let zone: TimeZone?

    static let meanings = [
        "custom_fields": """
        Titles of extra data fields (of clients and computers) that may be stored, comma separated. Those that the server \
        encrypts or masks are never stored. With any of them each client and computer costs a call of its own whenever \
        its list is read.
        """
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        customFields = AllowedFields(settings)
        guard let name = Cleaned.text(settings["timezone"]) else {
            zone = nil
            return
        }
        guard let zone = TimeZone(identifier: name) else {
            throw .misconfigured("timezone '\(Shortened.text(name))' is no zone's name, as Europe/Berlin is one")
        }
        self.zone = zone
    }
}
