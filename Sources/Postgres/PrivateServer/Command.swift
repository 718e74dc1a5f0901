import CLibPQ
import Foundation

/// A child process, run to its end. Blocks: for threads of their own.
///
/// Foundation's `Process` will not do: it sees the end only when every descendant has closed a socket of its, and the
/// server lives on.
struct Command {
    private let program: String
    private let arguments: [String]

    init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// The exit status (128 and the signal's number where a signal ended it) and what it wrote, both streams together.
    func run() throws(PostgresError) -> (status: Int32, text: String) {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw cannotStart(errno) }
        defer { close(ends[0]) }
        let (process, failure) = spawn(writingTo: ends[1])
        close(ends[1])
        guard failure == 0 else { throw cannotStart(failure) }
        let text = Self.readAll(ends[0])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, text)
    }

    private func spawn(writingTo output: Int32) -> (process: pid_t, failure: Int32) {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, 1)
        posix_spawn_file_actions_adddup2(&files, output, 2)
        posix_spawn_file_actions_addclosefrom_np(&files, 3)
        // A folder that any user may enter.
        posix_spawn_file_actions_addchdir_np(&files, "/")
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The server must hear the signals that this program has blocked or ignores.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = Self.environment.map { strdup($0) } + [nil]
        defer { for text in words + settings { free(text) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, program, &files, &attributes, &words, &settings)
        return (process, failure)
    }

    /// Messages in English; nothing of libpq's that would lead elsewhere.
    private static var environment: [String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_") && !$0.key.hasPrefix("QUARTERMASTER_") }
            .merging(["LC_ALL": "C.UTF-8"]) { $1 }
            .map { "\($0.key)=\($0.value)" }
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                text += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                return String(decoding: text, as: UTF8.self)
            }
        }
    }

    private func cannotStart(_ code: Int32) -> PostgresError {
        PostgresError(.cannotConnect, "\(program) cannot be started: \(String(cString: strerror(code)))")
    }
}
