/// Whether two declarations of one object at different API versions contradict each other.
///
/// A conversion renames and moves fields, so only what both have at one path is held against each other.
struct DeclaredTwice {
    private let normalizer: Normalizer
    private let hasStatus: Bool

    init(_ normalizer: Normalizer, hasStatus: Bool) {
        self.normalizer = normalizer
        self.hasStatus = hasStatus
    }

    /// The first field that both have and that says something else in each; `nil` when they agree.
    ///
    /// What a server wrote down once and gave out at two versions agrees with itself, whatever the conversion made of it.
    func contradiction(_ a: Value, _ b: Value) -> FieldPath? {
        if let uid = a[["metadata", "uid"]], uid == b[["metadata", "uid"]],
            let version = a[["metadata", "resourceVersion"]], version == b[["metadata", "resourceVersion"]]
        {
            return nil
        }
        return Self.contradiction(
            normalizer.declared(a, hasStatus: hasStatus), normalizer.declared(b, hasStatus: hasStatus), FieldPath())
    }

    private static func contradiction(_ a: Value, _ b: Value, _ path: FieldPath) -> FieldPath? {
        switch (a, b) {
        case (.object(let left), .object(let right)):
            for member in left.members {
                guard let other = right[member.key] else { continue }
                if let found = contradiction(member.value, other, path.appending(.field(member.key))) { return found }
            }
            return nil
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return path }
            for (index, pair) in zip(left, right).enumerated() {
                if let found = contradiction(pair.0, pair.1, path.appending(.index(index))) { return found }
            }
            return nil
        case (.object, _), (_, .object), (.array, _), (_, .array), (.null, _), (_, .null): return nil
        default: return a == b ? nil : path
        }
    }
}
