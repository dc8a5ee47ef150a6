/// The order in which an API server prefers the versions of a group: `v2`, `v1`, `v2beta1`, `v1beta2`, `v1alpha1`, then
/// all others by name. Source: Kubernetes, "Versions in CustomResourceDefinitions", version priority.
package enum VersionPriority {
    /// Whether `a` is preferred to `b`.
    package static func precedes(_ a: String, _ b: String) -> Bool {
        switch (rank(a), rank(b)) {
        case (.some(let x), .some(let y)): x.lexicographicallyPrecedes(y, by: >)
        case (.some, .none): true
        case (.none, .some): false
        case (.none, .none): ByteOrder.precedes(a, b)
        }
    }

    /// Stability, major and minor number, greater before smaller; `nil` when the name is no such version.
    private static func rank(_ version: String) -> [Int]? {
        var rest = Array(version.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "v"), let major = number(&rest) else { return nil }
        for (word, stability) in [("alpha", 1), ("beta", 2)] where rest.starts(with: word.utf8) {
            rest = rest.dropFirst(word.utf8.count)
            guard let minor = number(&rest), rest.isEmpty else { return nil }
            return [stability, major, minor]
        }
        return rest.isEmpty ? [3, major, 0] : nil
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
