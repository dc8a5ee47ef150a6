/// Reads a JSON object of a seal by name and type, and refuses what nobody asked for.
final class StrictMembers {
    private let object: Object
    private let file: String
    private let place: String
    private var asked: Set<String> = []

    init(_ value: Value, file: String, place: String = "") throws(SealError) {
        guard let object = value.object else {
            throw .malformed(file: file, why: "\(place): an object is expected, not \(value.typeName)")
        }
        self.object = object
        self.file = file
        self.place = place
    }

    /// Reads the JSON text of a file.
    static func reading(_ bytes: [UInt8], file: String) throws(SealError) -> StrictMembers {
        let value: Value
        do throws(JSONError) { value = try JSONReader.value(bytes) } catch {
            throw .malformed(file: file, why: "\(error.summary) (byte \(error.offset))")
        }
        return try StrictMembers(value, file: file)
    }

    func value(_ key: String) -> Value? {
        asked.insert(key)
        return object[key]
    }

    func optionalString(_ key: String) throws(SealError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw fault(key, "a string is expected") }
        return text
    }

    func string(_ key: String) throws(SealError) -> String {
        guard let text = try optionalString(key) else { throw fault(key, "it is missing") }
        return text
    }

    func base64(_ key: String) throws(SealError) -> [UInt8] {
        guard let bytes = StrictBase64.decode(try string(key)) else { throw fault(key, "it is not proper base64") }
        return bytes
    }

    func optionalMembers(_ key: String) throws(SealError) -> StrictMembers? {
        guard let value = value(key) else { return nil }
        return try StrictMembers(value, file: file, place: path(key))
    }

    func members(_ key: String) throws(SealError) -> StrictMembers {
        guard let members = try optionalMembers(key) else { throw fault(key, "it is missing") }
        return members
    }

    func list(_ key: String) throws(SealError) -> [StrictMembers] {
        guard let value = value(key) else { return [] }
        guard let elements = value.array else { throw fault(key, "an array is expected") }
        var result: [StrictMembers] = []
        for (i, element) in elements.enumerated() {
            result.append(try StrictMembers(element, file: file, place: "\(path(key))[\(i)]"))
        }
        return result
    }

    /// Every member has been asked for.
    func finish() throws(SealError) {
        for key in object.keys where !asked.contains(key) { throw fault(key, "the member is not known") }
    }

    func fault(_ key: String, _ why: String) -> SealError { .malformed(file: file, why: "\(path(key)): \(why)") }

    private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}
