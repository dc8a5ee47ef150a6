import Snapshot

/// Where the versions of one object differ between stages, with what each of them says there.
struct StageSites {
    /// A place that varies.
    struct Site {
        /// In the terms of the first version.
        let path: FieldPath
        /// What each version says; `nil` where it says nothing.
        let values: [Value?]

        /// The texts, where every version says one that is no token.
        var texts: [String]? {
            var texts: [String] = []
            for value in values {
                guard let text = value?.string, TokenText(text) == nil else { return nil }
                texts.append(text)
            }
            return texts
        }
    }

    /// No path lies inside another.
    let sites: [Site]

    /// - Parameters:
    ///   - versions: what the object declares, the first one being the one whose terms are used.
    ///   - differences: the changes from the first version to another one.
    init(_ versions: [Value], differences: (Value, Value) -> [FieldChange]) {
        guard let base = versions.first else {
            sites = []
            return
        }
        let changes = versions.dropFirst().map { other in
            LeafPairs.pairs(of: differences(base, other)).map { pair -> (pair: LeafPair, path: FieldPath) in
                (pair, Self.place(of: pair))
            }
        }
        let all = Set(changes.joined().map(\.path))
        let paths = all.filter { path in !all.contains { $0 != path && path.isInside($0) } }
            .sorted { ByteOrder.precedes($0.description, $1.description) }
        sites = paths.map { path in
            let first = ValuePath.value(base, at: path.elements[...])
            return Site(
                path: path,
                values: [first]
                    + zip(versions.dropFirst(), changes).map { version, pairs -> Value? in
                        let here = pairs.filter { $0.path.isInside(path) }
                        guard let only = here.first else { return first }
                        if here.count == 1, only.path == path, only.pair.path == path { return only.pair.after }
                        return ValuePath.value(version, at: path.elements[...])
                    })
        }
    }

    /// The changes from one version to another; what cannot be compared counts as one, another order as none.
    static func differences(
        _ before: Value, _ after: Value, apiVersion: String, by fields: FieldComparer
    ) -> [FieldChange] {
        fields.compare(before, after, apiVersion: apiVersion).changes.filter { $0.kind != .orderOnly }
            .map { FieldChange(path: $0.path, kind: .value, before: $0.before, after: $0.after) }
    }

    /// A list of which one version has more elements than another varies as a whole.
    private static func place(of pair: LeafPair) -> FieldPath {
        guard pair.before == nil || pair.after == nil else { return pair.path }
        switch pair.path.elements.last {
        case .key?, .value?, .index?: return FieldPath(Array(pair.path.elements.dropLast()))
        case .field?, nil: return pair.path
        }
    }
}
