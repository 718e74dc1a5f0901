/// Keeps an account's tokens beyond one connector, so that whoever calls next (another run, another process, the program
/// after a restart) finds them: for vendors that lock a key whose tokens are asked for too often.
public protocol TokenKeeper: Sendable {
    /// The token of the name, or whose turn it is to ask for one. Of those who are told to ask, only one is until it has
    /// said what came of it, or some seconds have passed.
    /// - Parameter refused: a token that the vendor does not take any more, which is not given again.
    func turn(_ name: String, refused: String?) async throws(ConnectorError) -> TokenTurn
    /// What came of asking: a token, good for so many seconds.
    func keep(_ name: String, _ token: String, seconds: Int) async throws(ConnectorError)
    /// What came of asking: none, and nobody asks for so many seconds; what is kept stays.
    func rest(_ name: String, seconds: Int) async throws(ConnectorError)
}

/// What a ``TokenKeeper`` has for who needs a token.
public enum TokenTurn: Sendable, Hashable {
    case kept(token: String, seconds: Int)
    case ask
    /// Somebody else is asking, or the vendor wants nobody to ask.
    case wait(seconds: Int)
}

/// How carefully a vendor's tokens are asked for.
public struct TokenManners: Sendable, Hashable {
    /// Renewed so many seconds before the end, but not before four fifths of a short life; 0 where a vendor minds being
    /// asked while a token is still good.
    public var renewsEarlyBy: Int
    /// After a refusal that says to wait, nobody asks before then.
    public var restsWhenThrottled: Bool

    public init(renewsEarlyBy: Int = 60, restsWhenThrottled: Bool = false) {
        self.renewsEarlyBy = renewsEarlyBy
        self.restsWhenThrottled = restsWhenThrottled
    }
}
