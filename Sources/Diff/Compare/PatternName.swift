import Snapshot

/// What a varying value seems to be, by where it stands. The tables are printed by `snapctl rules`.
package struct PatternName: Sendable, Hashable {
    /// The name: small letters, digits and `-`.
    package let text: String
    /// Whether the name comes from a table rather than from the field: such a value is a pattern also when it stands once.
    package let isTelling: Bool
    private let weight: Int

    /// Words that stand right before a value: `/subscriptions/…`.
    package static let before: [(text: String, name: String)] = [
        ("subscriptions/", "subscription"), ("resourceGroups/", "resource-group"),
        ("resourcegroups/", "resource-group"),
        ("managedClusters/", "cluster"), ("workspaces/", "workspace"), ("vaults/", "vault"),
        ("userAssignedIdentities/", "identity"), ("projects/", "project"),
    ]
    /// Words that stand right behind a value: `….azurecr.io`.
    package static let behind: [(text: String, name: String)] = [
        (".azurecr.io", "registry"), (".vault.azure.net", "vault"), (".azmk8s.io", "region"),
        (".blob.core.windows.net", "storage-account"), (".dkr.ecr", "registry"), (".database.windows.net", "database"),
    ]
    /// Parts of the names of fields and variables, in the order in which they are looked for.
    package static let fields: [(text: String, name: String)] = [
        ("keyvault", "vault"), ("vaultname", "vault"), ("tenantid", "tenant"), ("clientid", "client-id"),
        ("subscriptionid", "subscription"), ("resourcegroup", "resource-group"), ("registry", "registry"),
        ("region", "region"), ("location", "region"), ("workspaceid", "workspace"), ("hostname", "host"),
        ("host", "host"),
        ("clustername", "cluster"), ("acr", "registry"),
    ]

    /// - Parameters:
    ///   - after: the text of all clusters before the value.
    ///   - before: the text of all clusters behind it.
    init(_ values: TextTuple, at site: Pattern.Site, after head: String, before tail: String, isWholeText: Bool) {
        let fields = Self.fieldNames(site.path)
        let plain = fields.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
        if let hit = Self.before.first(where: { head.hasSuffix($0.text) }) {
            (text, isTelling, weight) = (hit.name, true, 5)
        } else if let hit = Self.behind.first(where: { tail.hasPrefix($0.text) }) {
            (text, isTelling, weight) = (hit.name, true, 5)
        } else if isWholeText,
            let hit = Self.fields.first(where: { hit in plain.prefix(1).contains { $0.contains(hit.text) } })
        {
            (text, isTelling, weight) = (hit.name, true, 4)
        } else if values.texts.allSatisfy(TextColumns.isHost) {
            (text, isTelling, weight) = ("host", true, 3)
        } else if values.texts.allSatisfy(TextColumns.isUUID) {
            (text, isTelling, weight) = (Self.objectName(site, "id"), true, 2)
        } else if site.identity.kind == "Node", site.path == FieldPath(fields: "metadata", "name") {
            (text, isTelling, weight) = ("node-suffix", false, 3)
        } else if head.hasPrefix("--"), head.hasSuffix("=") {
            (text, isTelling, weight) = (Self.kebab(String(head.dropFirst(2).dropLast())), false, 1)
        } else {
            (text, isTelling, weight) = (fields.first.map(Self.kebab) ?? Self.objectName(site, "value"), false, 0)
        }
    }

    /// The one of two that says more; the first one in byte order among equals.
    func better(_ other: PatternName) -> PatternName {
        if weight != other.weight { return weight > other.weight ? self : other }
        return ByteOrder.precedes(other.text, text) ? other : self
    }

    /// The names, with numbers behind those that stand twice.
    package static func distinct(_ names: [String]) -> [String] {
        var used: Set<String> = []
        return names.map { name in
            var candidate = name
            var number = 1
            while !used.insert(candidate).inserted {
                number += 1
                candidate = "\(name)-\(number)"
            }
            return candidate
        }
    }

    /// A name of a field, a variable or an object as a parameter can be called.
    package static func kebab(_ text: String) -> String {
        var result: [UInt8] = []
        var wasLower = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if wasLower { result.append(UInt8(ascii: "-")) }
                result.append(byte + 32)
                wasLower = false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.append(byte)
                wasLower = true
            default:
                if let last = result.last, last != UInt8(ascii: "-") { result.append(UInt8(ascii: "-")) }
                wasLower = false
            }
        }
        while result.last == UInt8(ascii: "-") { result.removeLast() }
        let name = String(decoding: result, as: UTF8.self)
        guard let first = name.utf8.first else { return "value" }
        return (0x30...0x39).contains(first) ? "n" + name : name
    }

    /// The names around a place that say what it is, the nearest first. `value` and `name` say nothing: then what the
    /// element is called does.
    static func fieldNames(_ path: FieldPath) -> [String] {
        let silent: Set<String> = ["value", "name", "args", "command", "ca.crt", "spec", "metadata"]
        return path.elements.reversed().compactMap { element in
            switch element {
            case .field(let name): silent.contains(name) ? nil : name
            case .key(let keys): keys["name"]?.string
            case .value, .index: nil
            }
        }
    }

    private static func objectName(_ site: Pattern.Site, _ what: String) -> String {
        kebab([site.identity.namespace, site.identity.name, what].compactMap { $0 }.joined(separator: "-"))
    }
}
