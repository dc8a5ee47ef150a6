/// Why a text is not YAML that snapctl takes.
public struct YAMLError: Error, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// libyaml's own words.
        case malformed(String)
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A key that stands twice in one mapping. kubectl would silently take the last one.
        case duplicateKey(String)
        /// A key that is a list or a mapping.
        case complexKey
        /// A key that is null, or a whole number beyond 64 bits.
        case keyIsNoText(String)
        /// An alias to an anchor that does not exist, or that contains itself.
        case unknownAlias(String)
        /// More nodes than `YAMLReader.nodeLimit` once aliases are followed.
        case aliasBomb
        /// A scalar that is not of its tag's type.
        case notOfTag(String)
        /// `.inf` or `.nan`, which no Kubernetes API can hold.
        case notFinite(String)
        /// More levels than JSON may have.
        case tooDeep
        /// A merge key `<<` whose value is no mapping.
        case badMerge
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it was seen.
    public let position: InputPosition

    /// One sentence without the place.
    public var summary: String {
        switch reason {
        case .malformed(let words): "the YAML is malformed: \(words)"
        case .invalidUTF8: "the text is not valid UTF-8"
        // Not the text itself, which may be a password: the position says which it is.
        case .duplicateKey: "a key occurs twice in one mapping"
        case .complexKey: "a list or mapping cannot be a key"
        case .unknownAlias: "an alias `*…` refers to no complete anchor; quote the value if the star belongs to it"
        case .aliasBomb: "aliases expand to more than \(YAMLReader.nodeLimit) nodes"
        case .keyIsNoText: "a key is no text; quote it"
        case .notOfTag: "a value is not what its tag `!…` says; quote the value if the mark belongs to it"
        case .notFinite(let text): "`\(text)` is not a number that JSON can hold; quote it if it is text"
        case .tooDeep: "values are nested more than \(JSONReader.depthLimit) levels deep"
        case .badMerge: "a merge key `<<` needs a mapping or a list of mappings"
        }
    }
}

/// One document of a YAML stream.
package struct YAMLDocument: Sendable {
    /// What it says.
    package let value: Value
    /// Where it begins.
    package let position: InputPosition
    /// Where each field stands, by path; empty unless asked for.
    package let places: [FieldPath: InputPosition]
}

/// Reads YAML the way kubectl does, into the same values as JSON.
///
/// Plain scalars follow the YAML 1.1 resolution of sigs.k8s.io/yaml (see ``PlainScalar``); duplicate keys are rejected,
/// aliases are bounded, timestamps stay text.
package enum YAMLReader {
    /// The most nodes that all documents of a stream may have after aliases are followed.
    package static let nodeLimit = 20_000_000
    /// The most nodes that aliases alone may add.
    package static let aliasNodeLimit = 1_000_000

    /// All documents of a stream, the empty ones left out.
    ///
    /// - Parameters:
    ///   - withPlaces: also record the position of every field, for errors about what a person wrote.
    ///   - aliasLimit: the most nodes that aliases alone may add.
    package static func documents(
        _ bytes: [UInt8], withPlaces: Bool = false, aliasLimit: Int = aliasNodeLimit
    ) throws(YAMLError) -> [YAMLDocument] {
        var composer = YAMLComposer(bytes, keys: .empty, withPlaces: withPlaces, aliasLimit: aliasLimit)
        var result: [YAMLDocument] = []
        while let position = try composer.next() {
            guard composer.tape.nodes[0].kind != .null else { continue }
            result.append(YAMLDocument(value: composer.tape.value(), position: position, places: composer.places))
        }
        return result
    }

    /// Each document of a stream in turn, so that a large file is never in memory as a whole.
    ///
    /// - Parameter each: may change the tape.
    package static func documents<E: Error>(
        _ bytes: [UInt8], keys: KeyVocabulary, each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(StreamError<E>) {
        var composer = YAMLComposer(bytes, keys: keys, withPlaces: false)
        while true {
            let position: InputPosition?
            do throws(YAMLError) { position = try composer.next() } catch { throw .malformed(error) }
            guard let position else { return }
            guard composer.tape.nodes[0].kind != .null else { continue }
            do throws(E) { try each(&composer.tape, position) } catch { throw .taker(error) }
        }
    }

    /// What can end the reading of a stream: its text, or whoever takes its documents.
    package enum StreamError<E: Error>: Error {
        /// The text is not YAML.
        case malformed(YAMLError)
        /// The taker of a document threw.
        case taker(E)
    }
}
