package import Snapshot

/// The patterns in the differences between two clusters, and which differences they explain. Explained is not accepted: it is
/// said once instead of in every object.
package struct ComparisonPatterns: Sendable {
    /// Patterns that stand in several objects, those with most fields first.
    package let patterns: [Pattern]
    /// Fields that are different by these patterns alone, by object.
    package let explained: [Identity: Set<FieldPath>]
    /// Values that would be a pattern if one cluster did not spell them two ways; in words.
    package let contradictions: [String]

    /// No patterns.
    package init() {
        patterns = []
        explained = [:]
        contradictions = []
    }

    /// The patterns in a comparison.
    package init(of comparison: Comparison) {
        var sites: [VaryingSite] = []
        var leaves: [(change: Change, pairs: [LeafPair])] = []
        for change in comparison.changes where !change.fields.isEmpty {
            let pairs = LeafPairs.pairs(of: change.fields)
            leaves.append((change, pairs))
            for pair in pairs {
                guard let texts = Self.texts(pair) else { continue }
                sites.append(VaryingSite(identity: change.identity, path: pair.path, texts: texts))
            }
        }
        let found = PatternFinder(sites).find()
        let several = Set(found.patterns.indices.filter { found.patterns[$0].objectCount > 1 })
        var explained: [Identity: Set<FieldPath>] = [:]
        var places: [Int: [Pattern.Site]] = [:]
        for (change, pairs) in leaves {
            var isExplained = Array(repeating: true, count: change.fields.count)
            for pair in pairs {
                let pieces = found.templates[Pattern.Site(identity: change.identity, path: pair.path)]
                if Self.holds(pieces, several) { continue }
                for place in pair.changes { isExplained[place] = false }
            }
            for pair in pairs where pair.changes.allSatisfy({ isExplained[$0] }) {
                let site = Pattern.Site(identity: change.identity, path: pair.path)
                for case .pattern(let number) in found.templates[site] ?? [] where places[number]?.last != site {
                    places[number, default: []].append(site)
                }
            }
            let covered = Set(pairs.flatMap(\.changes))
            let paths = change.fields.indices.filter { isExplained[$0] && covered.contains($0) }
            if !paths.isEmpty { explained[change.identity] = Set(paths.map { change.fields[$0].path }) }
        }
        self.explained = explained
        patterns = found.patterns.indices.compactMap { number in
            places[number].map {
                Pattern(name: found.patterns[number].name, values: found.patterns[number].values, sites: $0)
            }
        }
        contradictions = found.contradictions
    }

    private static func holds(_ pieces: [Patterns.Piece]?, _ several: Set<Int>) -> Bool {
        guard let pieces else { return false }
        return pieces.allSatisfy { if case .pattern(let number) = $0 { several.contains(number) } else { true } }
    }

    /// Two texts without different tokens: what a token stands for nobody knows, so it follows no pattern.
    private static func texts(_ pair: LeafPair) -> [String]? {
        guard let before = pair.before?.string, let after = pair.after?.string,
            TokenText.tokens(in: before) == TokenText.tokens(in: after)
        else { return nil }
        return [before, after]
    }
}
