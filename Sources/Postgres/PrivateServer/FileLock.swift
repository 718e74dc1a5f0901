import Foundation

/// An advisory lock on a file, which the kernel gives up when its process ends, however that ends.
struct FileLock: Sendable {
    enum Kind: Sendable {
        case shared, exclusive
    }

    private let descriptor: Int32

    /// Opens the file, making it where it is not there. Child processes do not inherit it: a lock would outlive us.
    init(_ path: String) throws(PostgresError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw PostgresError(
                .cannotConnect,
                "the private database's lock \(path) cannot be opened: \(String(cString: strerror(errno)))",
                hint: "run as the user who made the folder, or choose another data.directory")
        }
    }

    /// Waits for the lock. Blocks.
    func lock(_ kind: Kind) throws(PostgresError) {
        while flock(descriptor, kind == .shared ? LOCK_SH : LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw PostgresError(.cannotConnect, "a file lock failed: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Whether nobody else had a share, and it is all ours now.
    func tryExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Gives it up.
    func close() { _ = Glibc.close(descriptor) }
}
