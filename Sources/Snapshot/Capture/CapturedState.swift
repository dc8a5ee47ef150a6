/// What a capture brought: everything a snapshot holds, before it is one.
package struct CapturedState: Sendable {
    /// Without roots and files, which the writer computes.
    package var manifest: Manifest
    /// All objects by path.
    package var entries: [IndexEntry]
    /// The types that discovery named, or that the built-in table and the CustomResourceDefinitions know.
    package var types: [ResourceType]
    /// What is known about fields.
    package var schema: SchemaFacts
    /// The part of it that a snapshot keeps: nothing about types of Kubernetes itself.
    package var ownSchema: SchemaFacts
    /// The values that were replaced.
    package var redactions: [Redactor.Redaction]
    /// Certificates in Secrets that stayed readable.
    package var certificates: [Redactor.Certificate]
    /// From the tokens of the key before to those of this one, in a bridging capture.
    package var bridge: TokenBridge?
    /// The search for secret values, to be made over everything that is written.
    package var canary: LeakCanary
    /// The bodies.
    package var store: RecordStore
    /// Objects of files that were left out because of their type.
    package var outOfScope: [OutOfScope] = []

    /// A type that is out of scope, and how many objects of it were read.
    package struct OutOfScope: Sendable {
        package let type: ResourceType
        package let count: Int
    }
}
