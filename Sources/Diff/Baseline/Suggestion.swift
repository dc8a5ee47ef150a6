import Snapshot

/// The word that somebody probably meant.
package enum Suggestion {
    /// The nearest of the known words, when one is near enough to be a slip of the hand; the first of equally near ones.
    package static func nearest(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(64))
        var best: (word: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars)
            let allowed = max(1, min(3, letters.count / 3))
            let distance = Spelling.distance(typed, letters)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }
}
