/// What a signature says about a file of a release. Source: in-toto/attestation, release v0.1.
package enum ReleasePredicate {
    package static let type = "https://in-toto.io/attestation/release/v0.1"

    /// The predicate of a release, named by its package URL.
    static func value(_ release: String) -> Value { ["purl": .string(release)] }
}
