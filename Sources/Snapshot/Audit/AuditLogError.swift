/// Why a file is no audit log.
package enum AuditLogError: Error, Hashable {
    /// It cannot be read at all.
    case disk(DiskError)
    /// Its compression is damaged from the beginning.
    case damaged(file: String, why: String)
    /// There is no audit event in it.
    case noEvents(file: String, records: Int, firstWhy: String?)

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .disk(let error): error.summary
        case .damaged(let file, let why): "`\(file)` cannot be read: \(why)"
        case .noEvents(let file, 0, _): "`\(file)` is empty: there is no audit event in it"
        case .noEvents(let file, let records, let why):
            "`\(file)` is no audit log: none of its \(records) records is an event" + (why.map { " (\($0))" } ?? "")
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .disk(let error): error.hint
        case .damaged: "fetch the file again"
        case .noEvents:
            "what is read: audit.k8s.io/v1 events as JSON lines or EventList, Azure diagnostics rows (log_s or "
                + "properties.log), exports of AKSAudit or AKSAuditAdmin as JSON or CSV; each also as .gz or .zst"
        }
    }
}
