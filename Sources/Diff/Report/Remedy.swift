package import Snapshot

/// What can be done about one difference: what has to be edited so that it stays, and what would undo it.
///
/// Commands are printed and never run. Whatever a cluster or a file named stands in them as one quoted word, or the command is not
/// given at all.
package struct Remedy: Sendable, Hashable {
    /// One thing to do.
    package enum Step: Sendable, Hashable {
        /// To be pasted into a shell.
        case command(String)
        /// Where no command does it.
        case sentence(String)

        /// The command or the sentence.
        package var text: String {
            switch self {
            case .command(let text), .sentence(let text): text
            }
        }
    }

    /// What has to be edited so that the difference stays, in a sentence that holds cluster text.
    package let source: String
    /// The edit as a partial manifest, the whole one of an object that came; `nil` where no patch of a manifest says it. Never
    /// holds a redacted value.
    package let patch: Value?
    /// What the patch leaves out, with the reason.
    package let left: [String]
    /// What would undo it, in order.
    package let undo: [Step]
}

extension Report {
    /// What can be done about a difference.
    package func remedy(for violation: Judgment.Violation) -> Remedy {
        let finder = RemedyFinder(report: self, violation: violation)
        let (patch, left) = finder.patch
        return Remedy(source: finder.source, patch: patch, left: left, undo: finder.undo)
    }
}

/// Finds what can be done about one difference.
private struct RemedyFinder {
    let report: Report
    let violation: Judgment.Violation

    private var identity: Identity { violation.identity }
    private var attribution: Attribution? { report.judgment.attributions[identity] }
    private var keeper: FluxInventory.Applier? { attribution?.keeper }
    private var changes: [FieldChange] { violation.fields.map(\.change) }

    /// What makes the object in the place of a person.
    private var maker: String? {
        if case .tampered(_, let owner) = violation.violated { return owner.description }
        guard let origin = attribution?.origin, origin.kind == .derived else { return nil }
        return origin.evidence
    }

    private var isOfRelease: Bool { keeper?.identity.groupKind == FluxInventory.releaseType }

    // MARK: Keeping it

    /// The file of the object in the folder of the baseline; `nil` without one.
    private var file: String? {
        report.authority == nil ? nil : report.files[identity]?.path ?? report.file(of: identity)
    }

    var source: String {
        if maker != nil { return "what makes the object: \(maker ?? ""); a change of the object itself does not last" }
        let baseline = file.map { "; then the baseline: \($0)" } ?? ""
        guard let keeper else {
            if let file { return "\(file), and what applies the object, if Git declares it" }
            return report.before.kind == .files
                ? "the manifests: \(report.before.argument)"
                : "no source in Git is known: whatever declares the object has to say it"
        }
        let place = keeper.source.map { " (\($0))" } ?? ""
        return isOfRelease
            ? "the values of \(keeper.identity)\(place), or its chart" + baseline
            : "the manifest that \(keeper.identity) applies\(place)" + baseline
    }

    /// The edit, and what it cannot say.
    var patch: (Value?, [String]) {
        guard maker == nil else { return (nil, []) }
        if isOfRelease {
            return (
                nil,
                changes.map { "\(RedactedText.readable($0.path.description) ?? $0.path.description): set by the chart" }
            )
        }
        switch violation.violated {
        case .added:
            guard let content = violation.content else { return (nil, ["the object was not opened"]) }
            if let reason = MergePatch.obstacle(content) { return (nil, [reason]) }
            // What is compared has a group in the place of the version.
            guard case .object(var object) = content, let version = report.apiVersions[identity.groupKind] else {
                return (nil, versionless)
            }
            object["apiVersion"] = .string(version)
            return (.object(object), [])
        case .removed: return (head.map { .object($0.with("$patch", "delete")) }, versionless)
        case .modified, .tampered:
            let patch = MergePatch(changes, of: identity.groupKind, to: .after)
            let left = patch.left.map { "\($0.place): \($0.reason)" }
            guard let head, case .object(let fields)? = patch.value else { return (nil, left + versionless) }
            return (.object(head.merging(fields)), left)
        }
    }

    /// What names the object in a manifest; `nil` when its version is not known.
    private var head: Object? {
        guard let version = report.apiVersions[identity.groupKind] else { return nil }
        var metadata = Object()
        metadata["name"] = .string(identity.name)
        metadata["namespace"] = identity.namespace.map(Value.string)
        var object = Object()
        object["apiVersion"] = .string(version)
        object["kind"] = .string(identity.kind)
        object["metadata"] = .object(metadata)
        return object
    }

    private var versionless: [String] { head == nil ? ["the API version of \(identity.kind) is not known"] : [] }

    // MARK: Undoing it

    var undo: [Remedy.Step] {
        guard report.after.kind == .cluster else {
            let name = report.after.argument
            return [.sentence(report.after.digest == nil ? "edit \(name)" : "edit what \(name) was made of")]
        }
        if let before = report.before.cluster?.uid, let after = report.after.cluster?.uid,
            !ByteOrder.same(before, after)
        {
            return [.sentence("the states are of two clusters: nothing is to be undone in one of them")]
        }
        if maker != nil {
            return [kubectl(["delete"]), .sentence("what makes the object makes it again")]
        }
        if let keeper { return undo(by: keeper) }
        switch violation.violated {
        case .added: return [kubectl(["delete"])]
        case .removed: return restore
        case .modified, .tampered: return setBack(changes)
        }
    }

    /// Flux brings back what Git says; what Git says itself is undone there.
    private func undo(by keeper: FluxInventory.Applier) -> [Remedy.Step] {
        let isByGit = attribution?.authors.first?.writer == .gitops
        let isAdded = if case .added = violation.violated { true } else { false }
        var steps: [Remedy.Step] = []
        if isByGit || isAdded {
            steps.append(.sentence("revert the change in Git: \(source)"))
        }
        let type = isOfRelease ? "helmrelease" : "kustomization"
        let verb = keeper.isSuspended ? "resume" : "reconcile"
        var words = ["flux", verb, type, keeper.identity.name, "-n", keeper.identity.namespace ?? ""]
        if !context.isEmpty { words.append(contentsOf: ["--context", context]) }
        if !keeper.isSuspended { words.append(isOfRelease ? "--force" : "--with-source") }
        steps.append(command(words))
        let own = changes.filter { $0.before == nil }
        if !isByGit, !own.isEmpty {
            steps.append(.sentence("Flux leaves a field that Git does not declare as it is; to remove it:"))
            steps += setBack(own)
        }
        return steps
    }

    /// What makes an object again that is gone.
    private var restore: [Remedy.Step] {
        if let content = violation.content, let reason = MergePatch.obstacle(content) {
            return [.sentence("create it again from its source; \(reason)")]
        }
        if let file, let authority = report.authority {
            guard authority.stage == nil, authority.learned.isEmpty else {
                return [.sentence("create it again from \(file), with the values of its stage")]
            }
            return [command(kubectlWords + ["apply", "-f", file])]
        }
        guard report.before.argument != "-", report.before.digest != nil || report.before.kind == .files else {
            return [.sentence("create it again from its source")]
        }
        let show = ["snapctl", "show", report.before.argument] + identity.words + ["--normalized", "-o", "yaml"]
        guard case .command(let first) = command(show),
            case .command(let second) = command(kubectlWords + ["apply", "-f", "-"])
        else { return [command(show)] }
        return [.command("\(first) | \(second)")]
    }

    /// The longest patch that is put on a command line, in bytes.
    private static let limit = 4_000

    private func setBack(_ changes: [FieldChange]) -> [Remedy.Step] {
        let patch = MergePatch(changes, of: identity.groupKind, to: .before)
        var steps: [Remedy.Step] = []
        var left = patch.left.map { "\($0.place) (\($0.reason))" }
        if let value = patch.value {
            let text = PasteableJSON.text(value)
            if text.utf8.count <= Self.limit {
                steps.append(kubectl(["patch"], ["--type=\(patch.type)", "-p", text]))
            } else {
                left = ["the fields are too long for a command line"] + left
            }
        }
        guard !left.isEmpty else { return steps }
        return steps + [kubectl(["edit"]), .sentence("set back there: " + left.joined(separator: "; "))]
    }

    // MARK: Commands

    /// The context that the state was read by, when it was named.
    private var context: String {
        let name = report.after.argument
        return name.hasPrefix("cluster:") ? String(name.dropFirst("cluster:".count)) : ""
    }

    private var kubectlWords: [String] { ["kubectl"] + (context.isEmpty ? [] : ["--context", context]) }

    private func kubectl(_ verb: [String], _ rest: [String] = []) -> Remedy.Step {
        command(kubectlWords + verb + identity.words + rest)
    }

    /// A command line, or why there is none.
    private func command(_ words: [String]) -> Remedy.Step {
        let text = ShellWords.line(words)
        return ByteOrder.same(SafeText.terminal(text), text)
            ? .command(text)
            : .sentence("a name holds characters that cannot be pasted: \(words.prefix(3).joined(separator: " ")) …")
    }
}

extension Object {
    fileprivate func with(_ key: String, _ value: Value) -> Object {
        var object = self
        object[key] = value
        return object
    }

    /// Both, `metadata` member by member.
    fileprivate func merging(_ other: Object) -> Object {
        var object = self
        for member in other.members {
            if case .object(let mine)? = object[member.key], case .object(let theirs) = member.value {
                object[member.key] = .object(mine.merging(theirs))
            } else {
                object[member.key] = member.value
            }
        }
        return object
    }
}

/// JSON that means the same when it was copied from a terminal: what could act or hide there is an escape.
enum PasteableJSON {
    static func text(_ value: Value) -> String {
        let text = CanonicalJSON.text(value)
        guard !ByteOrder.same(SafeText.terminal(text), text) else { return text }
        var result = ""
        for unit in text.utf16 {
            if (0x20...0x7E).contains(unit) {
                result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            } else {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        // Some runners of pipelines obey `##[`.
        return result.replacing("##[", with: "##\\u005b")
    }
}
