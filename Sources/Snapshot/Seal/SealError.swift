/// Why something cannot be sealed, or a seal cannot be read.
package enum SealError: ExplainedError, Hashable {
    /// The operating system refused.
    case disk(DiskError)
    /// A key file that is none, or none that can be used here.
    case key(path: String, why: String, hint: String)
    /// The ssh-agent, the signer command or the time-stamping authority did not do what was asked.
    case signer(String, why: String, hint: String)
    /// What was to be sealed is not what was said, or none of the things that are.
    case notSealable(path: String, why: String)
    /// A bundle, a signature, a statement, a timestamp or a list of signers that is not what its format says.
    case malformed(file: String, why: String)

    /// Whether the evidence is wrong, rather than what was needed to look at it.
    package var isEvidence: Bool {
        if case .malformed = self { true } else { false }
    }

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .disk(let error): error.summary
        case .key(let path, let why, _): "the key `\(path)` cannot be used: \(why)"
        case .signer(let name, let why, _): "\(name): \(why)"
        case .notSealable(let path, let why): "`\(path)` cannot be sealed: \(why)"
        case .malformed(let file, let why): "\(file): \(why)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .disk(let error): error.hint
        case .key(_, _, let hint): hint
        case .signer(_, _, let hint): hint
        case .notSealable:
            "sign what `snapctl capture` or `snapctl check -o json=FILE` wrote, or a file of a release with "
                + "`--release pkg:generic/NAME@VERSION`"
        case .malformed: "do not rely on this file; fetch the original again"
        }
    }
}
