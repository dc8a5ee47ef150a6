import Snapshot

/// Names that no sentence of a baseline is about, unless it is about many of them.
///
/// They follow from the baseline's own digest, so that nobody can leave out just these. They begin with every letter and digit
/// and look as names in clusters do: short and long, with dashes, dots and numbers. A sentence is tried with the one that it
/// takes in, so that leaving out a class of names does not hide it.
struct UnknownNames {
    /// What an object is called, where it lives and how it is labeled.
    struct Call: Hashable {
        var name: String
        var namespace: String
        var labels: [String: String] = [:]
    }

    /// Of more sentences none is tried.
    private static let callLimit = 48
    /// Of more parts of a scope none is tried.
    private static let baseLimit = 8

    let names: [String]
    let namespaces: [String]
    /// As Entra ID gives them.
    let objectID: String

    init(_ baseline: Baseline) {
        let seed = baseline.digest?.hex ?? baseline.name
        names = Self.firsts.enumerated().map { Self.name($0.element, $0.offset, seed, separator: ".") }
        namespaces = Self.firsts.enumerated().map {
            Self.name($0.element, $0.offset, "\(seed) namespace", separator: "-")
        }
        let digest = Digest(of: Array("snapctl \(seed)".utf8)).hex
        var rest = digest[...]
        objectID = [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }

    /// One that most sentences do not take in.
    var plain: Call { Call(name: names[0], namespace: namespaces[0]) }

    // MARK: What to try

    /// For each part of the scope, the calls that its objects are tried under: one for every sentence that takes in what it
    /// does not name.
    func calls(of baseline: Baseline) -> [[Call]] {
        let include = baseline.scope.include
        let bases = include.isEmpty ? [plain] : include.prefix(Self.baseLimit).compactMap(instance)
        let sentences =
            baseline.rules.map(\.match) + baseline.scope.exclude.map { ObjectMatch($0) }
            + baseline.severities.map { ObjectMatch($0.objects) }
        return bases.map { base in
            var calls = [base]
            for sentence in sentences where calls.count < Self.callLimit {
                if let call = call(for: sentence, from: base), !calls.contains(call) { calls.append(call) }
            }
            return calls
        }
    }

    /// The call that a sentence takes in; `nil` where it is about particular names.
    func call(for match: ObjectMatch, from base: Call? = nil) -> Call? {
        let base = base ?? plain
        var call = base
        let selector = match.selector
        if !selector.names.isEmpty {
            guard let name = first(of: [base.name] + names, selector.names) else { return nil }
            call.name = name
        }
        let namespaced = selector.namespaces.filter { !ByteOrder.same($0.text, ObjectSelector.clusterScope) }
        if !namespaced.isEmpty {
            guard let namespace = first(of: [base.namespace] + namespaces, namespaced) else { return nil }
            call.namespace = namespace
        }
        for (key, pattern) in match.labels {
            guard let value = first(of: names, [pattern]) else { return nil }
            call.labels[key] = value
        }
        return call
    }

    /// An object that a part of the scope takes in.
    private func instance(of selector: ObjectSelector) -> Call? {
        var call = plain
        if let pattern = selector.names.first {
            guard let name = instance(of: pattern, names) else { return nil }
            call.name = name
        }
        let namespaced = selector.namespaces.filter { !ByteOrder.same($0.text, ObjectSelector.clusterScope) }
        if let pattern = namespaced.first {
            guard let namespace = instance(of: pattern, namespaces) else { return nil }
            call.namespace = namespace
        }
        return call
    }

    private func instance(of pattern: TextPattern, _ texts: [String]) -> String? {
        if case .glob(let glob) = pattern {
            let filled = glob.text.replacing("*", with: texts[0]).replacing("?", with: texts[0].prefix(1))
            if glob.matches(filled) { return filled }
        }
        return first(of: texts, [pattern])
    }

    private func first(of texts: [String], _ patterns: [TextPattern]) -> String? {
        texts.first { text in patterns.contains { $0.matches(text) } }
    }

    // MARK: Names

    private static let letters = Array("abcdefghijklmnopqrstuvwxyz")
    private static let firsts: [Character] = Array("tabcdefghijklmnopqrsuvwxyz0123456789")

    private static func name(_ first: Character, _ place: Int, _ seed: String, separator: String) -> String {
        let digest = Digest(of: Array("snapctl \(seed) \(place)".utf8)).hex
        var numbers = digest.utf8.makeIterator()
        func word(_ count: Int) -> String {
            // Two digits for a letter, so that all of them come up.
            var text = ""
            for _ in 0..<count {
                let sum = Int(numbers.next() ?? 0) * 16 + Int(numbers.next() ?? 0)
                text.append(letters[sum % letters.count])
            }
            return text
        }
        let head = String(first)
        switch place % 7 {
        case 0: return head + word(9)
        case 1: return head + word(3) + "-" + word(6)
        case 2: return head + word(3) + separator + word(4) + separator + word(3)
        case 3: return head + word(4) + "-\(place)"
        case 4: return head + word(5) + "-" + digest.suffix(10) + "-" + word(5)
        case 5: return head + word(2)
        default: return head + word(24)
        }
    }
}
