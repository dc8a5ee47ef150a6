/// The member names that decide how redaction reads what stands under them.
///
/// Every vocabulary that an object is read with for redaction begins with ``names``: so the number of a key is the word.
enum ScrubWord: KeyVocabulary.ID, CaseIterable {
    case annotations, apiVersion, args, binaryData, clientConfig, command, content, creationTimestamp, data, `default`,
        defaultValue, example, fieldsV1, generateName, involvedObject, items, key, kind, kty, lastApplied, literal,
        message, metadata, mountOptions, name, namespace, nodeName, note, options, ownerReferences, parameter,
        parameters, path, plainText, properties, regarding, related, resourceVersion, secureJsonData, secureSettings,
        selfLink, status, stringData, target, targetRef, text, uid, val, value, variable, volumeAttributes

    /// As it is written.
    var text: String { self == .lastApplied ? Redactor.lastApplied : "\(self)" }

    /// Whether a member of that name holds what a member beside it names.
    var isValue: Bool {
        switch self {
        case .value, .val, .default, .defaultValue, .content, .text, .literal, .plainText, .data: true
        default: false
        }
    }

    /// Whether a member of that name says what the value beside it is.
    var isGiven: Bool { self == .name || self == .key || self == .parameter || self == .variable }

    /// Whether what stands under it tells one object from others.
    var isReference: Bool {
        switch self {
        case .ownerReferences, .involvedObject, .regarding, .related, .targetRef: true
        default: false
        }
    }

    /// All of them, in the order of their numbers.
    static let names = allCases.map(\.text)

    /// A vocabulary of these alone.
    static let vocabulary = KeyVocabulary(names)
}
