package import Snapshot

/// Which states hold which version of each object, told by the digests of their declared states: a number for each object and
/// state, whatever the objects weigh. Only objects of several versions have to be opened, one state for each version.
package struct FleetIndex: Sendable {
    /// One object in all states.
    package struct Row: Sendable {
        /// Which object.
        package let identity: Identity
        /// Plural resource name.
        package let resource: String
        /// Whether a person decides that it is there, in one state at least.
        package fileprivate(set) var isDeclared: Bool
        /// The number of its version in each state that was added so far; `nil` when the state lacks it.
        fileprivate var cells: [UInt32]
        fileprivate var digests: [Digest] = []
        /// The first state that holds each version.
        package fileprivate(set) var holders: [Int] = []

        private static let absent = UInt32.max

        fileprivate init(_ entry: IndexEntry, isDeclared: Bool) {
            identity = entry.identity
            resource = entry.resource
            self.isDeclared = isDeclared
            cells = []
        }

        fileprivate mutating func take(_ digest: Digest, from member: Int) {
            let version: Int
            if let known = digests.firstIndex(of: digest) {
                version = known
            } else {
                version = digests.count
                digests.append(digest)
                holders.append(member)
            }
            while cells.count < member { cells.append(Self.absent) }
            if cells.count == member { cells.append(UInt32(version)) }
        }

        /// The number of the version that a state holds; `nil` when it lacks the object.
        package func version(in member: Int) -> Int? {
            guard member < cells.count, cells[member] != Self.absent else { return nil }
            return Int(cells[member])
        }

        /// How many versions there are.
        package var versionCount: Int { digests.count }
    }

    private var places: [Identity: Int] = [:]
    private var rows: [Row] = []
    /// How many states were added.
    package private(set) var memberCount = 0
    /// Objects that controllers made from the templates of their owners, in all states: not compared one by one.
    package private(set) var derivedCount = 0
    /// System objects, in all states.
    package private(set) var bookkeepingCount = 0

    package init() {}

    /// Takes in the next state.
    ///
    /// - Parameter digests: digests of declared states that are to be believed instead of those in the index.
    package mutating func add(_ entries: EntryTable, digests: [Identity: Digest]? = nil) {
        let member = memberCount
        memberCount += 1
        for entry in entries {
            if entry.role == .bookkeeping {
                bookkeepingCount += 1
                continue
            }
            if entry.role == .derived, entry.controller != nil {
                derivedCount += 1
                continue
            }
            let place: Int
            if let found = places[entry.identity] {
                place = found
                if entry.role == .declared { rows[place].isDeclared = true }
            } else {
                place = rows.count
                places[entry.identity] = place
                rows.append(Row(entry, isDeclared: entry.role == .declared))
            }
            rows[place].take(digests?[entry.identity] ?? entry.normalized, from: member)
        }
    }

    /// How many objects there are in all.
    package var objectCount: Int { rows.count }

    /// Objects of which there is more than one version, or that some states lack, in order.
    package var differing: [Row] {
        rows.filter { row in
            row.versionCount > 1 || row.isDeclared && (0..<memberCount).contains { row.version(in: $0) == nil }
        }.sorted { $0.identity < $1.identity }
    }

    /// What has to be opened in which state, so that every version of every object is: as few states as the first holders
    /// of the versions are.
    package func needed(of rows: [Row]) -> [Int: Set<Identity>] {
        var result: [Int: Set<Identity>] = [:]
        for row in rows where row.versionCount > 1 {
            for holder in row.holders { result[holder, default: []].insert(row.identity) }
        }
        return result
    }
}
