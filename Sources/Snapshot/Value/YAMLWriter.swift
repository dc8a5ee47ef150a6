/// Writes values as YAML that a person would write and that every reader reads alike.
///
/// Text of several lines stands in a block; text is quoted where a YAML 1.1 or 1.2 reader would take it for something else,
/// see ``ScalarSpelling``; lists are not indented, as kubectl writes them. `apiVersion`, `kind` and `metadata` come first at
/// the top, `name` and `namespace` first in any mapping that has them, everything else in byte order. Equal values give
/// equal bytes, and reading the bytes gives the value again.
package enum YAMLWriter {
    /// One document, ending in a newline, without `---`.
    package static func text(_ value: Value) -> String {
        var writer = Output()
        switch value {
        case .object(let object) where !object.isEmpty: writer.mapping(object, indent: 0, isTop: true)
        case .array(let elements) where !elements.isEmpty: writer.sequence(elements, indent: 0)
        default:
            writer.scalar(value, indent: 0)
            writer.text += "\n"
        }
        return writer.text
    }

    /// Several documents, with `---` between them.
    package static func stream(_ documents: [Value]) -> String {
        documents.map(text).joined(separator: "---\n")
    }

    /// Keys longer than this are written in the explicit form: readers take at most 1,024 characters for a key otherwise.
    private static let keyLimit = 800

    private struct Output {
        var text = ""

        mutating func mapping(_ object: Object, indent: Int, isTop: Bool = false) {
            for (i, member) in Self.ordered(object, isTop: isTop).enumerated() {
                if i > 0 { pad(indent) }
                let key = ScalarSpelling.inline(member.key)
                if key.utf8.count > YAMLWriter.keyLimit {
                    text += "? " + key + "\n"
                    pad(indent)
                    text += ":"
                } else {
                    text += key + ":"
                }
                value(member.value, indent: indent)
            }
        }

        mutating func sequence(_ elements: [Value], indent: Int) {
            for (i, element) in elements.enumerated() {
                if i > 0 { pad(indent) }
                text += "-"
                switch element {
                case .object(let object) where !object.isEmpty:
                    text += " "
                    mapping(object, indent: indent + 2)
                case .array(let nested) where !nested.isEmpty:
                    text += " "
                    sequence(nested, indent: indent + 2)
                default:
                    text += " "
                    scalar(element, indent: indent)
                    text += "\n"
                }
            }
        }

        /// What stands behind `key:`.
        private mutating func value(_ value: Value, indent: Int) {
            switch value {
            case .object(let object) where !object.isEmpty:
                text += "\n"
                pad(indent + 2)
                mapping(object, indent: indent + 2)
            case .array(let elements) where !elements.isEmpty:
                text += "\n"
                pad(indent)
                sequence(elements, indent: indent)
            default:
                text += " "
                scalar(value, indent: indent)
                text += "\n"
            }
        }

        mutating func scalar(_ value: Value, indent: Int) {
            switch value {
            case .null: text += "null"
            case .bool(let flag): text += flag ? "true" : "false"
            case .number(let number): text += ScalarSpelling.number(number)
            case .array: text += "[]"
            case .object: text += "{}"
            case .string(let string):
                guard let block = ScalarSpelling.block(string) else {
                    text += ScalarSpelling.inline(string)
                    return
                }
                text += block.header
                for line in block.lines {
                    text += "\n"
                    if !line.isEmpty {
                        pad(indent + 2)
                        text += line
                    }
                }
            }
        }

        private mutating func pad(_ count: Int) { text += String(repeating: " ", count: count) }

        private static func ordered(_ object: Object, isTop: Bool) -> [Object.Member] {
            let first = isTop ? ["apiVersion", "kind", "name", "namespace", "metadata"] : ["name", "namespace"]
            func rank(_ member: Object.Member) -> Int {
                first.firstIndex { ByteOrder.same($0, member.key) } ?? first.count
            }
            // Sorted by key already, and the rank is the only other criterion.
            return object.members.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
                .map(\.element)
        }
    }
}
