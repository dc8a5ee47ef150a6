/// A JSON value as an API server sends it: nothing is lost on the way in that a comparison could need.
///
/// Numbers keep every digit (see ``Number``), members are ordered by the bytes of their keys, and equality is equality of
/// bytes, never Unicode equivalence. Source: RFC 8259; for the member order RFC 8785 §3.2.3, by UTF-8 instead of UTF-16.
public enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number of any size, exact.
    case number(Number)
    /// Text, as the bytes that came.
    case string(String)
    /// A list, in the order that came.
    case array([Value])
    /// Members by key, each key once.
    case object(Object)
}

extension Value {
    /// The member of that key, when this is an object that has it.
    public subscript(key: String) -> Value? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The value at the end of a chain of keys, when every step is an object that has it.
    public subscript(keys: [String]) -> Value? {
        var value = self
        for key in keys {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }

    /// The text, when this is a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The elements, when this is an array.
    public var array: [Value]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members, when this is an object.
    public var object: Object? { if case .object(let object) = self { object } else { nil } }

    /// The truth value, when this is one.
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    /// The number as an `Int`, when this is a whole number that fits.
    public var int: Int? { if case .number(let number) = self { number.int } else { nil } }

    /// The JSON name of this value's type: `null`, `boolean`, `number`, `string`, `array` or `object`.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension Value: Hashable {
    /// Equality of bytes and of exact numbers. `1.0` equals `1`; `é` does not equal `e` plus an accent.
    public static func == (a: Value, b: Value) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.number(let x), .number(let y)): x == y
        case (.string(let x), .string(let y)): ByteOrder.same(x, y)
        case (.array(let x), .array(let y)): x == y
        case (.object(let x), .object(let y)): x == y
        default: false
        }
    }

    /// Consistent with ``==(_:_:)``: equal values hash equally.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0 as UInt8)
        case .bool(let flag): hasher.combine(flag)
        case .number(let number): hasher.combine(number)
        case .string(let text): hasher.combine(text)
        case .array(let elements): hasher.combine(elements)
        case .object(let object): hasher.combine(object)
        }
    }
}

// Not `ExpressibleByNilLiteral`: in `isAbsent ? nil : value` Swift would take `nil` for a null that is there.
extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string value.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(Number(value)) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A list.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// An object; of members with the same key the last one stays.
    public init(dictionaryLiteral elements: (String, Value)...) {
        var object = Object()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
}

extension Optional<Value> {
    /// The value, with null as good as absent.
    package var present: Value? {
        if case .null? = self { nil } else { self }
    }
}
