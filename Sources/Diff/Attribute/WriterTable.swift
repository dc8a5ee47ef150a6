import Snapshot

/// One sentence about writers: who calls himself so, or is authenticated so, belongs to this class.
package struct WriterRule: Sendable, Hashable {
    /// The class.
    package let writer: WriterClass
    /// The field manager; a rule with one speaks of managedFields, a rule without of requests.
    package let manager: TextPattern?
    /// `Apply` or `Update`; `nil` for both.
    package let operation: String?
    /// The authenticated user; `nil` for all.
    package let user: TextPattern?
    /// One of the user's groups; `nil` for all.
    package let group: TextPattern?
    /// User agents, in any case; the empty pattern is for requests without one. Empty for all.
    package let clients: [TextPattern]
    /// The group that the server gives all such users: a certificate can say any name, and whoever has it and is not in
    /// this group is somebody else. `nil` when there is none, or when the log does not tell groups.
    package let account: String?
    /// Whether the platform writes under this name as well, so that the name alone accuses nobody.
    package let isAmbiguous: Bool
    /// Why.
    package let reason: String

    package init(
        _ writer: WriterClass, manager: TextPattern? = nil, operation: String? = nil, user: TextPattern? = nil,
        group: TextPattern? = nil, clients: [TextPattern] = [], account: String? = nil, isAmbiguous: Bool = false,
        reason: String
    ) {
        self.writer = writer
        self.manager = manager
        self.operation = operation
        self.user = user
        self.group = group
        self.clients = clients
        self.account = account
        self.isAmbiguous = isAmbiguous
        self.reason = reason
    }

    /// Whether it speaks of what the API server has authenticated, and not of what a writer calls itself.
    package var isAboutRequests: Bool { user != nil || group != nil || !clients.isEmpty }
}

/// Who writes under which name; the first rule that matches decides. Printed by `snapctl rules`, extended by the
/// `managers` of a baseline, whose rules come first.
///
/// A request is judged by its user before its user agent, and by both before the field manager it asks for: the server
/// has authenticated only the user.
package struct WriterTable: Sendable, Hashable {
    /// The rules in their order.
    package let rules: [WriterRule]

    package init(rules: [WriterRule]) { self.rules = rules }

    /// This table with rules before its own.
    package func extended(by rules: [WriterRule]) -> WriterTable { WriterTable(rules: rules + self.rules) }

    /// The rule about an entry of managedFields.
    package func rule(manager: String, operation: String) -> WriterRule? {
        rules.first { rule in
            guard let pattern = rule.manager, !rule.isAboutRequests else { return false }
            return pattern.matches(manager) && (rule.operation.map { ByteOrder.same($0, operation) } ?? true)
        }
    }

    /// The rule about a request.
    ///
    /// - Parameter isClaimed: Whether the user is one that somebody else claimed to be, whose groups are claims as well.
    package func rule(
        user: String, groups: [String] = [], client: String, manager: String?, isClaimed: Bool = false
    ) -> WriterRule? {
        let lowered = client.lowercased()
        return rules.first { rule in
            guard rule.isAboutRequests else { return false }
            if let pattern = rule.manager, !(manager.map(pattern.matches) ?? false) { return false }
            if let pattern = rule.group, !groups.contains(where: pattern.matches) { return false }
            if let account = rule.account, !isClaimed, !groups.isEmpty, !groups.contains(account) { return false }
            guard rule.user?.matches(user) ?? true else { return false }
            return rule.clients.isEmpty || rule.clients.contains { $0.matches(client) || $0.matches(lowered) }
        }
    }

    /// The class of an entry of managedFields.
    package func writer(manager: String, operation: String) -> WriterClass {
        rule(manager: manager, operation: operation)?.writer ?? .unknown
    }

    /// The class of a request.
    package func writer(
        user: String, groups: [String] = [], client: String, manager: String?, isClaimed: Bool = false
    ) -> WriterClass {
        rule(user: user, groups: groups, client: client, manager: manager, isClaimed: isClaimed)?.writer ?? .unknown
    }
}
