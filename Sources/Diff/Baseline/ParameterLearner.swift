package import Snapshot

/// Finds out what the parameters with a pattern stand for in a state: golden resources say where they stand, the state what
/// stands there.
///
/// Every place gives one vote. The value with the most votes is learned, the least in byte order among equals; whatever other
/// places say is a difference like any other.
package struct ParameterLearner: Sendable {
    private let bindings: Bindings
    private var votes: [String: [String: Int]] = [:]

    package init(_ bindings: Bindings) { self.bindings = bindings }

    /// A golden resource with the objects of the state that it may be.
    package struct Candidate: Sendable {
        /// As its file says it.
        package let golden: Value
        /// Which objects.
        package let identities: [Identity]
    }

    /// The golden resources that something can be learned from.
    package func candidates(_ golden: [Value], in entries: EntryTable) -> [Candidate] {
        guard !bindings.patterns.isEmpty else { return [] }
        var byKind: [GroupKind: [Identity]]?
        return golden.compactMap { object in
            guard ParameterText.parameters(in: object).contains(where: { bindings.patterns[$0] != nil }) else {
                return nil
            }
            let known = byKind ?? Dictionary(grouping: entries.map(\.identity), by: \.groupKind)
            byKind = known
            let kind = GroupKind(
                group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "")
            let name = ParameterText(object[["metadata", "name"]]?.string ?? "")
            let namespace = ParameterText(object[["metadata", "namespace"]]?.string ?? "")
            let matching = (known[kind] ?? []).filter { identity in
                let place = identity.namespace ?? ""
                return match(name, identity.name) != nil
                    && (match(namespace, place) != nil || namespace.pieces == [.text("")] && place == "default")
            }
            return matching.isEmpty ? nil : Candidate(golden: object, identities: matching)
        }
    }

    /// Learns from a golden resource and what the state holds in its place.
    package mutating func learn(_ golden: Value, _ actual: Value) {
        switch (golden, actual) {
        case (.string(let text), _): learn(text, CanonicalJSON.plain(actual))
        case (.object(let members), .object(let others)):
            for member in members.members {
                if let other = others[member.key] {
                    learn(member.value, other)
                } else if ParameterText.mayHold(member.key) {
                    let key = ParameterText(member.key)
                    for other in others.members where match(key, other.key) != nil {
                        learn(member.key, other.key)
                        learn(member.value, other.value)
                    }
                }
            }
        case (.array(let elements), .array(let others)):
            for (position, element) in elements.enumerated() where !ParameterText.parameters(in: element).isEmpty {
                if let other = counterpart(of: element, at: position, in: others) { learn(element, other) }
            }
        default: break
        }
    }

    /// What was learned.
    package var result: Bindings {
        learned.reduce(bindings) { $0.learning($1.name, $1.value) }
    }

    /// What was learned, with what other places of the state say instead.
    package var learned: [Baseline.Learned] {
        votes.sorted { ByteOrder.precedes($0.key, $1.key) }.compactMap { name, counts in
            let values = counts.sorted { a, b in
                a.value == b.value ? ByteOrder.precedes(a.key, b.key) : a.value > b.value
            }.map(\.key)
            return values.first.map { Baseline.Learned(name: name, value: $0, others: Array(values.dropFirst())) }
        }
    }

    private mutating func learn(_ golden: String, _ actual: String) {
        guard ParameterText.mayHold(golden), let found = match(ParameterText(golden), actual) else { return }
        for (name, value) in found { votes[name, default: [:]][value, default: 0] += 1 }
    }

    /// The element that stands for a golden one: of the same name, at the same position, or the only one that fits.
    private func counterpart(of element: Value, at position: Int, in others: [Value]) -> Value? {
        if let name = element["name"]?.string {
            let pattern = ParameterText(name)
            return others.first { match(pattern, $0["name"]?.string ?? "") != nil }
        }
        guard let text = element.string else { return position < others.count ? others[position] : nil }
        let pattern = ParameterText(text)
        func fits(_ other: Value) -> Bool { other.string.map { match(pattern, $0) != nil } ?? false }
        if position < others.count, fits(others[position]) { return others[position] }
        let fitting = others.filter(fits)
        return fitting.count == 1 ? fitting.first : nil
    }

    /// The values that make a golden text this text; `nil` when none do. Of several ways the first parameter takes most.
    private func match(_ golden: ParameterText, _ text: String) -> [String: String]? {
        let bytes = Array(text.utf8)
        // A search for every way costs too much on long texts, and names, addresses and paths are short.
        guard golden.pieces.count > 1 || golden.parameters.isEmpty == false else {
            return golden.pieces == [.text(text)] ? [:] : nil
        }
        guard bytes.count <= 4_096 else { return nil }
        var found: [String: String] = [:]
        var effort = 20_000
        return match(golden.pieces[...], bytes[...], &found, &effort) ? found : nil
    }

    private func match(
        _ pieces: ArraySlice<ParameterText.Piece>, _ bytes: ArraySlice<UInt8>, _ found: inout [String: String],
        _ effort: inout Int
    ) -> Bool {
        guard let piece = pieces.first else { return bytes.isEmpty }
        effort -= 1
        guard effort > 0 else { return false }
        let fixed: String
        switch piece {
        case .text(let text): fixed = text
        case .parameter(let name):
            if let known = found[name] {
                fixed = known
            } else if let value = bindings.values[name] {
                fixed = CanonicalJSON.plain(value)
            } else {
                guard let pattern = bindings.patterns[name] else { return false }
                if pieces.count == 1 {
                    let text = String(decoding: bytes, as: UTF8.self)
                    guard pattern.matches(text) else { return false }
                    found[name] = text
                    return true
                }
                for end in stride(from: bytes.endIndex, through: bytes.startIndex, by: -1) {
                    if case .text(let next)? = pieces.dropFirst().first, !bytes[end...].starts(with: next.utf8) {
                        continue
                    }
                    let text = String(decoding: bytes[..<end], as: UTF8.self)
                    guard pattern.matches(text) else { continue }
                    found[name] = text
                    if match(pieces.dropFirst(), bytes[end...], &found, &effort) { return true }
                    found[name] = nil
                }
                return false
            }
        }
        guard bytes.starts(with: fixed.utf8) else { return false }
        return match(pieces.dropFirst(), bytes.dropFirst(fixed.utf8.count), &found, &effort)
    }
}
