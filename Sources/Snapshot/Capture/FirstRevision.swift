import Synchronization

/// The `resourceVersion` of the list that was read first. Where these are numbers, they count the writes to one store, so
/// that a greater one is a later one. Source: KEP-5504, comparable resource versions.
final class FirstRevision: Sendable {
    private let value = Mutex<UInt64?>(nil)

    /// The number; `nil` while no list had one.
    var number: UInt64? { value.withLock { $0 } }

    /// The number, which is this list's when no other one was read before.
    func first(besides resourceVersion: String?) -> UInt64? {
        value.withLock { first in
            if first == nil { first = resourceVersion.flatMap { UInt64($0) } }
            return first
        }
    }
}
