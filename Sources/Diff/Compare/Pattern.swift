package import Snapshot

/// One value that several clusters spell differently, each in its own way everywhere: a registry, a region, a host.
package struct Pattern: Sendable, Hashable {
    /// A place where it stands.
    package struct Site: Sendable, Hashable {
        /// In which object, as the first cluster calls it.
        package let identity: Identity
        /// In which field, in the first cluster's terms.
        package let path: FieldPath

        package init(identity: Identity, path: FieldPath) {
            self.identity = identity
            self.path = path
        }
    }

    /// What it seems to be: `registry`, `region`, else what the field is called. Each name once.
    package let name: String
    /// How each cluster spells it, in the order of the clusters.
    package let values: TextTuple
    /// Where it stands, in order.
    package let sites: [Site]

    /// In how many objects it stands.
    package var objectCount: Int { Set(sites.map(\.identity)).count }
    /// In how many fields it stands.
    package var fieldCount: Int { Set(sites).count }
    /// Those objects, each once, in order.
    package var objects: [Identity] { Set(sites.map(\.identity)).sorted() }
}

/// A place where clusters say different texts, one text each.
package struct VaryingSite: Sendable, Hashable {
    /// Where.
    package let site: Pattern.Site
    /// What each cluster says there.
    package let texts: TextTuple

    package init(identity: Identity, path: FieldPath, texts: [String]) {
        site = Pattern.Site(identity: identity, path: path)
        self.texts = TextTuple(texts)
    }
}

/// What the varying places of some clusters have in common.
package struct Patterns: Sendable {
    /// A part of a text.
    package enum Piece: Sendable, Hashable {
        /// Text that all clusters say.
        case text(String)
        /// The pattern of that number.
        case pattern(Int)
    }

    /// The patterns, those with most places first.
    package let patterns: [Pattern]
    /// How the text at a place is made of patterns and of what all clusters say; places that no pattern explains are not in it.
    package let templates: [Pattern.Site: [Piece]]
    /// Values that would be a pattern if one cluster did not spell them two ways, or two values alike; in words.
    package let contradictions: [String]
}
