import Access
import ArgumentParser
import Connectors
import Foundation
import Matching
import Postgres
import QueryService
import Reports
import Sync

/// What a person is told about an error, and the exit code: decided here for all commands.
enum Failure {
    /// Prints the message to standard error (help asked for, to standard output) and returns the exit code.
    static func report(_ error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        if isParser(error) {
            let text = Quartermaster.fullMessage(for: error)
            let code = Quartermaster.exitCode(for: error)
            if code == .success { print(text) } else { Console.error(text) }
            return code == .success ? 0 : ExitCode.wrongCall.rawValue
        }
        Console.error("quartermaster: \(words(error))")
        return isCallersFault(error) ? ExitCode.wrongCall.rawValue : ExitCode.failed.rawValue
    }

    /// One or two sentences: what happened and what to do.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as AccessError: error.description
        case let error as PostgresError: error.description
        case let error as SettingsError: error.description
        case let error as ConnectorError: error.words
        case let error as SyncError: error.description
        case let error as ScheduleError: error.description
        case let error as MatchingError: error.description
        case let error as QueryServiceError: error.description
        case let error as ReportError: error.description
        case let error as CallError: error.message
        case is CancellationError: "stopped"
        default: String(describing: error)
        }
    }

    private static func isCallersFault(_ error: any Error) -> Bool {
        switch error {
        case is SettingsError, is CallError, is MatchingError, is ScheduleError: true
        case let error as SyncError:
            switch error {
            case .unknownConnection, .unknownStream, .connectionPaused, .runNotQueued, .idempotencyKeyReused,
                .unknownRun, .nothingHeld, .holdOver:
                true
            case .leaseHeld, .leaseLost: false
            }
        case let error as AccessError:
            switch error {
            case .masterKeyMissing, .masterKeyInvalid, .cannotOpenSecret, .badProfiles: false
            default: true
            }
        case let error as ReportError:
            if case .badFile = error { false } else { true }
        case let error as ConnectorError:
            switch error {
            case .misconfigured, .egressRefused: true
            default: false
            }
        default: false
        }
    }

    private static func isParser(_ error: any Error) -> Bool {
        if error is ValidationError || error is CleanExit { return true }
        let name = String(reflecting: type(of: error))
        return name.hasPrefix("ArgumentParser.")
    }
}

/// A call that cannot be carried out as it was made.
struct CallError: Error, Sendable {
    let message: String
    init(_ message: String) { self.message = message }
}
