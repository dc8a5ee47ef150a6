/// How near two words are, to tell a slip from another word.
package enum Spelling {
    /// Whether a word is another one written wrong: in other letter case, or with one letter in four too much, missing, wrong or
    /// swapped.
    package static func isSlip(_ word: String, of meant: String) -> Bool {
        let typed = Array(word.lowercased().unicodeScalars.prefix(64))
        let letters = Array(meant.lowercased().unicodeScalars)
        return distance(typed, letters) <= max(1, letters.count / 4)
    }

    /// Insertions, deletions, replacements and swaps of neighbors (optimal string alignment).
    package static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
