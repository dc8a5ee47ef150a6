/// What a document of a file, or an item of a list, is: a Kubernetes object, several, something else, or a mistake.
///
/// An object has an `apiVersion`, a `kind` and `metadata`. What has no metadata, such as a kustomization.yaml or a kubeconfig,
/// configures a program.
enum ManifestDocument {
    case object
    /// A list with the node of its items; `nil` when it says that there are none.
    case list(kind: String, apiVersion: String, items: Int?)
    /// Objects side by side without a list's kind, as Troubleshoot keeps them: the node of the array.
    case array(Int)
    /// An object that says neither kind nor apiVersion: in dumps the file's name does.
    case nameless
    /// No object.
    case other
    /// Something that was meant to be an object: what is wrong, and what was probably meant.
    case mistaken(String)

    init(_ tape: JSONTape) {
        switch tape.nodes[0].kind {
        case .array: self = .array(0)
        case .object: self = Self.read(tape)
        default: self = .other
        }
    }

    private static func read(_ tape: JSONTape) -> ManifestDocument {
        let kind = text("kind", tape)
        let apiVersion = text("apiVersion", tape)
        guard let kind, let apiVersion else { return incomplete(tape, kind, apiVersion) }
        let items = tape.member("items", of: 0)
        if kind.hasSuffix("List"), let items,
            kind == "List" || tape.string(tape.member(["metadata", "name"], of: 0)) == nil
        {
            switch tape.nodes[items].kind {
            case .array: return .list(kind: kind, apiVersion: apiVersion, items: items)
            case .null: return .list(kind: kind, apiVersion: apiVersion, items: nil)
            default: return .mistaken("`items` of a \(kind) is no list")
            }
        }
        if tape.member("metadata", of: 0) != nil { return .object }
        if let slip = misspelling(of: "metadata", tape) {
            return .mistaken("a \(kind) has no `metadata`: `\(slip)` is probably meant to be it")
        }
        if kind == "List" { return .mistaken("a List has no `items`") }
        if let items, tape.children(items).contains(where: { isLikeObject(tape, $0) }) {
            return .mistaken("a document of kind `\(kind)` has objects in `items`: `List` is probably meant")
        }
        let group = APIVersion.group(of: apiVersion)
        if BuiltinTypes.type(of: GroupKind(group: group, kind: kind)) != nil {
            return .mistaken("a \(kind) has no `metadata` with its name")
        }
        return .other
    }

    /// A mapping without a kind or an apiVersion.
    private static func incomplete(_ tape: JSONTape, _ kind: String?, _ apiVersion: String?) -> ManifestDocument {
        let isNamed = isNamed(tape, 0)
        let missing = (kind == nil ? ["kind"] : []) + (apiVersion == nil ? ["apiVersion"] : [])
        let slips = missing.map { (name: $0, written: misspelling(of: $0, tape)) }
        let isMeant = missing.count == 1 || isNamed || slips.allSatisfy { $0.written != nil }
        for slip in slips where isMeant {
            if let written = slip.written {
                return .mistaken("no `\(slip.name)`: `\(written)` is probably meant to be it")
            }
        }
        for name in missing where isNamed || missing.count == 1 && tape.member("metadata", of: 0) != nil {
            guard let node = tape.member(name, of: 0), tape.nodes[node].kind != .null else { continue }
            return .mistaken("`\(name)` is \(Self.words(tape, node)), not a text: put it in quotes")
        }
        if isNamed, missing.count == 1 {
            return .mistaken(apiVersion == nil ? noVersion(kind ?? "") : "no `kind`, only an `apiVersion`")
        }
        if isNamed { return .nameless }
        guard missing.count == 2, let items = tape.member("items", of: 0), tape.nodes[items].kind == .array,
            tape.children(items).contains(where: { isLikeObject(tape, $0) })
        else { return .other }
        return .array(items)
    }

    private static func noVersion(_ kind: String) -> String {
        let groups = BuiltinTypes.apiVersions(ofKind: kind)
        guard !groups.isEmpty else { return "no `apiVersion`, only the kind `\(kind)`" }
        return "no `apiVersion`; of a \(kind) it is `\(groups.joined(separator: "` or `"))`"
    }

    private static func text(_ name: String, _ tape: JSONTape) -> String? {
        tape.string(tape.member(name, of: 0)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a mapping has the metadata of an object.
    private static func isNamed(_ tape: JSONTape, _ node: Int) -> Bool {
        guard let metadata = tape.member("metadata", of: node) else { return false }
        return tape.member("name", of: metadata) != nil || tape.member("generateName", of: metadata) != nil
    }

    private static func isLikeObject(_ tape: JSONTape, _ node: Int) -> Bool {
        isNamed(tape, node) || tape.member("kind", of: node) != nil && tape.member("apiVersion", of: node) != nil
    }

    /// A key of the mapping that is nearly the word.
    private static func misspelling(of word: String, _ tape: JSONTape) -> String? {
        let keys = tape.children(0).map { tape.words($0) }.filter { !expected.contains($0) }
        return keys.first { Spelling.isSlip($0, of: word) }
    }

    /// Fields that objects have beside the one that is missed.
    private static let expected: Set<String> = ["kind", "apiVersion", "metadata", "spec", "data", "items", "name"]

    /// A value that should have been a text.
    static func words(_ tape: JSONTape, _ node: Int) -> String {
        switch tape.nodes[node].kind {
        case .null: "null"
        case .yes: "the truth value true (YAML reads y, yes and on as true)"
        case .no: "the truth value false (YAML reads n, no and off as false)"
        case .number: "the number \(tape.words(node))"
        case .string where tape.nodes[node].count == 0: "empty"
        case .string, .key: "the text `\(tape.words(node))`"
        case .array: "a list"
        case .object: "a mapping"
        }
    }
}
