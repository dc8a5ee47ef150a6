import Diff
import Snapshot
import TestSupport

/// Audit trails of events made up for tests.
enum AuditTrails {
    static let spoolFolder = Spool.defaultFolder(environment: [:])

    /// The trail of some files, in the order in which they are named.
    static func trail(
        _ files: [[Value]], wanted: Set<Identity> = [], defined: Set<String> = [],
        before: EntryTable = EntryTable([]), after: EntryTable = EntryTable([]), writers: WriterTable = .builtIn,
        period: AuditPeriod? = nil, memory: Int = 32 << 20
    ) throws -> AuditTrail {
        var gathering = AuditGathering(
            types: BuiltinTypes.all, defined: defined, wanted: wanted, before: before, after: after, writers: writers,
            spoolFolder: spoolFolder, memory: memory)
        var reader = AuditReader()
        for (place, file) in files.enumerated() {
            gathering.begin("file \(place + 1)")
            try reader.read(ArchiveSource(bytes: AuditLines.lines(file)), name: "audit.log") { gathering.take($0) }
        }
        return try gathering.trail(facts: reader.facts, period: period)
    }

    /// What the log says against a clean verdict.
    static func findings(_ trail: AuditTrail) -> [Verdict.Finding] {
        ZeroKubectl(entries: EntryTable([]), inventory: FluxInventory(), trail: trail).verdict(shown: []).legs
            .first { $0.leg == .auditLog }?.findings ?? []
    }

    static func findings(_ events: [Value], defined: Set<String> = []) throws -> [Verdict.Finding] {
        findings(try trail([events], defined: defined))
    }
}
