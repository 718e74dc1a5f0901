/// A setting by which a connection says who it is in another way than the vendor's usual one, with other credentials.
public struct CredentialChoice: Sendable, Hashable {
    /// The setting's name (`authentication`).
    public let setting: String
    /// Its value for the usual way, which holds when the setting is not there.
    public let usual: String
    /// Its other values, each with the credentials' fields that it needs in place of the usual ones.
    public let others: [String: [String]]

    public init(setting: String, usual: String, others: [String: [String]]) {
        self.setting = setting
        self.usual = usual
        self.others = others
    }

    /// All values that the setting may have.
    public var values: [String] { [usual] + others.keys.sorted() }

    /// The fields in place of the usual ones; nil where those are needed.
    func fields(with settings: [String: String]) -> [String]? { settings[setting].flatMap { others[$0] } }
}
