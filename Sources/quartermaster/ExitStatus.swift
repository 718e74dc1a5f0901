import ArgumentParser

/// The exit codes that scripts rely on.
extension ExitCode {
    /// It failed.
    static let failed = ExitCode(1)
    /// The call was wrong.
    static let wrongCall = ExitCode(2)
    /// Partly done, deferred or held: the output says which part and why.
    static let partly = ExitCode(3)
}
