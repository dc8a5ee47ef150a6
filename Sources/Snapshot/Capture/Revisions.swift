/// The `resourceVersion`s of a capture. Where these are numbers, they count the writes to one store, so that a greater one is a
/// later one. Source: KEP-5504, comparable resource versions.
struct Revisions: Sendable {
    /// The one of the earliest list; `nil` while no list had a number. Lists run side by side, so the earliest one is known
    /// only when all have been read.
    private(set) var first: UInt64?
    private var objects: [UInt64] = []

    /// Takes those of one list's objects, and the list's own.
    mutating func add(_ objects: [UInt64], of list: String?) {
        self.objects += objects
        if let list = list.flatMap({ UInt64($0) }) { first = first.map { min($0, list) } ?? list }
    }

    /// How many objects were written after the earliest list was read; `nil` where that cannot be told.
    var later: Int? { first.map { first in objects.count { $0 > first } } }
}
