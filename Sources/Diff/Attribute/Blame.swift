package import Snapshot

/// Who wrote each field of one object, by what its managedFields say.
package struct Blame: Sendable {
    /// One field with one of its writers.
    package struct Line: Sendable {
        /// The field, as deep as the server keeps owners apart.
        package let path: FieldPath
        /// What stands there; `nil` when the object has no such field any more.
        package let value: Value?
        /// Who says to have written it.
        package let author: Author
    }

    /// A writer's fields.
    package struct Part: Sendable {
        /// The writer.
        package let author: Author
        /// What it owns, in the order of the object.
        package let lines: [Line]
    }

    /// The writers: people first, then who is not known, then programs; within these the latest first.
    package let parts: [Part]
    /// Fields that nobody owns, top level and labels and annotations; most of them are the server's own.
    package let unowned: [FieldPath]

    /// Reads the managedFields of a raw object.
    package init(of object: Value, writers: WriterTable = .builtIn) {
        let finder = AuthorFinder(writers: writers)
        var parts: [(entry: Part, rank: Int)] = []
        for entry in ManagerEntry.entries(of: object) {
            let author = finder.author(entry)
            var paths: [FieldPath] = []
            if let fields = entry.fields { Self.collect(fields, FieldPath(), &paths) }
            let lines = paths.map { Line(path: $0, value: object.value(at: $0), author: author) }
            parts.append((Part(author: author, lines: lines), Self.rank(author.writer)))
        }
        self.parts = parts.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if x.rank != y.rank { return x.rank < y.rank }
            let (s, t) = (x.entry.author.time ?? "", y.entry.author.time ?? "")
            return ByteOrder.same(s, t) ? a.offset < b.offset : ByteOrder.precedes(t, s)
        }.map(\.element.entry)
        let owned = self.parts.flatMap { $0.lines.map(\.path) }
        unowned = Self.leaves(of: object).filter { leaf in
            !owned.contains { leaf.isInside($0) || $0.isInside(leaf) }
        }
    }

    private static func rank(_ writer: WriterClass) -> Int {
        switch writer {
        case .humanCLI, .humanUI: 0
        case .unknown: 1
        case .automation: 2
        case .gitops: 3
        case .platform: 4
        }
    }

    /// The leaves of a `fieldsV1` tree. `.` stands for the thing itself and says nothing that its members do not.
    private static func collect(_ tree: Value, _ path: FieldPath, _ paths: inout [FieldPath]) {
        let members = (tree.object?.members ?? []).filter { $0.key != "." }
        guard !members.isEmpty else {
            if !path.elements.isEmpty { paths.append(path) }
            return
        }
        for member in members {
            guard let element = element(member.key) else { continue }
            collect(member.value, path.appending(element), &paths)
        }
    }

    private static func element(_ key: String) -> PathElement? {
        let text = String(Substring(key.utf8.dropFirst(2)))
        let value = { try? JSONReader.value(Array(text.utf8)) }
        switch key.utf8.first {
        case UInt8(ascii: "f"): return .field(text)
        case UInt8(ascii: "k"): return value()?.object.map(PathElement.key)
        case UInt8(ascii: "v"): return value().map(PathElement.value)
        case UInt8(ascii: "i"): return Int(text).map(PathElement.index)
        default: return nil
        }
    }

    /// The members of the object and of its spec, labels and annotations: what a person would ask about.
    private static func leaves(of object: Value) -> [FieldPath] {
        var result: [FieldPath] = []
        for member in object.object?.members ?? [] {
            let path = FieldPath([.field(member.key)])
            switch member.key {
            case "apiVersion", "kind", "status": continue
            case "metadata":
                for key in ["labels", "annotations"] {
                    for inner in member.value[key]?.object?.members ?? [] {
                        result.append(path.appending(.field(key)).appending(.field(inner.key)))
                    }
                }
            default:
                guard let members = member.value.object?.members, !members.isEmpty else {
                    result.append(path)
                    continue
                }
                result += members.map { path.appending(.field($0.key)) }
            }
        }
        return result
    }
}

extension Value {
    /// What stands at a path; list elements are found by their keys, members of sets by their value.
    package func value(at path: FieldPath) -> Value? {
        var value = self
        for element in path.elements {
            let next: Value? =
                switch element {
                case .field(let name): value[name]
                case .index(let place): value.array.flatMap { $0.indices.contains(place) ? $0[place] : nil }
                case .value(let member): value.array?.first { $0 == member }
                case .key(let keys):
                    value.array?.first { candidate in
                        keys.members.allSatisfy { key in candidate[key.key].map { $0 == key.value } ?? false }
                    }
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}
