/// The objects of a state by path, found by identity as well. All who look at a state share one table.
package struct EntryTable: Sendable, RandomAccessCollection {
    private let rows: [IndexEntry]
    /// The place of an entry among the rows, one higher, at the first free place from the hash of its identity on.
    private let places: [UInt32]
    /// Whether no two entries have the same identity.
    private let isUnique: Bool

    /// A table of entries; of several with one identity the first is found.
    package init(_ rows: [IndexEntry]) {
        self.rows = rows
        var size = 8
        while size < rows.count * 2 { size *= 2 }
        var places = [UInt32](repeating: 0, count: size)
        var isUnique = true
        for (row, entry) in rows.enumerated() {
            let identity = entry.identity
            var place = Self.place(of: identity, among: size)
            var isFound = false
            while places[place] != 0 {
                isFound = rows[Int(places[place]) - 1].identity == identity
                if isFound { break }
                place = (place + 1) & (size - 1)
            }
            if isFound { isUnique = false } else { places[place] = UInt32(row) + 1 }
        }
        self.places = places
        self.isUnique = isUnique
    }

    private init(_ rows: [IndexEntry], like other: EntryTable) {
        self.rows = rows
        places = other.places
        isUnique = other.isUnique
    }

    /// The same objects with other roles.
    func withRoles(_ role: (IndexEntry) -> ObjectRole) -> EntryTable {
        var changed = rows
        var isChanged = false
        for (place, row) in rows.enumerated() {
            let role = role(row)
            guard role != row.role else { continue }
            changed[place].role = role
            isChanged = true
        }
        return isChanged ? EntryTable(changed, like: self) : self
    }

    /// The entry of that object.
    package subscript(identity: Identity) -> IndexEntry? { row(of: identity).map { rows[$0] } }

    /// The entry of an object that probably stands at the cursor, which then moves behind it. Two states that are walked
    /// side by side seldom have to search.
    package func entry(of identity: Identity, near cursor: inout Int) -> IndexEntry? {
        if isUnique, cursor < rows.count, rows[cursor].identity == identity {
            cursor += 1
            return rows[cursor - 1]
        }
        guard let row = row(of: identity) else { return nil }
        cursor = row + 1
        return rows[row]
    }

    private func row(of identity: Identity) -> Int? {
        var place = Self.place(of: identity, among: places.count)
        while places[place] != 0 {
            let row = Int(places[place]) - 1
            if rows[row].identity == identity { return row }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    // The seed of the hash is another one in each process: nobody can name objects so that they collide.
    private static func place(of identity: Identity, among size: Int) -> Int {
        identity.hashValue & (size - 1)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { rows.count }
    package subscript(position: Int) -> IndexEntry { rows[position] }
}
