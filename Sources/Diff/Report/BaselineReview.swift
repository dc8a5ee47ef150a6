package import Snapshot

/// What a new baseline holds, for the people who review it: counted by namespace and origin, and first what decides most.
///
/// It says what there is to look at, never that something is right. Text of the cluster is safe in Markdown.
package struct BaselineReview: Sendable {
    /// One golden resource.
    package struct Item: Sendable {
        let identity: Identity
        let origin: Origin?
        /// What it declares.
        let declared: Value
        let isDigest: Bool
        /// How many lines its file has.
        let lines: Int

        package init(identity: Identity, origin: Origin?, declared: Value, isDigest: Bool, lines: Int) {
            self.identity = identity
            self.origin = origin
            self.declared = declared
            self.isDigest = isDigest
            self.lines = lines
        }
    }

    private let name: String
    private let manifest: Manifest
    private let items: [Item]

    /// The most objects that one point names.
    private static let limit = 25

    package init(name: String, manifest: Manifest, items: [Item]) {
        self.name = name
        self.manifest = manifest
        self.items = items
    }

    /// The document.
    package var text: String {
        let digests = items.filter(\.isDigest)
        let lines = items.reduce(0) { $0 + $1.lines }
        var text: [String] = [
            "# Review of " + MarkdownText.code(name), "",
            "Written once by `snapctl baseline init`; no command reads it. Delete it when the review is done.", "",
            MarkdownText.sentence(
                "The baseline holds \(Words.count(items.count, "resource")) in \(Words.count(lines, "line")), of which "
                    + "\(Words.grouped(digests.count)) are kept as digests; captured \(manifest.times.startedAt)"
                    + (manifest.cluster.map { " from \($0.name)" } ?? "") + "."), "",
        ]
        text += ["## What to look at first", ""]
        let points = points
        text += points.isEmpty ? ["Nothing stands out.", ""] : points.flatMap(section)
        text += ["## What is there", ""] + table + [""]
        text += Self.steps
        return text.joined(separator: "\n") + "\n"
    }

    // MARK: What to look at

    private struct Point {
        let title: String
        let why: String
        let rows: [(name: String, note: String)]
    }

    private func section(_ point: Point) -> [String] {
        let rest = point.rows.count - Self.limit
        return ["### \(point.title) (\(Words.grouped(point.rows.count)))", "", point.why, ""]
            + point.rows.prefix(Self.limit).map { row in
                "- [ ] \(MarkdownText.code(row.name))"
                    + (row.note.isEmpty ? "" : ": " + MarkdownText.clause(row.note))
            } + (rest > 0 ? ["- … and \(Words.grouped(rest)) more"] : []) + [""]
    }

    private var points: [Point] {
        let gaps = manifest.gaps.map { (name: $0.subject, note: Words.gap($0)) }
        return [
            Point(
                title: "Not read", why: "The baseline says nothing of these types; a check is inconclusive.", rows: gaps
            ),
            Point(
                title: "Owner not known",
                why: "Made manually, or by whom the state does not say. A baseline makes them what ought to be there.",
                rows: items.compactMap { item in
                    guard let origin = item.origin, !origin.kind.isAccountedFor else { return nil }
                    return (item.identity.reference, origin.evidence)
                }),
            Point(
                title: "Rights over everything",
                why: "Bindings of the roles that may do, or read, nearly all.", rows: items.compactMap(Self.binding)),
            Point(
                title: "Programs that reach into their node",
                why: "Privileged, with the node's network, processes or files.",
                rows: items.compactMap { item in
                    Self.reach(item.declared).map { (item.identity.reference, $0) }
                }),
            Point(
                title: "What judges or changes every write",
                why: "Admission webhooks and policies; one that fails open judges nothing while it is away.",
                rows: items.filter { $0.identity.group == "admissionregistration.k8s.io" }.map { item in
                    let isOpen = Self.holds(item.declared, "failurePolicy", .string("Ignore"))
                    return (item.identity.reference, isOpen ? "fails open" : "")
                }),
            Point(
                title: "Namespaces without a NetworkPolicy", why: "Everybody in the cluster may reach what runs there.",
                rows: unwalled.map { ("namespace/\($0)", "") }),
            Point(
                title: "Secrets", why: "Every key and no value; tokens say whether a value is still the same.",
                rows: items.filter { $0.identity.groupKind == GroupKind(group: "", kind: "Secret") }
                    .map { ($0.identity.reference, $0.declared["type"]?.string ?? "") }),
            Point(
                title: "Kept as digests",
                why: "A change is seen and not what it is. `--detail full` keeps them as they are.",
                rows: items.filter(\.isDigest).map { ($0.identity.reference, "") }),
        ].filter { !$0.rows.isEmpty }
    }

    private static let mightyRoles = ["cluster-admin", "admin", "edit"]

    private static func binding(_ item: Item) -> (name: String, note: String)? {
        guard item.identity.group == "rbac.authorization.k8s.io", item.identity.kind.hasSuffix("Binding"),
            let role = item.declared[["roleRef", "name"]]?.string, mightyRoles.contains(role)
        else { return nil }
        let subjects = (item.declared["subjects"]?.array ?? []).map { subject in
            [subject["kind"]?.string, subject["namespace"]?.string, subject["name"]?.string].compactMap { $0 }
                .joined(separator: " ")
        }
        return (item.identity.reference, "\(role) → \(subjects.isEmpty ? "nobody" : subjects.joined(separator: ", "))")
    }

    private static func reach(_ declared: Value) -> String? {
        let pod =
            declared[["spec", "template", "spec"]] ?? declared[["spec", "jobTemplate", "spec", "template", "spec"]]
        guard let pod = pod ?? (declared["kind"]?.string == "Pod" ? declared["spec"] : nil) else { return nil }
        var found: [String] = []
        for name in ["hostNetwork", "hostPID", "hostIPC"] where pod[name] == .bool(true) { found.append(name) }
        if holds(pod, "privileged", .bool(true)) { found.append("privileged") }
        let paths = (pod["volumes"]?.array ?? []).compactMap { $0[["hostPath", "path"]]?.string }
        if !paths.isEmpty { found.append("hostPath " + paths.joined(separator: ", ")) }
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }

    /// Whether a member of that name says that, anywhere below.
    private static func holds(_ value: Value, _ name: String, _ wanted: Value) -> Bool {
        switch value {
        case .object(let object):
            object.members.contains { member in
                ByteOrder.same(member.key, name) && member.value == wanted || holds(member.value, name, wanted)
            }
        case .array(let elements): elements.contains { holds($0, name, wanted) }
        default: false
        }
    }

    private var unwalled: [String] {
        let walled = Set(
            items.filter { $0.identity.groupKind == GroupKind(group: "networking.k8s.io", kind: "NetworkPolicy") }
                .compactMap(\.identity.namespace))
        let running = Set(
            items.filter { ["apps", "batch"].contains($0.identity.group) || $0.identity.kind == "Pod" }
                .compactMap(\.identity.namespace))
        return running.subtracting(walled).sorted(by: ByteOrder.precedes)
    }

    // MARK: What is there

    private var table: [String] {
        let kinds = Origin.Kind.allCases.filter { kind in items.contains { $0.origin?.kind == kind } }
        var rows = [
            "| namespace | objects | lines |" + kinds.map { " \($0.rawValue) |" }.joined(),
            "|---|---|---|" + kinds.map { _ in "---|" }.joined(),
        ]
        let spaces = Dictionary(grouping: items) { $0.identity.namespace ?? "" }
        for (space, items) in spaces.sorted(by: { ByteOrder.precedes($0.key, $1.key) }) {
            let name = space.isEmpty ? "(cluster-wide)" : MarkdownText.code(space, inTable: true)
            let counts = kinds.map { kind in
                let count = items.count { $0.origin?.kind == kind }
                return " \(count == 0 ? "" : Words.grouped(count)) |"
            }
            rows.append(
                "| \(name) | \(Words.grouped(items.count)) | \(Words.grouped(items.reduce(0) { $0 + $1.lines })) |"
                    + counts.joined())
        }
        return rows
    }

    private static let steps = [
        "## Then", "", "1. Remove the files of what is not meant to be there, and repair the cluster.",
        "2. In `baseline.yaml` take the suggested requirements that hold, with reasons and owners of your own.",
        "3. `snapctl baseline lint` this folder, then `snapctl check cluster: --baseline` it.",
        "4. Commit it; from then on every change of it is a change of what ought to be there.",
    ]
}
