import Foundation
import Synchronization

/// An advisory lock on a file, which the kernel gives up when its process ends, however that ends.
final class FileLock: Sendable {
    enum Kind: Sendable {
        case shared, exclusive
    }

    /// nil once it was given up: the number may be another file's by then.
    private let descriptor: Mutex<Int32?>

    /// Opens the file, making it where it is not there. Child processes do not inherit it: a lock would outlive us.
    init(_ path: String) throws(PostgresError) {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        descriptor = Mutex(opened < 0 ? nil : opened)
        guard opened >= 0 else {
            throw PostgresError(
                .cannotConnect,
                "the private database's lock \(path) cannot be opened: \(String(cString: strerror(errno)))",
                hint: "run as the user who made the folder, or choose another data.directory")
        }
    }

    deinit { close() }

    /// Waits for the lock. Blocks.
    func lock(_ kind: Kind) throws(PostgresError) {
        guard let file = descriptor.withLock({ $0 }) else { return }
        while flock(file, kind == .shared ? LOCK_SH : LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw PostgresError(.cannotConnect, "a file lock failed: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Whether nobody else had a share, and it is all ours now.
    func tryExclusive() -> Bool {
        descriptor.withLock { $0.map { flock($0, LOCK_EX | LOCK_NB) == 0 } ?? false }
    }

    /// Gives it up.
    func close() {
        let file = descriptor.withLock { file in
            defer { file = nil }
            return file
        }
        if let file { _ = Glibc.close(file) }
    }
}
