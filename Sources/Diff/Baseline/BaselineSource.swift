package import Snapshot

/// What `metadata` of a `baseline.yaml` says of the state that its resources were taken from: the cluster, the server's version,
/// and when it was captured. With stages each has its own.
package struct BaselineSource: Sendable, Hashable {
    /// `cluster`, `kubernetes` and `capturedAt`, as they are written: a text, or one for each stage.
    package private(set) var members = Object()

    package init() {}

    /// What a capture says. Of files nobody knows when a server said what they hold.
    ///
    /// - Parameter clusterUID: The cluster that all resources are of; `nil` where stages say it.
    package init(of manifest: Manifest, clusterUID: String? = nil) {
        if let clusterUID { members["cluster"] = .string(clusterUID) }
        if let version = manifest.cluster?.version, ServerMinor.of(version) != nil {
            members["kubernetes"] = .string(version)
        }
        if let start = manifest.serverTime(\.startedAt) {
            // What was written while the capture went on may be missing in it: it counts as written later.
            let seconds = start.milliseconds / 1000
            members["capturedAt"] = .string(RFC3339(seconds: seconds).utcText)
        }
    }

    /// What the captures of several stages say.
    package init(byStage stages: [(name: String, source: BaselineSource)]) {
        for key in ["kubernetes", "capturedAt"] {
            var values = Object()
            for stage in stages { values[stage.name] = stage.source.members[key] }
            if !values.isEmpty { members[key] = .object(values) }
        }
    }

    /// Writes it into the text of a `baseline.yaml`, for one stage where there are some, and leaves every other byte as a
    /// person wrote it.
    ///
    /// - Returns: The text; the old one where it says so already, `nil` where `metadata` is not one line a member.
    package func text(of bytes: [UInt8], file: String, stage: String?) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        // Stages say themselves which clusters they are of.
        for member in members.members where stage == nil || !ByteOrder.same(member.key, "cluster") {
            guard let old = try? BaselineReader.document(Array(text.utf8), file: file) else { return nil }
            let held = old.root.value["metadata"]?[member.key]
            let wanted = Self.value(member.value, beside: held, stage: stage, of: old.stages.map(\.name))
            if held == wanted { continue }
            guard let edited = Self.edited(text, member.key, wanted),
                let new = try? BaselineReader.document(Array(edited.utf8), file: file),
                new.root.value == Self.setting(member.key, wanted, in: old.root.value)
            else { return nil }
            text = edited
        }
        return text
    }

    /// What is to stand there: what holds for other stages stays.
    private static func value(_ new: Value, beside old: Value?, stage: String?, of stages: [String])
        -> Value
    {
        guard let stage else { return new }
        var values = Object()
        for name in stages {
            values[name] = ByteOrder.same(name, stage) ? new : old?.object == nil ? old : old?[name]
        }
        return .object(values)
    }

    private static func setting(_ key: String, _ value: Value, in root: Value) -> Value {
        guard case .object(var object) = root, case .object(var metadata)? = object["metadata"] else {
            return root
        }
        metadata[key] = value
        object["metadata"] = .object(metadata)
        return .object(object)
    }

    private static func edited(_ text: String, _ key: String, _ value: Value) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let metadata = lines.firstIndex(of: "metadata:") else { return nil }
        let end =
            lines[(metadata + 1)...].firstIndex { !$0.hasPrefix(" ") && !$0.hasPrefix("#") }
            ?? lines.endIndex
        let line = "  \(key): \(FlowText.text(value))"
        guard let place = lines[metadata..<end].firstIndex(where: { $0.hasPrefix("  \(key):") }) else {
            lines.insert(line, at: end)
            return lines.joined(separator: "\n")
        }
        // A mapping by stage may stand on lines of its own.
        let next = lines[(place + 1)..<end].firstIndex { !$0.hasPrefix("   ") } ?? end
        lines.replaceSubrange(place..<next, with: [line])
        return lines.joined(separator: "\n")
    }
}
