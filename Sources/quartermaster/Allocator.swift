import Foundation

/// How the C library hands out memory.
enum Allocator {
    /// Keeps what was freed together. By itself glibc gives threads arenas of their own, eight a core, of which each keeps the
    /// most that it ever held: a page that is parsed on one thread after the other is paid for many times.
    static func keepSmall() {
        #if canImport(Glibc)
            // M_ARENA_MAX, which is a macro (malloc.h).
            mallopt(-8, 2)
        #endif
    }
}
