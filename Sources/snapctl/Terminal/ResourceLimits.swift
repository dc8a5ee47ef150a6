import FoundationEssentials
import Glibc

/// What the shell allows this process to have. Libraries below trap when they get too little of it; so it is looked at
/// before they begin.
enum ResourceLimits {
    /// Descriptors beside those of the network's threads: connections, files, the output.
    private static let descriptors = 32
    /// Descriptors of one thread of the network.
    private static let descriptorsAThread = 3
    /// The address space that code, threads and a small cluster take, in bytes.
    private static let addressSpace = 768 << 20

    /// Takes what may be taken.
    ///
    /// - Throws: when that is too little to begin with.
    static func prepare() throws(CommandError) {
        try prepareMemory()
        try prepareDescriptors()
    }

    private static func prepareDescriptors() throws(CommandError) {
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        let needed = descriptors + descriptorsAThread * ProcessInfo.processInfo.activeProcessorCount
        var taken: [Int32] = []
        defer { taken.forEach { close($0) } }
        while taken.count < needed {
            // Whatever is open: standard output may be closed.
            let copy = unsafe open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard copy >= 0 else {
                throw CommandError(
                    "this process may open \(taken.count) more files, and needs \(needed)",
                    hint: "raise the limit of open files: ulimit -n 1024")
            }
            taken.append(copy)
        }
    }

    private static func prepareMemory() throws(CommandError) {
        var isLimited = false
        for resource in [RLIMIT_AS, RLIMIT_DATA] {
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0,
                limit.rlim_cur < rlim_t(1) << 62
            else { continue }
            isLimited = true
            guard limit.rlim_cur >= addressSpace else {
                throw CommandError(
                    "this process may use \(limit.rlim_cur >> 20) MiB of address space, and needs \(addressSpace >> 20)",
                    hint: "raise the limit: ulimit -v unlimited")
            }
        }
        guard isLimited else { return }
        // An allocation that fails later is a trap in Swift; under a limit that is what a trap means.
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT] {
            _ = signal(number) { _ in
                let words: StaticString = """
                    error: snapctl ran out of memory: the address space of this process is limited
                    hint: raise the limit: ulimit -v unlimited

                    """
                _ = unsafe write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                _exit(Int32(2))
            }
        }
    }
}
