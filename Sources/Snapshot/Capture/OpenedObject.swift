/// An object that was opened: still on its tape where it comes from bytes, a tree where something was done to it.
///
/// Who needs all of it asks for the tree. A comparison looks at two tapes first: what is alike on both becomes no tree.
package enum OpenedObject: Sendable {
    case tape(JSONTape)
    case tree(Value)

    /// The object as a tree. Cost: an allocation for nearly every field of a tape.
    package var value: Value {
        switch self {
        case .tape(let tape): tape.value()
        case .tree(let value): value
        }
    }

    /// The tape, where it is on one.
    package var tape: JSONTape? {
        if case .tape(let tape) = self { tape } else { nil }
    }
}

/// Opens objects of one state one by one, in any order and many at once.
package struct ObjectLookup: Sendable {
    private let open: @Sendable (Identity) async throws -> OpenedObject?
    private let ignored: [Identity: IgnoredFields]

    /// A lookup; `open` says `nil` for what the state does not hold.
    package init(
        ignored: [Identity: IgnoredFields] = [:],
        _ open: @escaping @Sendable (Identity) async throws -> OpenedObject?
    ) {
        self.ignored = ignored
        self.open = open
    }

    /// What the normalized digest of an object leaves out, where that was asked for and can be told.
    package func ignored(_ identity: Identity) -> IgnoredFields? { ignored[identity] }

    /// This lookup, whose objects are opened in another way.
    package func opening(
        _ open: @escaping @Sendable (Identity) async throws -> OpenedObject?
    ) -> ObjectLookup {
        ObjectLookup(ignored: ignored, open)
    }

    /// The object; `nil` when the state does not hold it.
    package func opened(_ identity: Identity) async throws -> OpenedObject? { try await open(identity) }

    /// The object as a tree; `nil` when the state does not hold it.
    package func callAsFunction(_ identity: Identity) async throws -> Value? { try await open(identity)?.value }

    /// This lookup with something done to each object.
    package func map(_ change: @escaping @Sendable (Value, Identity) -> Value) -> ObjectLookup {
        ObjectLookup { identity in try await open(identity).map { .tree(change($0.value, identity)) } }
    }
}
