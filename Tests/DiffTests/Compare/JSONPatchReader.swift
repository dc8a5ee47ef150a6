import Snapshot

/// Applies RFC 6902 patches of the four operations that are written: add, remove, replace, move.
enum JSONPatchReader {
    struct Fault: Error { let what: String }

    static func apply(_ patch: [Value], to document: Value) throws -> Value {
        try patch.reduce(document) { document, operation in
            let steps = steps(operation["path"])
            guard operation["op"] == "move" else { return try change(document, steps[...], operation) }
            let source = self.steps(operation["from"])
            guard let value = value(document, source) else { throw Fault(what: "nothing to move") }
            let rest = try change(document, source[...], ["op": "remove"])
            return try change(rest, steps[...], ["op": "add", "value": value])
        }
    }

    private static func steps(_ pointer: Value?) -> [String] {
        (pointer?.string ?? "").split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    private static func value(_ document: Value, _ steps: [String]) -> Value? {
        steps.reduce(Optional(document)) { value, step in
            switch value {
            case .object(let object)?: return object[step]
            case .array(let elements)?:
                guard let position = Int(step), elements.indices.contains(position) else { return nil }
                return elements[position]
            default: return nil
            }
        }
    }

    private static func change(_ value: Value, _ steps: ArraySlice<String>, _ operation: Value) throws -> Value {
        guard let step = steps.first else { return operation["value"] ?? .null }
        let isLast = steps.count == 1
        let name = operation["op"]?.string
        switch value {
        case .object(var object):
            if isLast, name == "remove" {
                guard object[step] != nil else { throw Fault(what: "no \(step)") }
                object[step] = nil
            } else if isLast {
                object[step] = operation["value"]
            } else {
                guard let inner = object[step] else { throw Fault(what: "no \(step)") }
                object[step] = try change(inner, steps.dropFirst(), operation)
            }
            return .object(object)
        case .array(var elements):
            guard let position = step == "-" ? elements.count : Int(step), position <= elements.count else {
                throw Fault(what: "no position \(step)")
            }
            guard position < elements.count || isLast && name == "add" else { throw Fault(what: "no position \(step)") }
            if !isLast {
                elements[position] = try change(elements[position], steps.dropFirst(), operation)
            } else if name == "add" {
                elements.insert(operation["value"] ?? .null, at: position)
            } else if name == "remove" {
                elements.remove(at: position)
            } else {
                elements[position] = operation["value"] ?? .null
            }
            return .array(elements)
        default: throw Fault(what: "nothing below \(step)")
        }
    }
}
