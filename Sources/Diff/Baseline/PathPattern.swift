package import Snapshot

/// A place or many places in an object, as a rule writes it.
///
/// | written | stands for |
/// |---|---|
/// | `spec.replicas` | a member of a member |
/// | `data["a.b"]`, `metadata.annotations["x/*"]` | a member whose name holds other characters; globs in both forms |
/// | `containers[*]`, `containers.*` | any element or member |
/// | `containers[name=web]`, `ports[port=80,protocol=TCP]` | the element with these keys; globs allowed |
/// | `finalizers[=kubernetes]` | the member of a set |
/// | `args[0]` | the element at a position |
/// | `**.image` | any number of steps, also none |
///
/// Source for the kinds of step: structured-merge-diff's path elements, see ``PathElement``.
package struct PathPattern: Sendable, Hashable {
    /// One step of a pattern.
    package enum Step: Sendable, Hashable {
        /// A member whose name matches.
        case field(Glob)
        /// The element of a list map whose keys match; keys that the pattern does not name may hold anything.
        case key([String: Glob])
        /// The member of a set whose text matches.
        case value(Glob)
        /// The element at a position.
        case index(Int)
        /// One step of any kind.
        case any
        /// Any number of steps, also none.
        case anyDepth
    }

    /// What the author wrote.
    package let text: String
    /// The steps from the object's root; never empty, ``stepLimit`` at most.
    package let steps: [Step]
    private let hasDepths: Bool

    /// More steps than any field of Kubernetes is deep.
    static let stepLimit = 62

    /// Reads a pattern.
    package init(parsing text: String) throws(PathPatternError) {
        var parser = PathPatternParser(text)
        self.text = text
        let steps = try parser.parse()
        guard steps.count <= Self.stepLimit else {
            throw PathPatternError(words: "a path has at most \(Self.stepLimit) steps", column: 1)
        }
        self.steps = steps
        hasDepths = steps.contains(.anyDepth)
    }

    /// Whether the field is one that the pattern names, or lies inside one.
    package func covers(_ path: FieldPath) -> Bool { reach(of: path) & end != 0 }

    /// Whether the pattern may name something inside the field, but not the field as a whole.
    package func reachesInto(_ path: FieldPath) -> Bool {
        let reached = reach(of: path)
        return reached != 0 && reached & end == 0
    }

    /// The bit that says that all steps are used up.
    private var end: UInt64 { 1 << UInt64(steps.count) }

    /// How many steps can be used up once all elements of the path are, a bit for each number: ``stepLimit`` keeps them in
    /// one word. Each element is looked at once for each step, so the cost is bounded by the product of the two.
    private func reach(of path: FieldPath) -> UInt64 {
        var reached = passingDepths(1)
        for element in path.elements {
            var next = reached & end
            var open = reached & ~end
            while open != 0 {
                let used = open.trailingZeroBitCount
                open &= open - 1
                if case .anyDepth = steps[used] {
                    next |= 1 << UInt64(used)
                } else if steps[used].matches(element) {
                    next |= 1 << UInt64(used + 1)
                }
            }
            // Nearly all patterns and places part at the first step.
            guard next != 0 else { return 0 }
            reached = passingDepths(next)
        }
        return reached
    }

    /// The same, and what is reached where `**` stands for no step.
    private func passingDepths(_ reached: UInt64) -> UInt64 {
        guard hasDepths else { return reached }
        var result = reached
        for (used, step) in steps.enumerated() where result & 1 << UInt64(used) != 0 {
            if case .anyDepth = step { result |= 1 << UInt64(used + 1) }
        }
        return result
    }
}

extension PathPattern.Step {
    func matches(_ element: PathElement) -> Bool {
        switch (self, element) {
        case (.any, _): true
        case (.field(let glob), .field(let name)): glob.matches(name)
        case (.key(let globs), .key(let keys)):
            globs.allSatisfy { name, glob in keys[name].map { glob.matches(CanonicalJSON.plain($0)) } ?? false }
        case (.value(let glob), .value(let value)): glob.matches(CanonicalJSON.plain(value))
        case (.index(let position), .index(let other)): position == other
        default: false
        }
    }
}

extension PathPattern: ExpressibleByStringLiteral {
    /// A pattern in the source of a table, where a wrong one is a programming error.
    package init(stringLiteral value: String) {
        do {
            try self.init(parsing: value)
        } catch {
            preconditionFailure("the path `\(value)` is wrong: \(error.summary)")
        }
    }
}

/// Why a text is not a path pattern.
package struct PathPatternError: Error, Hashable {
    /// What is wrong, as a sentence without a capital.
    package let words: String
    /// Where, in bytes from one.
    package let column: Int

    /// One sentence.
    package var summary: String { "\(words), at character \(column)" }
}

extension PathPattern: FieldSelection {
    package func concerns(_ path: FieldPath) -> Bool { covers(path) || reachesInto(path) }

    package var onlyPath: FieldPath? {
        // As a report prints it, with numbers that are numbers; but `*` is a name there, and any step here.
        if !text.utf8.contains(UInt8(ascii: "*")), let path = FieldPath(parsing: text) { return path }
        var elements: [PathElement] = []
        for step in steps {
            switch step {
            case .field(let glob):
                guard let name = glob.literal else { return nil }
                elements.append(.field(name))
            case .index(let position): elements.append(.index(position))
            case .key(let keys):
                var object = Object()
                for (key, glob) in keys {
                    guard let text = glob.literal else { return nil }
                    object[key] = .string(text)
                }
                elements.append(.key(object))
            case .value(let glob):
                guard let text = glob.literal else { return nil }
                elements.append(.value(.string(text)))
            case .any, .anyDepth: return nil
            }
        }
        return FieldPath(elements)
    }
}
