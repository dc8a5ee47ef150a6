/// One step into an object, in the terms of structured-merge-diff's field sets.
///
/// Source: kubernetes-sigs/structured-merge-diff, `fieldpath.PathElement` (`f:`, `k:`, `v:`, `i:` in managedFields).
public enum PathElement: Sendable, Hashable {
    /// A member of an object (`f:`).
    case field(String)
    /// The element of a list map that has these key values (`k:`).
    case key(Object)
    /// The member of a set that has this value (`v:`).
    case value(Value)
    /// The element at a position (`i:`), where nothing better identifies it.
    case index(Int)
}

/// The place of a field in an object.
///
/// It is written in two ways that say the same. The readable form, `spec.template.spec.containers[name=web].image`, is for
/// people; ``init(parsing:)`` reads it. The form of managedFields, one step a text, joins with what the server recorded about
/// who owns the field.
public struct FieldPath: Sendable, Hashable {
    /// The steps from the object's root.
    public var elements: [PathElement]

    /// A path of these steps.
    public init(_ elements: [PathElement] = []) { self.elements = elements }

    /// A path of member names.
    public init(fields: String...) { elements = fields.map(PathElement.field) }

    /// This path with one step more.
    public func appending(_ element: PathElement) -> FieldPath { FieldPath(elements + [element]) }

    /// Whether this path is `other` or lies inside it.
    public func isInside(_ other: FieldPath) -> Bool {
        elements.count >= other.elements.count && elements.prefix(other.elements.count).elementsEqual(other.elements)
    }

    /// Member names and list positions are dropped from everything but names: the schema's view of the path, in which
    /// `*` stands for any element. Rules are written in this form.
    public var pattern: String {
        elements.map { element in
            if case .field(let name) = element { name } else { "*" }
        }.joined(separator: ".")
    }
}

extension FieldPath: CustomStringConvertible {
    /// `spec.ports[port=80,protocol=TCP].nodePort`; a name that is not plain is quoted: `data["a.b"]`.
    public var description: String {
        var text = ""
        for element in elements {
            switch element {
            case .field(let name) where Self.isPlain(name):
                text += text.isEmpty ? name : "." + name
            case .field(let name):
                text += "[" + CanonicalJSON.text(.string(name)) + "]"
            case .key(let keys):
                let pairs = keys.members.map { "\(Self.readable(key: $0.key))=\(Self.readable($0.value))" }
                text += "[" + pairs.joined(separator: ",") + "]"
            case .value(let value):
                text += "[=" + Self.readable(value) + "]"
            case .index(let position):
                text += "[\(position)]"
            }
        }
        return text
    }

    static func isPlain(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy(isPlain) }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private static func readable(key: String) -> String {
        isPlain(key) ? key : CanonicalJSON.text(.string(key))
    }

    /// Text stands bare unless it could be taken for a number or a word of JSON: `[port=80]` is not `[port="80"]`.
    private static func readable(_ value: Value) -> String {
        guard case .string(let text) = value, isPlain(text), (try? JSONReader.value(Array(text.utf8))) == nil else {
            return CanonicalJSON.text(value)
        }
        return text
    }
}
