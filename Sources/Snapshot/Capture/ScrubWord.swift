/// The member names that decide how redaction reads what stands under them.
///
/// Every vocabulary that an object is read with for redaction begins with ``names``: so the number of a key is the word.
enum ScrubWord: KeyVocabulary.ID, CaseIterable {
    case annotations, apiVersion, args, binaryData, clientConfig, command, creationTimestamp, data, fieldsV1,
        generateName,
        kind, lastApplied, metadata, mountOptions, name, namespace, options, parameters, resourceVersion, selfLink,
        stringData, uid,
        value, volumeAttributes

    /// As it is written.
    var text: String { self == .lastApplied ? Redactor.lastApplied : "\(self)" }

    /// All of them, in the order of their numbers.
    static let names = allCases.map(\.text)

    /// A vocabulary of these alone.
    static let vocabulary = KeyVocabulary(names)
}
