import ArgumentParser

/// Whether secret values count.
struct SecretValueOptions: ParsableArguments {
    @Flag(
        help: """
            Compare no secret values, which needs no redaction key: only which keys there are. Every report says so.
            """)
    var ignoreSecretValues = false
}
