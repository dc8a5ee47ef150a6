/// What is replaced by tokens: the built-in rules, those that somebody added, and how strictly they are read.
package struct RedactionPolicy: Sendable, Hashable {
    /// How much is taken.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// What rules name, and what names and detectors recognize as a credential.
        case standard
        /// Every value in the places where credentials are found.
        case strict
    }

    /// What becomes of the values that a rule names.
    package enum Action: String, Sendable, Hashable, CaseIterable {
        /// Always replaced.
        case redact
        /// Left readable, whatever names and detectors say. Has no effect on values of Secrets; on card numbers only as a
        /// rule that somebody added.
        case keep
    }

    /// One rule: some values of objects of one kind.
    package struct Rule: Sendable, Hashable {
        /// `Kind`, `Kind.group`, or `*`.
        package let kind: String
        /// The beginning of the object's name; empty for any.
        package let namePrefix: String
        /// Member names from the object's root: `*` for any one step, `**` at the end for everything below.
        package let path: [String]
        package let action: Action
        package let reason: String

        package init(_ kind: String, _ path: String, _ action: Action, namePrefix: String = "", reason: String) {
            self.kind = kind
            self.namePrefix = namePrefix
            self.path = path.split(separator: ".").map(String.init)
            self.action = action
            self.reason = reason
        }

        /// As `snapctl rules` prints it.
        package var json: Value {
            var object = Object()
            object["kind"] = .string(kind)
            object["namePrefix"] = namePrefix.isEmpty ? nil : .string(namePrefix)
            object["path"] = .string(path.joined(separator: "."))
            object["action"] = .string(action.rawValue)
            object["reason"] = .string(reason)
            return .object(object)
        }

        /// Reads what ``json`` writes; `nil` for anything else.
        package init?(json: Value) {
            guard let kind = json["kind"]?.string, let path = json["path"]?.string, !path.isEmpty,
                let action = Action(rawValue: json["action"]?.string ?? "redact")
            else { return nil }
            self.init(
                kind, path, action, namePrefix: json["namePrefix"]?.string ?? "",
                reason: json["reason"]?.string ?? "the policy says so")
        }

        func concerns(_ identity: Identity) -> Bool {
            guard namePrefix.isEmpty || identity.name.hasPrefix(namePrefix) else { return false }
            if kind == "*" { return true }
            return kind == identity.kind && identity.group.isEmpty || kind == "\(identity.kind).\(identity.group)"
        }

        /// Whether it names the value at the end of these steps.
        func names(_ steps: [PathElement]) -> Bool {
            for (i, part) in path.enumerated() {
                if part == "**", i == path.count - 1 { return steps.count > i }
                guard i < steps.count else { return false }
                if part == "*" { continue }
                guard case .field(let name) = steps[i], ByteOrder.same(name, part) else { return false }
            }
            return steps.count == path.count
        }
    }

    package var mode: Mode
    /// Rules beside the built-in ones; they come first.
    package var additions: [Rule]
    /// Whether the objects come from a cluster just now, where no text is a token, whatever it looks like.
    package var isLive = false

    package init(mode: Mode = .standard, additions: [Rule] = []) {
        self.mode = mode
        self.additions = additions
    }

    /// The rules that concern an object, the weightiest first.
    func rules(for identity: Identity) -> [Rule] {
        (additions + RedactionTable.rules).filter { $0.concerns(identity) }
    }

    /// SHA-256 over the canonical form of ``json``.
    package var digest: Digest { Digest(of: CanonicalJSON.bytes(json)) }

    /// Everything as data, for printing.
    package var json: Value {
        [
            "mode": .string(mode.rawValue), "rules": .array((additions + RedactionTable.rules).map(\.json)),
            "places": .array(
                RedactionTable.places.map { ["place": .string($0.place), "reads": .string($0.reads)] }),
            "detectors": .array(
                RedactionTable.detectors.map { ["rule": .string($0.rule), "recognizes": .string($0.recognizes)] }),
            "keys": .array(IssuedKey.all.map(\.json)), "signedKeys": .array(SignedKey.all.map(\.json)),
            "names": .array(CredentialName.strong.map(Value.string)), "commands": CredentialCommand.json,
            "formats": .array(
                CredentialFormats.rows.map { ["format": .string($0.format), "recognizes": .string($0.recognizes)] }),
            "openKeys": .array(RedactionTable.openKeys.sorted().map(Value.string)),
        ]
    }
}
