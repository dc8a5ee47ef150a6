/// Facts about the types that Kubernetes itself brings, for manifests that come without a server.
package enum BuiltinSchema {
    /// The facts, distilled from the OpenAPI of a kube-apiserver.
    package static let facts: SchemaFacts = SchemaFacts()
}
