/// Searches what is about to be written for every secret value that this run has seen, in the forms in which it could hide.
///
/// Not searched for: values under 16 bytes, values that are addresses or paths, and values of few different bytes.
/// They would be found everywhere by chance; they are counted. Cost: a shift, a multiplication and a bit test for each
/// byte, whatever the number of values.
package struct LeakCanary: Sendable {
    /// How many values are searched for.
    package let searched: Int
    /// How many are too short or too ordinary for it.
    package let passedOver: Int
    private let scanner: PatternScanner

    /// The fewest bytes of a value that is searched for.
    static let minimumBytes = 16
    /// Of longer values only the beginning is searched for.
    private static let prefixBytes = 1 << 12

    /// A search for these values; one that was seen several times counts once.
    package init(_ secrets: some Sequence<Confidential<[UInt8]>>) {
        let sorted = secrets.map(\.reveal).sorted { $0.lexicographicallyPrecedes($1) }
        var values: [[UInt8]] = []
        var passedOver = 0
        var previous: [UInt8]?
        for secret in sorted where secret != previous {
            previous = secret
            guard Self.isSearchable(secret) else {
                passedOver += 1
                continue
            }
            values.append(secret.count > Self.prefixBytes ? Array(secret.prefix(Self.prefixBytes)) : secret)
        }
        searched = values.count
        self.passedOver = passedOver
        // Lines of a block in YAML: the longest one stands for the value.
        scanner = PatternScanner(values, lines: values.compactMap(SecretForms.longestLine))
    }

    /// Whether one of the values stands in the bytes.
    package func isIn(_ bytes: [UInt8]) -> Bool { scanner.isIn(bytes) }

    static func isSearchable(_ value: [UInt8]) -> Bool {
        guard value.count >= minimumBytes else { return false }
        let text = String(decoding: value, as: UTF8.self)
        // Public halves are published everywhere, as they should be: in caBundle, in kube-root-ca.crt.
        if text.hasPrefix("-----BEGIN CERTIFICATE-----"), !text.contains("PRIVATE KEY") { return false }
        // Words alone are a password now and then; an address or a path is none.
        guard !CredentialValue.isIdentifier(text) || CredentialValue.isWords(value) else { return false }
        return CredentialValue.entropy(Array(value.prefix(prefixBytes))) >= 2.5
    }
}

extension LeakCanary: CustomStringConvertible, CustomReflectable {
    /// How many values, and none of them.
    package var description: String { "a search for \(searched) values" }
    /// Nothing inside: what is searched for must never be printed.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Gap {
    /// Without words in which a searched value stands.
    func hiding(_ canary: LeakCanary) -> Gap {
        guard canary.isIn(Array(message.utf8)) else { return self }
        return Gap(
            group: group, version: version, resource: resource, reason: reason, status: status,
            message: "what the server said holds a value of a Secret")
    }
}
