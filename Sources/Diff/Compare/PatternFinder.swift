import Snapshot

/// Finds the values that clusters spell differently, each consistently.
///
/// Texts of one place are laid beside each other in columns (``TextColumns``). A column that varies is a candidate; it is a
/// pattern when it varies alike in several objects, or when it is plainly a name or an id of the surroundings
/// (``PatternName``). Within each cluster a value belongs to one pattern only, so that substituting is never ambiguous.
package struct PatternFinder: Sendable {
    /// The longest text that is taken apart; certificates and the like are compared as wholes.
    private static let textLimit = 64 << 10

    private let sites: [VaryingSite]
    private var support: [TextTuple: Set<Int>] = [:]
    private let objects: [Identity: Int]

    /// - Parameter sites: places where every cluster says something and not all the same.
    package init(_ sites: [VaryingSite]) {
        self.sites = sites
        var objects: [Identity: Int] = [:]
        for site in sites where objects[site.site.identity] == nil { objects[site.site.identity] = objects.count }
        self.objects = objects
        for site in sites { count(site.texts.texts, in: objects[site.site.identity] ?? 0, .word) }
    }

    // MARK: How often what varies

    private mutating func count(_ texts: [String], in object: Int, _ cut: TextColumns.Cut?) {
        let tuple = TextTuple(texts)
        if tuple.isUniform { return }
        support[tuple, default: []].insert(object)
        guard let cut, texts.allSatisfy({ $0.utf8.count <= Self.textLimit }) else { return }
        if cut != .word, texts.allSatisfy(TextColumns.isWhole) { return }
        let next = TextColumns.Cut(rawValue: cut.rawValue + 1)
        guard let columns = TextColumns.columns(texts, at: cut) else { return count(inside: texts, object, next) }
        for column in columns { count(column, in: object, next) }
    }

    /// The same text, cut finer; it is counted already.
    private mutating func count(inside texts: [String], _ object: Int, _ cut: TextColumns.Cut?) {
        guard let cut, !texts.allSatisfy(TextColumns.isWhole) else { return }
        let next = TextColumns.Cut(rawValue: cut.rawValue + 1)
        guard let columns = TextColumns.columns(texts, at: cut) else { return count(inside: texts, object, next) }
        for column in columns { count(column, in: object, next) }
    }

    private func objectCount(_ tuple: TextTuple) -> Int { support[tuple]?.count ?? 0 }

    // MARK: What a text is made of

    private enum Part {
        case text(String)
        case varying(TextTuple)
    }

    /// The parts of a text, down to what is best taken as a whole.
    private func parts(_ texts: [String], _ cut: TextColumns.Cut = .word) -> [Part] {
        let tuple = TextTuple(texts)
        if tuple.isUniform { return [.text(texts.first ?? "")] }
        guard texts.allSatisfy({ $0.utf8.count <= Self.textLimit }) else { return [.varying(tuple)] }
        if cut != .word, texts.allSatisfy(TextColumns.isWhole) { return [.varying(tuple)] }
        let next = TextColumns.Cut(rawValue: cut.rawValue + 1)
        guard let columns = TextColumns.columns(texts, at: cut) else {
            return next.map { parts(texts, $0) } ?? [.varying(tuple)]
        }
        if cut == .part {
            // `rg-prod-eastus2` stays whole where it recurs; else its parts count if every one of them recurs.
            let varying = columns.map(TextTuple.init).filter { !$0.isUniform }
            guard objectCount(tuple) < 2, varying.allSatisfy({ objectCount($0) >= 2 }) else { return [.varying(tuple)] }
        }
        return columns.flatMap { column -> [Part] in
            if let next { return parts(column, next) }
            let tuple = TextTuple(column)
            return tuple.isUniform ? [.text(column.first ?? "")] : [.varying(tuple)]
        }
    }

    // MARK: The patterns

    /// The patterns, and how the texts are made of them.
    package func find() -> Patterns {
        let parts = sites.map { self.parts($0.texts.texts) }
        var uses: [TextTuple: [Int]] = [:]
        for (place, parts) in parts.enumerated() {
            for case .varying(let tuple) in parts where uses[tuple]?.last != place {
                uses[tuple, default: []].append(place)
            }
        }
        func objectCount(_ tuple: TextTuple) -> Int {
            Set((uses[tuple] ?? []).map { sites[$0].site.identity }).count
        }
        var names: [TextTuple: PatternName] = [:]
        for (place, parts) in parts.enumerated() {
            for (index, part) in parts.enumerated() {
                guard case .varying(let tuple) = part else { continue }
                let name = PatternName(
                    tuple, at: sites[place].site, after: Self.text(parts[..<index], isBefore: true),
                    before: Self.text(parts[(index + 1)...], isBefore: false), isWholeText: parts.count == 1)
                names[tuple] = names[tuple].map { $0.better(name) } ?? name
            }
        }
        let candidates = uses.keys.filter { objectCount($0) >= 2 || names[$0]?.isTelling == true }.sorted { a, b in
            let (x, y) = (uses[a]?.count ?? 0, uses[b]?.count ?? 0)
            return x == y ? Self.precedes(a, b) : x > y
        }
        let (accepted, contradictions) = Self.consistent(candidates)
        var numbers: [TextTuple: Int] = [:]
        for tuple in accepted { numbers[tuple] = numbers.count }
        var templates: [Pattern.Site: [Patterns.Piece]] = [:]
        var places: [[Pattern.Site]] = Array(repeating: [], count: accepted.count)
        for (place, parts) in parts.enumerated() {
            let site = sites[place]
            guard let pieces = Self.pieces(parts, numbers) ?? substituted(site.texts.texts, accepted) else { continue }
            templates[site.site] = Self.joined(pieces)
            for case .pattern(let number) in pieces where places[number].last != site.site {
                places[number].append(site.site)
            }
        }
        let distinct = PatternName.distinct(accepted.map { names[$0]?.text ?? "value" })
        // A pattern whose places are all explained otherwise, or not at all, is none.
        let kept = accepted.indices.filter { !places[$0].isEmpty }
        let renumbered = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
        return Patterns(
            patterns: kept.map { number in
                Pattern(
                    name: distinct[number], values: accepted[number],
                    sites: places[number].sorted {
                        $0.identity == $1.identity
                            ? ByteOrder.precedes($0.path.description, $1.path.description) : $0.identity < $1.identity
                    })
            },
            templates: templates.mapValues { pieces in
                pieces.map { if case .pattern(let number) = $0 { .pattern(renumbered[number] ?? number) } else { $0 } }
            }, contradictions: contradictions)
    }

    /// The text of all clusters before or behind a part.
    private static func text(_ parts: ArraySlice<Part>, isBefore: Bool) -> String {
        var result = ""
        for part in isBefore ? Array(parts.reversed()) : Array(parts) {
            guard case .text(let text) = part, result.utf8.count < 80 else { break }
            result = isBefore ? text + result : result + text
        }
        return result
    }

    private static func precedes(_ a: TextTuple, _ b: TextTuple) -> Bool {
        for (x, y) in zip(a.texts, b.texts) {
            let order = ByteOrder.compare(x, y)
            if order != 0 { return order < 0 }
        }
        return a.texts.count < b.texts.count
    }

    /// Those among which every cluster's every value belongs to one pattern, the first ones winning.
    private static func consistent(_ candidates: [TextTuple]) -> ([TextTuple], [String]) {
        var owners: [[String: TextTuple]] = Array(repeating: [:], count: candidates.first?.texts.count ?? 0)
        var accepted: [TextTuple] = []
        var contradictions: [String] = []
        for tuple in candidates {
            let rival = tuple.texts.enumerated().lazy.compactMap { owners[$0.offset][$0.element] }.first
            if let rival {
                contradictions.append(
                    "\(words(tuple)) contradicts \(words(rival)), which stands in more places")
                continue
            }
            for (cluster, text) in tuple.texts.enumerated() { owners[cluster][text] = tuple }
            accepted.append(tuple)
        }
        return (accepted, contradictions)
    }

    private static func words(_ tuple: TextTuple) -> String {
        tuple.texts.prefix(4).map(short).joined(separator: " → ") + (tuple.texts.count > 4 ? " → …" : "")
    }

    private static func short(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 60 ? line.prefix(59) + "…" : line.count < text.count ? line + "…" : String(line)
    }

    private static func pieces(_ parts: [Part], _ numbers: [TextTuple: Int]) -> [Patterns.Piece]? {
        var result: [Patterns.Piece] = []
        for part in parts {
            switch part {
            case .text(let text): result.append(.text(text))
            case .varying(let tuple):
                guard let number = numbers[tuple] else { return nil }
                result.append(.pattern(number))
            }
        }
        return result
    }

    /// Texts without the same cuts, made of the same patterns all the same: every cluster's own values replaced by the numbers of
    /// the patterns leave one and the same text.
    private func substituted(_ texts: [String], _ accepted: [TextTuple]) -> [Patterns.Piece]? {
        guard !accepted.isEmpty, texts.allSatisfy({ $0.utf8.count <= Self.textLimit }) else { return nil }
        var common: String?
        for (cluster, text) in texts.enumerated() {
            // No text of an API holds these two characters: the server refuses them in YAML and JSON texts alike.
            let pairs = accepted.enumerated().map { ($0.element.texts[cluster], "\u{1}\($0.offset)\u{2}") }
            guard !text.utf8.contains(where: { $0 == 1 || $0 == 2 }),
                let replaced = TextSubstitution(pairs).apply(to: text), common == nil || common == replaced
            else { return nil }
            common = replaced
        }
        guard let common else { return nil }
        var result: [Patterns.Piece] = []
        for part in common.split(separator: "\u{1}", omittingEmptySubsequences: false).enumerated() {
            guard part.offset > 0 else {
                if !part.element.isEmpty { result.append(.text(String(part.element))) }
                continue
            }
            let halves = part.element.split(separator: "\u{2}", maxSplits: 1, omittingEmptySubsequences: false)
            guard let number = halves.first.flatMap({ Int($0) }) else { return nil }
            result.append(.pattern(number))
            if halves.count > 1, !halves[1].isEmpty { result.append(.text(String(halves[1]))) }
        }
        return result
    }

    private static func joined(_ pieces: [Patterns.Piece]) -> [Patterns.Piece] {
        pieces.reduce(into: []) { result, piece in
            if case .text(let next) = piece, case .text(let text)? = result.last {
                result[result.count - 1] = .text(text + next)
            } else {
                result.append(piece)
            }
        }
    }
}
