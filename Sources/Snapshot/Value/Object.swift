/// The members of a JSON object, each key once, ordered by the bytes of the key.
///
/// An array of pairs instead of a dictionary: Kubernetes objects are small, lookups are by a linear scan of short keys,
/// and building costs a third of a `[String: Value]` (measured in `Benchmarks`).
public struct Object: Sendable {
    /// One key and its value.
    public struct Member: Sendable {
        public let key: String
        public var value: Value

        package init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// The members in key order.
    public private(set) var members: [Member]

    /// An object without members.
    public init() { members = [] }

    /// Takes members in any order; `nil` when a key occurs twice, with that key in `duplicate`.
    package init?(unordered: [Member], duplicate: inout String?) {
        members = unordered
        var ordered = true
        for i in members.indices.dropFirst() where !ByteOrder.precedes(members[i - 1].key, members[i].key) {
            ordered = false
            break
        }
        guard !ordered else { return }
        members.sort { ByteOrder.precedes($0.key, $1.key) }
        for i in members.indices.dropFirst() where ByteOrder.same(members[i - 1].key, members[i].key) {
            duplicate = members[i].key
            return nil
        }
    }

    /// Trusts that each key stands once and in its place.
    package init(ordered members: [Member]) { self.members = members }

    /// The members of a dictionary.
    package init(_ dictionary: [String: Value]) {
        members = dictionary.map { Member(key: $0.key, value: $0.value) }
        members.sort { ByteOrder.precedes($0.key, $1.key) }
    }

    /// The value of a key; setting `nil` removes the member.
    public subscript(key: String) -> Value? {
        get {
            for member in members where ByteOrder.same(member.key, key) { return member.value }
            return nil
        }
        set {
            let place = members.firstIndex { !ByteOrder.precedes($0.key, key) } ?? members.count
            let present = place < members.count && ByteOrder.same(members[place].key, key)
            switch (present, newValue) {
            case (true, .some(let value)): members[place].value = value
            case (true, .none): members.remove(at: place)
            case (false, .some(let value)): members.insert(Member(key: key, value: value), at: place)
            case (false, .none): break
            }
        }
    }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The object whose values went through `transform`; a member for which it returns `nil` is left out.
    package func compactMapValues<E: Error>(
        _ transform: (_ key: String, _ value: Value) throws(E) -> Value?
    ) throws(E) -> Object {
        var result = Object()
        result.members.reserveCapacity(members.count)
        for member in members {
            if let value = try transform(member.key, member.value) {
                result.members.append(Member(key: member.key, value: value))
            }
        }
        return result
    }
}

extension Object: Hashable {
    /// Equality of all keys and values, by bytes.
    public static func == (a: Object, b: Object) -> Bool {
        guard a.members.count == b.members.count else { return false }
        for (x, y) in zip(a.members, b.members) where !(ByteOrder.same(x.key, y.key) && x.value == y.value) {
            return false
        }
        return true
    }

    /// Consistent with ``==(_:_:)``.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for member in members {
            hasher.combine(member.key)
            hasher.combine(member.value)
        }
    }
}
