import Glibc

/// What a command line prints that a person gave, such as one that asks a vault.
enum CommandOutput {
    /// Runs it in `sh` with nothing on stdin, and waits for its end.
    ///
    /// - Returns: its status as a shell says it, 127 when there is no shell to run it, and the first bytes that it printed.
    static func of(_ command: String, limit: Int) -> (status: Int32, bytes: [UInt8]) {
        // A thread of libdispatch blocks signals, and what it starts would block them too.
        var none = sigset_t()
        var own = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &own)
        let started = unsafe popen("exec </dev/null\n" + command, "re")
        unsafe pthread_sigmask(SIG_SETMASK, &own, nil)
        guard let pipe = unsafe started else { return (127, []) }
        var bytes: [UInt8] = []
        // To the end, whatever is kept: a command that is cut off ends with an error.
        while case let byte = unsafe getc(pipe), byte != EOF {
            if bytes.count < limit { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        }
        let status = unsafe pclose(pipe)
        let signal = status & 0x7F
        return (signal == 0 ? status >> 8 & 0xFF : 128 + signal, bytes)
    }
}
