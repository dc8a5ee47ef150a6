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
    /// The steps from the object's root; never empty.
    package let steps: [Step]

    /// Reads a pattern.
    package init(parsing text: String) throws(PathPatternError) {
        var parser = PathPatternParser(text)
        self.text = text
        steps = try parser.parse()
    }

    /// Whether the field is one that the pattern names, or lies inside one.
    package func covers(_ path: FieldPath) -> Bool { reach(of: path).contains(steps.count) }

    /// Whether the pattern may name something inside the field, but not the field as a whole.
    package func reachesInto(_ path: FieldPath) -> Bool {
        !covers(path) && !reach(of: path).isEmpty
    }

    /// The numbers of steps that can be used up once all elements of the path are. Each element is looked at once for
    /// each step, so the cost is bounded by the product of the two.
    private func reach(of path: FieldPath) -> Set<Int> {
        // Nearly all patterns and places part at the first step.
        for (step, element) in zip(steps, path.elements) {
            if case .anyDepth = step { break }
            if !step.matches(element) { return [] }
        }
        var reached = closure([0])
        for element in path.elements {
            var next: Set<Int> = []
            for used in reached {
                guard used < steps.count else {
                    next.insert(used)
                    continue
                }
                if case .anyDepth = steps[used] {
                    next.insert(used)
                } else if steps[used].matches(element) {
                    next.insert(used + 1)
                }
            }
            reached = closure(next)
        }
        return reached
    }

    private func closure(_ reached: Set<Int>) -> Set<Int> {
        var result = reached
        for start in reached {
            var used = start
            while used < steps.count, case .anyDepth = steps[used] {
                used += 1
                result.insert(used)
            }
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
