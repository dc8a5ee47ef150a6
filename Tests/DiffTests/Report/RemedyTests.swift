import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// What can be done about a difference: the patch that keeps it in Git, and what would undo it.
@Suite struct RemedyTests {
    private static let deployment = SampleReports.identity("Deployment", "apps", "payments", "web")

    /// A report of these changes, with something of Flux behind all of them or not.
    private static func report(
        _ changes: [Change], keeper: FluxInventory.Applier? = nil, by writer: WriterClass = .humanCLI,
        after: ReportSource = SampleReports.evening
    ) throws -> Report {
        var comparison = Comparison()
        comparison.changes = changes
        let made = try SampleReports.make(comparison, sources: (SampleReports.morning, after))
        var judgment = made.judgment
        for violation in judgment.violations {
            judgment.attributions[violation.identity] = Attribution(
                origin: Origin(keeper == nil ? .manual : .gitops, "written by somebody"),
                authors: [Author(leg: .managedFields, writer: writer, manager: "x", operation: "Update")],
                keeper: keeper)
        }
        return Report(
            command: made.command, tool: made.tool, madeAt: made.madeAt, before: made.before, after: made.after,
            comparison: comparison, judgment: judgment,
            apiVersions: [
                GroupKind(group: "apps", kind: "Deployment"): "apps/v1",
                GroupKind(group: "", kind: "ConfigMap"): "v1", GroupKind(group: "", kind: "Service"): "v1",
                GroupKind(group: "", kind: "Secret"): "v1",
                GroupKind(group: "example.org", kind: "Thing"): "example.org/v1",
            ])
    }

    private static func remedy(_ report: Report) throws -> Remedy {
        report.remedy(for: try #require(report.judgment.violations.first))
    }

    private static func modified(_ identity: Identity = deployment, _ fields: [FieldChange]) -> Change {
        Change(identity: identity, kind: .modified(fields))
    }

    private static let replicas = SampleReports.changed(FieldPath(fields: "spec", "replicas"), 2, 4)
    private static let image = SampleReports.changed(SampleReports.container("web", "image"), "a:1", "a:2")

    @Test func aPatchSaysWhatIsAndTheCommandSetsBackWhatWas() throws {
        let remedy = try Self.remedy(Self.report([Self.modified(Self.deployment, [Self.replicas, Self.image])]))
        #expect(
            remedy.patch == [
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web", "namespace": "payments"],
                "spec": ["replicas": 4, "template": ["spec": ["containers": [["name": "web", "image": "a:2"]]]]],
            ])
        #expect(remedy.left.isEmpty)
        #expect(
            remedy.undo == [
                .command(
                    "kubectl patch deployment/web -n payments --type=strategic -p "
                        + #"'{"spec":{"replicas":2,"template":{"spec":{"containers":[{"image":"a:1","name":"web"}]}}}}'"#
                )
            ])
    }

    @Test func whatFluxAppliesIsUndoneByFlux() throws {
        let apps = FluxInventory.Applier(
            identity: SampleReports.identity("Kustomization", FluxInventory.type.group, "flux-system", "apps"),
            source: "GitRepository fleet, path ./apps")
        let remedy = try Self.remedy(Self.report([Self.modified(Self.deployment, [Self.replicas])], keeper: apps))
        #expect(remedy.source.contains("GitRepository fleet, path ./apps"))
        #expect(remedy.undo == [.command("flux reconcile kustomization apps -n flux-system --with-source")])
        let stopped = FluxInventory.Applier(identity: apps.identity, isSuspended: true)
        #expect(
            try Self.remedy(Self.report([Self.modified(Self.deployment, [Self.replicas])], keeper: stopped)).undo == [
                .command("flux resume kustomization apps -n flux-system")
            ])
        // What Git says is undone in Git.
        let byGit = try Self.remedy(
            Self.report([Self.modified(Self.deployment, [Self.replicas])], keeper: apps, by: .gitops))
        #expect(byGit.undo.first?.text.hasPrefix("revert the change in Git") == true)
        // Flux leaves alone what Git does not declare.
        let added = SampleReports.changed(FieldPath(fields: "metadata", "annotations", "a"), nil, "b")
        let own = try Self.remedy(Self.report([Self.modified(Self.deployment, [Self.replicas, added])], keeper: apps))
        #expect(own.undo.last?.text.contains(#"{"metadata":{"annotations":{"a":null}}}"#) == true, "\(own.undo)")
    }

    @Test func ofAReleaseTheValuesAreEditedAndNoManifest() throws {
        let release = FluxInventory.Applier(
            identity: SampleReports.identity("HelmRelease", FluxInventory.releaseType.group, "payments", "web"),
            source: "chart web")
        let remedy = try Self.remedy(Self.report([Self.modified(Self.deployment, [Self.replicas])], keeper: release))
        #expect(remedy.patch == nil && remedy.source.contains("the values of HelmRelease"))
        #expect(remedy.undo == [.command("flux reconcile helmrelease web -n payments --force")])
    }

    @Test func objectsThatCameOrWentAreDeletedOrMadeAgain() throws {
        let map = SampleReports.identity("ConfigMap", "", "shop", "a")
        // What is compared names a group, which is none here, where a manifest names a version.
        let content: Value = [
            "apiVersion": "", "kind": "ConfigMap", "metadata": ["name": "a", "namespace": "shop"], "data": ["k": "v"],
        ]
        let added = try Self.remedy(Self.report([Change(identity: map, kind: .added, content: content)]))
        #expect(added.patch?["apiVersion"] == "v1" && added.patch?["data"] == content["data"])
        #expect(added.undo == [.command("kubectl delete configmap/a -n shop")])
        let removed = try Self.remedy(Self.report([Change(identity: map, kind: .removed, content: content)]))
        #expect(removed.patch?["$patch"] == "delete")
        #expect(
            removed.undo == [
                .command(
                    "snapctl show prod-monday.tar.zst configmap/a -n shop --normalized -o yaml | kubectl apply -f -")
            ])
    }

    @Test(
        arguments: [
            // A list with two keys: a patch would find both ports 53.
            (
                SampleReports.identity("Service", "", "shop", "dns"),
                FieldPath([
                    .field("spec"), .field("ports"),
                    .key((["port": 53, "protocol": "TCP"] as Value).object ?? Object()), .field("nodePort"),
                ]), Value.number(Number(1)), Value.number(Number(2))
            ),
            // What kubectl would not merge by a key.
            (
                SampleReports.identity("Thing", "example.org", "shop", "x"),
                FieldPath([.field("spec"), .field("items"), SampleReports.named("a"), .field("v")]), "1", "2"
            ),
            // Whole lists that a strategic patch merges.
            (deployment, FieldPath(fields: "spec", "template", "spec", "volumes"), [["name": "a"]], [["name": "b"]]),
            // A member that means something else to kubectl.
            (
                SampleReports.identity("Thing", "example.org", "shop", "x"), FieldPath(fields: "spec", "v"), "1",
                ["$patch": "delete"]
            ),
        ] as [(Identity, FieldPath, Value, Value)])
    func whatAPatchCannotSayIsNamedAndNotGuessed(
        _ identity: Identity, _ path: FieldPath, _ before: Value, _ after: Value
    ) throws {
        let remedy = try Self.remedy(
            Self.report([Self.modified(identity, [SampleReports.changed(path, before, after)])]))
        #expect(remedy.left.count == 1 && remedy.left[0].hasPrefix(path.description), "\(remedy.left)")
        #expect(remedy.patch == nil || remedy.patch?["spec"] == nil, "\(String(describing: remedy.patch))")
    }

    @Test func mapsAreReplacedAndNotMerged() throws {
        let path = FieldPath(fields: "spec", "template", "spec", "nodeSelector")
        let remedy = try Self.remedy(
            Self.report([Self.modified(Self.deployment, [SampleReports.changed(path, ["a": "1"], ["b": "2"])])]))
        #expect(
            remedy.patch?[["spec", "template", "spec", "nodeSelector"]] == ["a": .null, "b": "2"])
        #expect(remedy.undo.first?.text.contains(#"{"nodeSelector":{"a":"1","b":null}}"#) == true)
    }

    /// Figure: no token leaves in a patch or a command, whatever holds it.
    @Test func noTokenIsInAnyRemedy() throws {
        let token = SampleReports.token("00112233aabbccdd", "a")
        let other = SampleReports.token("00112233aabbccdd", "b")
        let secret = SampleReports.identity("Secret", "", "shop", "db")
        let content: Value = ["apiVersion": "v1", "kind": "Secret", "data": ["password": token]]
        let report = try Self.report([
            Self.modified(
                secret,
                [
                    SampleReports.changed(FieldPath(fields: "data", "password"), token, other),
                    SampleReports.changed(FieldPath(fields: "data", "url"), .string("x \(token.string ?? "") y"), "z"),
                    SampleReports.changed(FieldPath(fields: "data", "list"), nil, ["a", ["b": other]]),
                ]),
            Change(identity: SampleReports.identity("Secret", "", "shop", "new"), kind: .added, content: content),
            Change(identity: SampleReports.identity("Secret", "", "shop", "old"), kind: .removed, content: content),
        ])
        #expect(!AdoptionDocument.text(report).contains("hmac-sha256"))
        for violation in report.judgment.violations {
            let remedy = report.remedy(for: violation)
            #expect(!remedy.undo.contains { $0.text.contains("hmac-sha256") }, "\(remedy.undo)")
        }
    }

    /// A shell reads every command as the words that were meant, or the command is not given.
    @Test func aShellReadsNamesAndValuesAsTheyAre() throws {
        for text in HostileTexts.all {
            let thing = SampleReports.identity("Thing", "example.org", text, text)
            let report = try Self.report([
                Self.modified(
                    thing, [SampleReports.changed(FieldPath([.field("spec"), .field(text)]), .string(text), "x")])
            ])
            for case .command(let command) in try Self.remedy(report).undo {
                #expect(SafeText.terminal(command) == command, "\(text.debugDescription)")
                let words = try Self.words(command)
                #expect(words.count >= 5 && words[2] == "thing.example.org/\(text)" && words[4] == text, "\(words)")
                guard words.count == 8, words[1] == "patch" else { continue }
                #expect(
                    try JSONReader.value(Array(words[7].utf8)) == ["spec": .object(Object([text: .string(text)]))])
            }
        }
    }

    /// The words as a shell splits them.
    private static func words(_ command: String) throws -> [String] {
        let output = try Tool.run(["sh", "-c", "for word in \(command); do printf '%s\\0' \"$word\"; done"])
        return output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func theFileIsYAMLWithADocumentADifference() throws {
        for name in SampleReports.names {
            let report = try SampleReports.report(name)
            let text = AdoptionDocument.text(report)
            let documents = try YAMLReader.documents(Array(text.utf8)).map(\.value)
            let patches = report.judgment.allViolations.compactMap { report.remedy(for: $0).patch }
            #expect(documents == patches, "\(name)")
        }
    }

    @Test func aContextThatWasNamedIsInTheCommands() throws {
        var after = SampleReports.evening
        after.argument = "cluster:prod-eu"
        let remedy = try Self.remedy(Self.report([Change(identity: Self.deployment, kind: .added)], after: after))
        #expect(remedy.undo == [.command("kubectl --context prod-eu delete deployment/web -n payments")])
        // Nobody undoes in one cluster what another one has.
        after.cluster = Manifest.Cluster(
            name: "other", server: "https://other", uid: "another", version: nil, authoritySHA256: nil, isVerified: true
        )
        let across = try Self.remedy(Self.report([Change(identity: Self.deployment, kind: .added)], after: after))
        #expect(!across.undo.contains { if case .command = $0 { true } else { false } }, "\(across.undo)")
    }
}
