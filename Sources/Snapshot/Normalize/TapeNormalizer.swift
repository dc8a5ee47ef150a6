/// The normalizer of the hot path: from an object on a tape straight to the bytes that its normalized digest is taken of.
///
/// It writes what ``Normalizer/canonical(_:apiVersion:)`` makes of ``Normalizer/declared(_:hasStatus:dropped:)``, byte by byte,
/// without a tree in between: rules and schema are compiled to numbered keys. Tests hold the two against each other.
package struct TapeNormalizer: Sendable {
    /// What is known of a place of the schema.
    struct Place: Sendable {
        let scalar: FieldFacts.Scalar?
        let list: ListSemantics?
        /// The place of elements, or -1.
        let items: Int
        /// The place of members without a place of their own, or -1.
        let values: Int
        /// Canonical bytes of the default.
        let defaultBytes: [UInt8]?
        /// Whether null is told from absent.
        let keepsNull: Bool
        /// Whether null is the empty text.
        let nullIsEmpty: Bool
    }

    /// The normalizer whose bytes these are.
    package let normalizer: Normalizer
    /// What tapes have to be read with.
    package let keys: KeyVocabulary
    let sieve: SieveTable
    let places: [Place]
    private let fields: EdgeTable

    /// Compiles a normalizer.
    ///
    /// - Parameter names: what the vocabulary shall begin with.
    package init(_ normalizer: Normalizer, rules: [FieldRule] = FieldTable.rules, names: [String] = []) {
        self.normalizer = normalizer
        let schema = normalizer.schema
        var all = names + SieveTable.names(rules)
        for place in 0..<schema.count { all += schema.children(place).keys }
        let keys = KeyVocabulary(all)
        var edges: [(from: Int, key: KeyVocabulary.ID, to: Int)] = []
        var places: [Place] = []
        places.reserveCapacity(schema.count)
        for place in 0..<schema.count {
            let node = schema.node(place)
            for (name, child) in schema.children(place) { edges.append((place, keys.id(name), child)) }
            places.append(
                Place(
                    scalar: node.scalar, list: node.list, items: schema.element(place) ?? -1,
                    values: schema.anyChild(place) ?? -1,
                    defaultBytes: node.defaultValue.map { CanonicalJSON.bytes(normalizer.canonical($0, at: place)) },
                    keepsNull: node.keepsNull, nullIsEmpty: node.nullIsEmpty))
        }
        self.keys = keys
        self.places = places
        fields = EdgeTable(edges)
        sieve = SieveTable(rules, keys: keys)
    }

    /// A field that a rule took out and that tells of a hand.
    package struct Signal: Sendable {
        /// Where it stood.
        package let path: FieldPath
        /// What it said.
        package let value: Value
    }

    /// The digest of the state that an object declares.
    ///
    /// - Parameters:
    ///   - apiVersion: by which the schema knows the object.
    ///   - hasStatus: whether `status` belongs to a controller instead of to whoever writes the object.
    ///   - signals: what rules took out and call a signal.
    package func digest(
        _ tape: JSONTape, apiVersion: String, hasStatus: Bool, signals: inout [Signal]
    ) -> Digest {
        Digest(of: bytes(tape, apiVersion: apiVersion, hasStatus: hasStatus, signals: &signals))
    }

    /// The bytes of ``digest(_:apiVersion:hasStatus:signals:)``.
    package func bytes(
        _ tape: JSONTape, apiVersion: String, hasStatus: Bool, signals: inout [Signal]
    ) -> [UInt8] {
        declared(tape, apiVersion: apiVersion, hasStatus: hasStatus, collectsIgnored: false, signals: &signals).bytes
    }

    /// The same bytes and, where that is wanted, what they leave out; `nil` for an object whose parts cannot be told apart without
    /// a tree.
    package func declared(
        _ tape: JSONTape, apiVersion: String, hasStatus: Bool, collectsIgnored: Bool, signals: inout [Signal]
    ) -> (bytes: [UInt8], ignored: IgnoredFields?) {
        // A Secret with `stringData` is merged as a tree; API servers never answer with one. What people wrote in places of
        // controllers is as rare.
        if tape.member("stringData", of: 0) != nil || HandFields.areOn(tape) {
            let declared = normalizer.declared(tape.value(), hasStatus: hasStatus) { dropped in
                guard dropped.rule.effect == .signal else { return }
                signals.append(Signal(path: dropped.path, value: dropped.value))
            }
            return (CanonicalJSON.bytes(normalizer.canonical(declared, apiVersion: apiVersion)), nil)
        }
        var writer = DeclaredWriter(tape, plan: self, collectsIgnored: collectsIgnored)
        writer.writeRoot(apiVersion: apiVersion, hasStatus: hasStatus)
        signals += writer.signals
        return (writer.buffer, writer.ignored(hasStatus: hasStatus))
    }

    /// The place of a member.
    func child(_ place: Int, _ key: Int, of tape: JSONTape) -> Int {
        child(place, tape.key(key))
    }

    func child(_ place: Int, _ key: KeyVocabulary.ID) -> Int {
        guard place >= 0 else { return -1 }
        let target = fields.target(place, key)
        return target == EdgeTable.none ? places[place].values : target
    }

    /// The place of an element.
    func element(_ place: Int) -> Int { place < 0 ? -1 : places[place].items }
}
