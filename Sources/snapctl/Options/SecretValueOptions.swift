import ArgumentParser
import Diff
import Snapshot

/// Whether secret values count.
struct SecretValueOptions: ParsableArguments {
    @Flag(
        help: """
            Compare no secret values, which needs no redaction key: only which keys there are. Every report says so.
            """)
    var ignoreSecretValues = false

    /// What the reports say of it.
    static func limits(_ judgment: Judgment) -> [String] {
        guard judgment.ignoresSecretValues else { return [] }
        let ignored = judgment.ignoredSecretValues
        let values = ignored.reduce(0) { $0 + $1.fields.count }
        return [
            "secret values were not compared, as --ignore-secret-values asks"
                + (ignored.isEmpty
                    ? ""
                    : ": \(Words.count(values, "value")) of \(Words.count(ignored.count, "object")) would have differed "
                        + "or could not have been compared")
        ]
    }
}
