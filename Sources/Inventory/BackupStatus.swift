/// How a backup's last run ended.
public enum BackupStatus: String, Sendable, Hashable, CaseIterable {
    case success
    case warning
    case failed
    case running
    case neverRan = "never_ran"
    case unknown
}
