import Snapshot

/// Somebody or something that wrote, by one leg of the evidence.
package struct Author: Sendable, Hashable {
    /// What the evidence is.
    package enum Leg: String, Sendable, Hashable, CaseIterable {
        /// The API server's own record of requests: who, when, what.
        case auditLog
        /// What the object says of its writers. The names are what each writer calls itself.
        case managedFields
        /// The lists of objects that Flux says it applies.
        case inventory
        /// Traces that are no record: another uid, a bare Pod.
        case signal
    }

    /// Which leg says so.
    package let leg: Leg
    /// What kind of writer.
    package let writer: WriterClass
    /// The field manager; `nil` when the leg does not name one.
    package let manager: String?
    /// `Apply` or `Update` in managedFields, the verb in an audit log.
    package let operation: String
    /// The subresource that was written; `nil` for the object itself.
    package let subresource: String?
    /// When, RFC 3339, as the leg says it; `nil` when it does not.
    package let time: String?
    /// The user that the API server had authenticated; only an audit log knows it.
    package let user: String?
    /// Who the user claimed to be; the user stays the author.
    package let impersonated: String?
    /// The user agent that the client sent.
    package let client: String?
    /// The source revision that Flux applied last, for what is in an inventory.
    package let revision: String?
    /// Whether the platform writes under the same name as people, and nothing tells which of the two it was.
    package let isAmbiguous: Bool

    package init(
        leg: Leg, writer: WriterClass, manager: String? = nil, operation: String, subresource: String? = nil,
        time: String? = nil, user: String? = nil, impersonated: String? = nil, client: String? = nil,
        revision: String? = nil, isAmbiguous: Bool = false
    ) {
        self.leg = leg
        self.writer = writer
        self.manager = manager
        self.operation = operation
        self.subresource = subresource
        self.time = time
        self.user = user
        self.impersonated = impersonated
        self.client = client
        self.revision = revision
        self.isAmbiguous = isAmbiguous
    }

    /// The same author of what Flux applies from a revision.
    func applying(_ revision: String?) -> Author {
        Author(
            leg: leg, writer: writer, manager: manager, operation: operation, subresource: subresource, time: time,
            user: user, impersonated: impersonated, client: client, revision: revision, isAmbiguous: isAmbiguous)
    }

    /// Whether the API server's own log proves it. A field manager is free text: everybody can call himself
    /// `kustomize-controller`.
    package var isProven: Bool { leg == .auditLog }

    /// In a few words that hold cluster text: `ada@example.org (human-cli) patch, kubectl/v1.33 at 2026-…`.
    package var words: String {
        var text = user.map { $0.isEmpty ? "nobody" : $0 } ?? manager ?? "nobody"
        if isAmbiguous, let manager {
            text = "\(Self.command(of: manager, operation)) (\(Self.eitherWords)), field manager \(manager)"
        } else {
            text += " (\(writer.rawValue)) \(operation)"
        }
        if let subresource { text += " \(subresource)" }
        if let impersonated { text += " as \(impersonated)" }
        if user != nil, let name = client ?? manager, !name.isEmpty { text += " with \(name.prefix { $0 != " " })" }
        // A field manager that the client would not have chosen was asked for.
        if user != nil, let client, let manager, !ByteOrder.begins(manager, with: String(client.prefix { $0 != "/" })) {
            text += " under the name \(manager)"
        }
        if let time { text += " at \(time)" }
        if let revision { text += ", revision \(revision)" }
        return isProven ? text + ", by the audit log" : text
    }

    /// Who an ambiguous author may be.
    package static let eitherWords = "a person or AKS"

    /// The command that leaves a field manager. Source: kubectl, its default field managers.
    private static func command(of manager: String, _ operation: String) -> String {
        switch manager {
        case "kubectl-client-side-apply", "kubectl-last-applied": "kubectl apply"
        case "kubectl" where operation == "Apply": "kubectl apply --server-side"
        case "kubectl-label": "kubectl label"
        default: manager
        }
    }
}
