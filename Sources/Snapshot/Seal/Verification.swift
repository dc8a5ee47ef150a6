/// What a verification found: what was checked, what was not, and who vouches for the file.
package struct Verification: Sendable, Hashable {
    /// What became of a check.
    package enum Outcome: String, Sendable, Hashable {
        case passed
        case failed
        case skipped
    }

    /// One thing that was looked at, or should have been.
    package struct Check: Sendable, Hashable {
        /// `archive`, `bundle`, `signature`, `timestamp`, `lineage`.
        package let name: String
        package let outcome: Outcome
        /// What was found, in one sentence.
        package let detail: String
        /// Whether leaving it out leaves the question open that was asked.
        package let isRequired: Bool
    }

    /// Somebody whose signature holds.
    package struct Voucher: Sendable, Hashable {
        /// The key.
        package let fingerprint: String
        /// The name in the list of signers, or the file of the trusted key.
        package let name: String
        /// The file that says so.
        package let seal: String

        package init(fingerprint: String, name: String, seal: String) {
            self.fingerprint = fingerprint
            self.name = name
            self.seal = seal
        }
    }

    package let file: String
    package private(set) var checks: [Check] = []
    package var vouchers: [Voucher] = []
    /// Times that an authority vouches for, RFC 3339.
    package var timestamps: [String] = []
    /// Facts about what was signed, for people: cluster, time, user.
    package internal(set) var facts: [Fact] = []

    /// A name and what is said under it.
    package struct Fact: Sendable, Hashable {
        package let name: String
        package let text: String

        init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    package init(file: String) { self.file = file }

    /// Which snapshot was checked; `nil` for anything else, and where it could not be read.
    package var snapshotID: String? { facts.first { $0.name == "snapshot" }?.text }

    /// Whether something is wrong with the evidence.
    package var hasFailed: Bool { checks.contains { $0.outcome == .failed } }

    /// Whether something was not checked that had to be.
    package var hasHole: Bool { checks.contains { $0.outcome == .skipped && $0.isRequired } }

    /// What it does not show, whatever the outcome.
    package var limits: [String] {
        var limits = ["a signature shows who signed the file, not that the server told the truth"]
        if vouchers.isEmpty { limits.insert("unsigned", at: 0) }
        if timestamps.isEmpty { limits.append("the times in the file are those of the clock of whoever made it") }
        return limits
    }

    /// Adds what became of a check.
    package mutating func note(_ name: String, _ outcome: Outcome, _ detail: String, isRequired: Bool = true) {
        checks.append(Check(name: name, outcome: outcome, detail: detail, isRequired: isRequired))
    }

    /// The outcome in a word.
    package var result: String { hasFailed ? "invalid" : hasHole ? "inconclusive" : "valid" }

    /// For programs.
    package var value: Value {
        var object = outcome
        object["format"] = "snapctl.dev/verification/v1"
        object["file"] = .string(file)
        object["facts"] = .object(Object(Dictionary(facts.map { ($0.name, .string($0.text)) }) { first, _ in first }))
        object["limits"] = .array(limits.map(Value.string))
        return .object(object)
    }

    /// The part for programs that says what was checked and who vouches, for a reader who knows the file.
    package var outcome: Object {
        var object = Object()
        object["result"] = .string(result)
        object["checks"] = .array(
            checks.map {
                [
                    "name": .string($0.name), "outcome": .string($0.outcome.rawValue), "detail": .string($0.detail),
                    "required": .bool($0.isRequired),
                ]
            })
        object["signedBy"] = .array(
            vouchers.map { ["key": .string($0.fingerprint), "name": .string($0.name), "seal": .string($0.seal)] })
        object["timestamps"] = .array(timestamps.map(Value.string))
        return object
    }
}
