import ArgumentParser
import Snapshot

/// What is replaced by tokens, and under which key.
struct RedactionOptions: ParsableArguments {
    @Option(
        help: """
            The redaction key: a file of mode 0600 with at least 32 bytes or 64 hexadecimal digits, or fd:N for an open \
            descriptor. Without a key, secret values cannot be compared with other captures. Default \
            $SNAPCTL_REDACTION_KEY_FILE, then $SNAPCTL_REDACTION_KEY.
            """)
    var redactionKey: String?

    @Option(help: "Command line that prints the redaction key, such as one that asks a vault.")
    var redactionKeyCommand: String?

    @Option(help: "With a new key: the key that it replaces. The capture then compares with those under either.")
    var previousRedactionKey: String?

    @Option(help: "Comparison group: only captures of one group compare their secret values.")
    var redactionGroup = "default"

    @Option(
        help:
            "How much is replaced: standard (what is recognized as a credential), or strict (every value in such places)."
    )
    var redact = "standard"

    @Option(help: "File with more rules, as `snapctl rules` prints them under redaction.rules (YAML or JSON).")
    var redactionRules: String?

    func key(_ session: Session) throws -> RedactionKey {
        guard let source = try OrganizationKey.source(self, session) else {
            return RedactionKey.ephemeral(group: redactionGroup)
        }
        return try OrganizationKey.key(source.bytes, of: source.name, group: redactionGroup)
    }

    func previousKey() throws -> RedactionKey? {
        guard let place = previousRedactionKey else { return nil }
        return try OrganizationKey.key(try OrganizationKey.read(place), of: place, group: redactionGroup)
    }

    func policy() throws -> RedactionPolicy {
        guard let mode = RedactionPolicy.Mode(rawValue: redact) else {
            throw CommandError("`\(redact)` is no way to redact", hint: "use standard or strict")
        }
        guard let path = redactionRules else { return RedactionPolicy(mode: mode) }
        let bytes = try FileReader.bytes(of: path, limit: 1 << 20)
        let document: Value
        do throws(YAMLError) { document = try YAMLReader.documents(bytes).first?.value ?? .null } catch {
            throw CommandError(
                "\(path): \(error.summary)", hint: "write a list of rules, as `snapctl rules` prints them")
        }
        let list = document["rules"]?.array ?? document[["redaction", "rules"]]?.array ?? document.array ?? []
        let rules = list.compactMap { RedactionPolicy.Rule(json: $0) }
        guard !rules.isEmpty, rules.count == list.count else {
            throw CommandError(
                "\(path): a rule needs a kind, a path and an action",
                hint: "for instance: - {kind: Widget.example.org, path: spec.pin, action: redact, reason: a PIN}")
        }
        return RedactionPolicy(mode: mode, additions: rules)
    }
}

/// Where the key of an organization is read from. It is never an argument: other users see those.
enum OrganizationKey {
    static func source(_ options: RedactionOptions, _ session: Session) throws -> (name: String, bytes: [UInt8])? {
        if let command = options.redactionKeyCommand { return (command, try printed(by: command)) }
        if let place = options.redactionKey ?? session.environment["SNAPCTL_REDACTION_KEY_FILE"], !place.isEmpty {
            return (place, try read(place))
        }
        if let text = session.redactionKey, !text.isEmpty {
            return ("$SNAPCTL_REDACTION_KEY", Array(text.utf8))
        }
        return nil
    }

    /// The key of one group. 64 hexadecimal digits are 32 bytes; anything else is taken as it is, without a newline.
    static func key(_ bytes: [UInt8], of name: String, group: String) throws -> RedactionKey {
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        let material = text.utf8.count == 64 ? HexDigits.decode(text.lowercased()) ?? bytes : bytes
        guard let key = RedactionKey(organizationKey: material, group: group) else {
            throw CommandError(
                "the redaction key of \(name) is shorter than \(RedactionKey.minimumBytes) bytes",
                hint: "make one: snapctl key new redaction.key")
        }
        return key
    }

    /// The bytes of a file that only its owner can read, or of an open descriptor.
    static func read(_ place: String) throws -> [UInt8] {
        if place.hasPrefix("fd:") {
            guard let number = Int32(place.dropFirst(3)), number >= 0 else {
                throw CommandError("`\(place)` names no descriptor", hint: "for instance fd:3, with 3<redaction.key")
            }
            return try FileReader.bytes(of: Descriptor(adopting: number, path: place), limit: 4096)
        }
        let file = try Descriptor.reading(place)
        // Of the open file, not of the path: what is looked at is what is read.
        let status = try file.status()
        guard status.kind != .folder else {
            throw CommandError("the redaction key \(place) is a folder", hint: "name the file in it")
        }
        guard status.mode & 0o077 == 0 else {
            throw CommandError(
                "the redaction key file \(place) can be read by others",
                hint: "chmod 600 \(place), and consider making a new key")
        }
        return try FileReader.bytes(of: file, limit: 4096)
    }

    private static func printed(by command: String) throws -> [UInt8] {
        let (status, bytes) = CommandOutput.of(command, limit: 4096)
        guard status == 0 else {
            throw CommandError(
                "`\(command)` ended with status \(status) and gave no redaction key",
                hint: "run it by hand; it must print the key and nothing else")
        }
        return bytes
    }
}
