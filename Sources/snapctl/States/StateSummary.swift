import Diff
import Snapshot

/// What a state is and holds, counted.
struct StateSummary {
    let state: ClusterState
    let digest: String?
    let namespace: String?

    private var entries: [IndexEntry] {
        state.entries.filter { entry in namespace.map { ByteOrder.same(entry.identity.namespace ?? "", $0) } ?? true }
    }

    /// One kind with its counts.
    private struct Row {
        let kind: GroupKind
        var count = 0
        var roles: [ObjectRole: Int] = [:]
    }

    private var kinds: [Row] {
        var rows: [GroupKind: Row] = [:]
        for entry in entries {
            rows[entry.identity.groupKind, default: Row(kind: entry.identity.groupKind)].count += 1
            rows[entry.identity.groupKind]?.roles[entry.role, default: 0] += 1
        }
        return rows.values.sorted { $0.kind < $1.kind }
    }

    private var namespaces: [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for entry in entries { counts[entry.identity.namespace ?? "", default: 0] += 1 }
        return counts.sorted { ByteOrder.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
    }

    /// For people.
    func text(_ style: Style) -> String {
        let manifest = state.manifest
        let source = ReportSource(argument: state.name, manifest: manifest, digest: digest)
        var lines = [StyledLine(state.name, .heading)]
        func fact(_ label: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(
                StyledLine(label + String(repeating: " ", count: max(1, 14 - label.count)), .faint).adding(value))
        }
        fact("cluster", source.cluster.map { "\($0.name) \($0.version ?? "")" })
        fact("server", source.cluster?.server)
        fact("uid", source.cluster?.uid)
        fact(
            "captured", manifest.source == .cluster ? "\(manifest.times.startedAt) – \(manifest.times.finishedAt)" : nil
        )
        fact("by", source.user.map { "\($0) (\(manifest.actor.osUser) on \(manifest.actor.host))" })
        fact("tool", "\(manifest.tool.name) \(manifest.tool.version)")
        fact("snapshot", digest)
        fact("namespaces", source.namespaces.joined(separator: ", "))
        fact("left out", source.leftOut.joined(separator: ", "))
        fact(
            "secrets",
            manifest.redaction.values == 0
                ? "no values"
                : "\(Words.count(manifest.redaction.values, "value")) redacted under key \(manifest.redaction.keyID)")
        fact("objects", Words.grouped(entries.count) + (manifest.isComplete ? ", complete" : ", incomplete"))
        fact(
            "changed",
            manifest.consistency?.changed.map { "\(Words.count($0, "object")) while the cluster was read" })
        fact("not used", manifest.unusedFiles.joined(separator: ", "))
        fact("not checked", manifest.consistency?.unchecked.map(\.check).joined(separator: ", "))
        if !manifest.gaps.isEmpty {
            lines.append(StyledLine())
            lines.append(
                StyledLine("NOT READ", .warning).adding(
                    manifest.source == .files
                        ? "  \(Words.count(manifest.gaps.count, "file"))"
                        : "  \(Words.count(manifest.gaps.count, "type")) in scope"))
            lines += manifest.gaps.map { StyledLine(Words.gap($0), indent: 2) }
        }
        var kindTable = TextTable(["KIND", "OBJECTS"] + ObjectRole.allCases.map { $0.rawValue.uppercased() })
        for row in kinds {
            kindTable.append(
                [row.kind.description, Words.grouped(row.count)]
                    + ObjectRole.allCases.map { row.roles[$0].map(Words.grouped) ?? "" })
        }
        var spaceTable = TextTable(["NAMESPACE", "OBJECTS"])
        for space in namespaces {
            spaceTable.append([space.name.isEmpty ? "(cluster-wide)" : space.name, Words.grouped(space.count)])
        }
        return lines.map { $0.text(inColor: style.isColored) + "\n" }.joined() + "\n"
            + kindTable.text(isColored: style.isColored) + "\n" + spaceTable.text(isColored: style.isColored)
    }

    /// For programs.
    var value: Value {
        let manifest = state.manifest
        var object = Object()
        object["state"] = .string(state.name)
        object["digest"] = digest.map(Value.string)
        object["manifest"] = manifest.value
        object["objects"] = .number(Number(entries.count))
        object["isComplete"] = .bool(manifest.isComplete)
        object["kinds"] = .array(
            kinds.map { row in
                var value = Object()
                value["group"] = .string(row.kind.group)
                value["kind"] = .string(row.kind.kind)
                value["objects"] = .number(Number(row.count))
                for (role, count) in row.roles { value[role.rawValue] = .number(Number(count)) }
                return .object(value)
            })
        object["namespaces"] = .array(
            namespaces.map { space in
                var value = Object()
                value["name"] = space.name.isEmpty ? nil : .string(space.name)
                value["objects"] = .number(Number(space.count))
                return .object(value)
            })
        return .object(object)
    }
}
