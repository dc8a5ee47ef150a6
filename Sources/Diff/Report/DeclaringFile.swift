package import Snapshot

/// The file of a baseline that declares an object, and on which lines it says what.
package struct DeclaringFile: Sendable, Hashable {
    /// Its path, as the folder of the baseline was named.
    package let path: String
    /// The line of each field that differs, from 1, by the field's path as reports print it.
    private let lines: [String: Int]

    /// - Parameters:
    ///   - bytes: What the file holds.
    ///   - fields: The fields whose lines are wanted.
    package init(path: String, bytes: [UInt8], fields: [FieldPath]) {
        self.path = path
        var lines: [String: Int] = [:]
        if !fields.isEmpty, let document = try? YAMLReader.documents(bytes, withPlaces: true).first {
            for field in fields { lines[field.description] = Self.line(of: field, in: document) }
        }
        self.lines = lines
    }

    /// The line of a field, or of the nearest thing around it that the file says; 1 for the whole object.
    package func line(of field: FieldPath) -> Int { lines[field.description] ?? 1 }

    /// Follows the path as far as the document goes; entries of lists are found by their keys or values.
    private static func line(of field: FieldPath, in document: YAMLDocument) -> Int {
        var value = document.value
        var place = FieldPath()
        var line = document.position.line
        for element in field.elements {
            let step: PathElement
            switch element {
            case .field(let name):
                guard let member = value[name] else { return line }
                (value, step) = (member, element)
            case .key, .value, .index:
                let entries = value.array ?? []
                guard let index = entries.indices.first(where: { isMeant(entries[$0], at: $0, by: element) }) else {
                    return line
                }
                (value, step) = (entries[index], .index(index))
            }
            place = place.appending(step)
            if let position = document.places[place] { line = position.line }
        }
        return line
    }

    private static func isMeant(_ entry: Value, at index: Int, by element: PathElement) -> Bool {
        switch element {
        case .key(let keys): keys.members.allSatisfy { entry[$0.key] == $0.value }
        case .value(let value): entry == value
        case .index(let position): index == position
        case .field: false
        }
    }
}
