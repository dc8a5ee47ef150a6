import Snapshot

/// Whether an audit log is that of the cluster whose state is judged: a log of another one proves nothing.
///
/// The objects that all writes are about, those of controllers too, are compared with those of the state: by uid where the
/// log tells it, else by name. Memory grows with the state, not with the log.
struct AuditRecognition: Sendable {
    /// How many objects of the state the log writes to.
    struct Result: Sendable {
        /// With the uid that they have in the state.
        let same: Int
        /// With another one.
        let other: Int
        /// Without telling one.
        let named: Int
        /// The files that know objects of the state by other uids alone, in their order.
        let strangeFiles: [String]
    }

    private let before: EntryTable
    private let after: EntryTable
    private var same: Set<Identity> = []
    private var other: Set<Identity> = []
    private var named: Set<Identity> = []
    private var files: [(name: String, isFamiliar: Bool, isStrange: Bool)] = []

    /// - Parameters:
    ///   - before: The earlier state, for uids that are gone by now.
    ///   - after: The state that is judged.
    init(before: EntryTable, after: EntryTable) {
        self.before = before
        self.after = after
    }

    /// What was seen.
    var result: Result {
        let strangers = other.subtracting(same)
        return Result(
            same: same.count, other: strangers.count, named: named.subtracting(same).subtracting(strangers).count,
            strangeFiles: files.filter { $0.isStrange && !$0.isFamiliar }.map { $0.name })
    }

    /// Says from which file the next writes are.
    mutating func begin(_ file: String) { files.append((file, false, false)) }

    /// Takes a write that was answered with success.
    mutating func take(_ event: AuditEvent, on identity: Identity) {
        guard let entry = after[identity] else { return }
        // Who makes an object may send a uid, and the server gives it another one.
        let uid = event.responseText("metadata", "uid") ?? (event.verb == "create" ? nil : event.targetUID)
        guard let uid, !uid.isEmpty, !entry.uid.isEmpty else {
            named.insert(identity)
            return
        }
        if ByteOrder.same(uid, entry.uid) {
            same.insert(identity)
            if !files.isEmpty { files[files.count - 1].isFamiliar = true }
        } else if !event.verb.hasPrefix("delete"), !(before[identity].map { ByteOrder.same(uid, $0.uid) } ?? false) {
            other.insert(identity)
            if !files.isEmpty { files[files.count - 1].isStrange = true }
        }
    }
}
