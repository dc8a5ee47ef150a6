import Snapshot

/// Applies RFC 6902 patches of the three operations that are written: add, remove, replace.
enum JSONPatchReader {
    struct Fault: Error { let what: String }

    static func apply(_ patch: [Value], to document: Value) throws -> Value {
        try patch.reduce(document) { document, operation in
            let pointer = operation["path"]?.string ?? ""
            let steps = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
                String($0).replacing("~1", with: "/").replacing("~0", with: "~")
            }
            return try change(document, steps[...], operation)
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
