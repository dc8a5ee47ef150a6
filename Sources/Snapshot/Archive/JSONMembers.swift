/// Reads the members of one JSON object of a snapshot by name and type, with the place for messages.
struct JSONMembers {
    let object: Object
    /// The file, for messages.
    let file: String
    /// The place in it: `actor`, `coverage[3]`, `line 7`.
    let place: String

    init(_ value: Value, file: String, place: String) throws(SnapshotError) {
        guard let object = value.object else {
            throw .malformed(file: file, at: place, why: "an object is expected, not \(value.typeName)")
        }
        self.object = object
        self.file = file
        self.place = place
    }

    func string(_ key: String) throws(SnapshotError) -> String {
        guard let text = try optionalString(key) else { throw fault(key, "it is missing") }
        return text
    }

    func optionalString(_ key: String) throws(SnapshotError) -> String? {
        guard let value = object[key] else { return nil }
        guard let text = value.string else { throw fault(key, "a string is expected, not \(value.typeName)") }
        return text
    }

    /// A whole number that is not negative.
    func count(_ key: String) throws(SnapshotError) -> Int {
        guard let value = object[key] else { throw fault(key, "it is missing") }
        guard let number = value.int, number >= 0 else { throw fault(key, "a count is expected") }
        return number
    }

    func optionalInt(_ key: String) throws(SnapshotError) -> Int? {
        guard let value = object[key] else { return nil }
        guard let number = value.int else { throw fault(key, "a whole number is expected") }
        return number
    }

    func bool(_ key: String) throws(SnapshotError) -> Bool {
        guard let flag = object[key]?.bool else { throw fault(key, "true or false is expected") }
        return flag
    }

    func digest(_ key: String) throws(SnapshotError) -> Digest {
        guard let digest = Digest(hex: try string(key)) else { throw fault(key, "64 hexadecimal digits are expected") }
        return digest
    }

    func choice<Choice: RawRepresentable<String>>(_ key: String) throws(SnapshotError) -> Choice {
        let text = try string(key)
        guard let choice = Choice(rawValue: text) else { throw fault(key, "`\(text)` is not known") }
        return choice
    }

    func strings(_ key: String) throws(SnapshotError) -> [String] {
        var strings: [String] = []
        for value in try array(key) {
            guard let text = value.string else { throw fault(key, "strings are expected") }
            strings.append(text)
        }
        return strings
    }

    func members(_ key: String) throws(SnapshotError) -> JSONMembers {
        guard let members = try optionalMembers(key) else { throw fault(key, "it is missing") }
        return members
    }

    func optionalMembers(_ key: String) throws(SnapshotError) -> JSONMembers? {
        guard let value = object[key] else { return nil }
        return try JSONMembers(value, file: file, place: place.isEmpty ? key : "\(place).\(key)")
    }

    func list<Element>(
        _ key: String, _ element: (JSONMembers) throws(SnapshotError) -> Element
    ) throws(SnapshotError) -> [Element] {
        var elements: [Element] = []
        for (i, value) in try array(key).enumerated() {
            elements.append(try element(try JSONMembers(value, file: file, place: "\(key)[\(i)]")))
        }
        return elements
    }

    func fault(_ key: String, _ why: String) -> SnapshotError {
        .malformed(file: file, at: place.isEmpty ? key : "\(place).\(key)", why: why)
    }

    private func array(_ key: String) throws(SnapshotError) -> [Value] {
        guard let elements = object[key]?.array else { throw fault(key, "an array is expected") }
        return elements
    }
}
