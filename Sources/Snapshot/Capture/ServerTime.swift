extension Manifest {
    /// A time of the capture by the server's clock, which audit logs and managedFields keep to; `nil` for files, of which
    /// nobody knows when a server said it.
    package func serverTime(_ time: KeyPath<Times, String>) -> Instant? {
        guard source == .cluster, let here = Instant(rfc3339: times[keyPath: time]) else { return nil }
        return Instant(milliseconds: here.milliseconds - (times.skewMilliseconds ?? 0))
    }
}
