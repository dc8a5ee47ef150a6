package import Snapshot

/// A golden resource of which the baseline keeps a digest instead of what it says: large objects that nobody reads line by
/// line, such as definitions of custom resources.
///
/// ```yaml
/// apiVersion: apiextensions.k8s.io/v1
/// kind: CustomResourceDefinition
/// metadata:
///   name: widgets.example.org
/// detail: digest
/// digest: 6f1c…
/// rules: 0a1b…
/// ```
///
/// A digest is of what the object declares under one rule set. Under another one it says nothing, neither drift nor clean.
package struct DigestResource: Sendable, Hashable {
    /// Which object.
    package let identity: Identity
    /// Its version.
    package let apiVersion: String
    /// The digest of what it declares.
    package let digest: Digest
    /// The rule set under which it was computed.
    package let rules: String

    /// What a file of one holds, and hardly any other.
    package static let mark = "detail: digest"

    /// Why a file that begins like one is none.
    package struct Malformed: Error {}

    /// The rule set of this program.
    package static var currentRules: String { RuleSet.digest.hex }

    /// Of what an object declares.
    package init(of declared: Value, _ identity: Identity, hasStatus: Bool) {
        self.identity = identity
        apiVersion = declared["apiVersion"]?.string ?? ""
        digest = Self.digest(of: declared, hasStatus: hasStatus)
        rules = Self.currentRules
    }

    /// What a golden file says; `nil` for one that holds a resource as a whole.
    package init?(_ value: Value) throws(Malformed) {
        guard value["detail"]?.string == "digest", value["spec"] == nil, value["data"] == nil else { return nil }
        guard let identity = Identity(of: value), let apiVersion = value["apiVersion"]?.string,
            let digest = value["digest"]?.string.flatMap({ Digest(hex: $0) }), let rules = value["rules"]?.string
        else { throw Malformed() }
        self.identity = identity
        self.apiVersion = apiVersion
        self.digest = digest
        self.rules = rules
    }

    /// The digest of what an object declares: by the tables of this program alone, whatever else a state knows of types.
    package static func digest(of declared: Value, hasStatus: Bool) -> Digest {
        normalizer.digest(declared, hasStatus: hasStatus)
    }

    private static let normalizer = Normalizer(schema: FieldSchema(BuiltinSchema.facts))

    /// Whether it can be held against an object here.
    package var isOfCurrentRules: Bool { ByteOrder.same(rules, Self.currentRules) }

    /// As its file says it.
    package var value: Value {
        var object = Object()
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(identity.kind)
        object["metadata"] = metadata
        object["detail"] = "digest"
        object["digest"] = .string(digest.hex)
        object["rules"] = .string(rules)
        return .object(object)
    }

    /// The object without anything that it declares: of one that is gone it is known that it was there.
    package var stub: Value {
        ["apiVersion": .string(apiVersion), "kind": .string(identity.kind), "metadata": metadata]
    }

    private var metadata: Value {
        var metadata = Object()
        metadata["name"] = .string(identity.name)
        metadata["namespace"] = identity.namespace.map(Value.string)
        return .object(metadata)
    }

    /// The difference of an object that declares something else than its digest says.
    package static func change(_ identity: Identity, from old: Digest, to new: Digest) -> Change {
        Change(
            identity: identity,
            kind: .modified([
                FieldChange(
                    path: FieldPath(fields: "digest"), kind: .value, before: .string(old.hex), after: .string(new.hex))
            ]))
    }
}
