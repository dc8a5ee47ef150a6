import Diff
import Snapshot

/// Reads audit logs from disk into what is known of hands.
struct AuditReading {
    let options: AuditLogOptions
    let session: Session

    /// What the logs tell.
    func trail(_ question: AuditQuestion) throws -> AuditTrail {
        let (before, after) = (question.before, question.after)
        let period = try options.period(before: before?.manifest, after: after.manifest)
        var gathering = AuditGathering(
            types: after.types + (before?.types ?? []), defined: after.definitions.union(before?.definitions ?? []),
            wanted: question.wanted, before: before?.entries ?? EntryTable([]), after: after.entries,
            writers: question.writers, spoolFolder: session.spoolFolder)
        var reader = AuditReader(since: period.since, until: period.until)
        for path in options.auditLog {
            session.progress.update("reading the audit log \(path == "-" ? "on standard input" : path)")
            gathering.begin(path == "-" ? "stdin" : path)
            do throws(AuditLogError) {
                try reader.read(path, spoolFolder: session.spoolFolder) { gathering.take($0) }
            } catch { throw CommandError(error.summary, hint: error.hint) }
        }
        session.progress.clear()
        for file in reader.facts.files where file.broken > 0 {
            session.console.note(
                "\(Words.count(file.broken, "record")) of \(file.name) cannot be read: "
                    + file.places.prefix(3).joined(separator: "; ") + (file.broken > 3 ? "; …" : ""))
        }
        do throws(DiskError) { return try gathering.trail(facts: reader.facts, period: period) } catch {
            throw CommandError(error.summary, hint: error.hint)
        }
    }
}
