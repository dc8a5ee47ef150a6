import Foundation
import Snapshot
import TestSupport
import Testing

/// What stands in a file and is not compared is an error, a gap, or named: never silence.
@Suite struct LostObjectTests {
    private static let role = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: shop}
        rules: []

        """
    private static let typo = role.replacing("kind:", with: "Kind:")

    private static func program(_ files: [(String, String)]) throws -> Program {
        let program = try Program()
        for (name, text) in files { try program.folder.write(text, to: name) }
        return program
    }

    @Test func aMisspelledDocumentEndsEveryCommandWithItsPlace() async throws {
        let program = try Self.program([("a/a.yaml", Self.role + "---\n" + Self.typo), ("b/b.yaml", Self.role)])
        for arguments in [
            ["diff", "a", "b"], ["diff", "b", "a"], ["capture", "--from", "a", "-f", "s.tar"], ["normalize", "a"],
            ["show", "a"], ["baseline", "init", "a", "--output-dir", "g"],
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == 2, "\(arguments) \(result.all)")
            #expect(result.error.contains("a/a.yaml:6:1: no `kind`: `Kind` is probably meant"), "\(result.error)")
        }
    }

    /// What stands behind an archive is a second archive, as tar's own `--concatenate` leaves it.
    @Test(arguments: [
        "cat one.tar two.tar > both", "cat one.tar two.tar | gzip > both", "gzip -kc one.tar two.tar > both",
    ])
    func anArchiveBehindAnArchiveIsReadToo(_ script: String) async throws {
        let program = try Self.program([
            ("one/a.yaml", Self.role), ("two/b.yaml", Self.role.replacing("reader", with: "writer")),
        ])
        try Tool.run([
            "sh", "-c", "cd \"$1\"; tar -cf one.tar one; tar -cf two.tar two; \(script)", "sh", program.folder.path,
        ])
        let run = try await program.run(["show", "both", "-o", "name"])
        #expect(run.text.contains("reader") && run.text.contains("writer"), "\(run.all)")
    }

    private static func widget(_ name: String, _ namespace: String?, size: Int = 1) -> String {
        let place = namespace.map { ", namespace: '\($0)'" } ?? ""
        return """
            apiVersion: shop.example/v1
            kind: Widget
            metadata: {name: \(name)\(place)}
            spec: {size: \(size)}
            ---

            """
    }

    /// Of a kind that nothing defines, an object with a namespace and one without, in either order.
    @Test(
        arguments: [
            [widget("a", "shop"), widget("b", nil)], [widget("b", nil), widget("a", "shop")],
            [widget("a", "shop"), widget("a", "pay", size: 2), widget("b", nil)],
            [widget("b", nil), widget("a", "pay", size: 2), role + "---\n", widget("a", "shop")],
        ], [[], ["--exclude", "roles.rbac.authorization.k8s.io"], ["-n", "shop"], ["--exclude", "*.shop.example"]])
    func objectsOfAnUnknownKindMakeAWholeSnapshot(_ documents: [String], _ scope: [String]) async throws {
        let program = try Self.program([("a/a.yaml", documents.joined()), ("b/b.yaml", Self.role)])
        let made = try await program.run(["capture", "--from", "a", "-f", "s.tar"] + scope)
        #expect(made.status == 0, "\(made.all)")
        let verified = try await program.run(["verify", "s.tar"])
        #expect(verified.status == 0, "\(verified.all)")
        let compared = try await program.run(["diff", "a", "a"] + scope)
        #expect(compared.status == 0 || scope.count == 2 && compared.status == 3, "\(compared.all)")
    }

    /// What one folder lets us guess of a kind takes no object away from another.
    @Test func aGuessAboutAKindLosesNoObject() async throws {
        let program = try Self.program([
            ("a/a.yaml", Self.widget("b", nil)),
            ("b/b.yaml", Self.widget("a", "shop") + Self.widget("a", "pay", size: 2) + Self.widget("b", nil)),
        ])
        for arguments in [["diff", "a", "b", "-o", "json"], ["diff", "b", "a", "-o", "json"]] {
            let result = try await program.run(arguments)
            #expect(result.status == 1, "\(result.all)")
            #expect(result.text.contains("\"shop\"") && result.text.contains("\"pay\""), "\(result.all)")
        }
    }

    /// A compressed archive whose checksum does not hold is damage, also where only its entries are read.
    @Test func anArchiveWithAnotherChecksumIsRefused() async throws {
        let program = try Self.program([("one/a.yaml", Self.role)])
        try Tool.run(["sh", "-c", "cd \"$1\"; tar -czf a.tgz one", "sh", program.folder.path])
        #expect(try await program.run(["show", "a.tgz", "-o", "name"]).status == 0)
        var bytes = try program.folder.read("a.tgz")
        bytes[bytes.count - 8] ^= 1
        try program.folder.write(bytes, to: "b.tgz")
        let result = try await program.run(["show", "b.tgz", "-o", "name"])
        #expect(result.status != 0 && result.error.contains("checksum"), "\(result.all)")
    }

    @Test func goldenResourcesToo() async throws {
        let program = try Self.program([("b.yaml", Self.role)])
        #expect(try await program.run(["baseline", "init", "b.yaml", "--output-dir", "golden"]).status == 0)
        #expect(try await program.run(["baseline", "lint", "golden"]).status == 0)
        try program.folder.write(Self.typo, to: "golden/resources/shop/typo.yaml")
        for arguments in [["baseline", "lint", "golden"], ["check", "b.yaml", "--baseline", "golden"]] {
            let result = try await program.run(arguments)
            #expect(result.status == 2, "\(arguments) \(result.all)")
            #expect(result.error.contains("typo.yaml:1:1: no `kind`"), "\(result.error)")
        }
    }

    @Test func objectsWithoutKindsAreAGapAndNoCleanVerdict() async throws {
        let program = try Self.program([
            ("dump/roles.yaml", Self.role), ("dump/pods/shop.json", #"[{"metadata":{"name":"a"},"spec":{}}]"#),
            ("same/roles.yaml", Self.role),
        ])
        let made = try await program.run(["capture", "--from", "dump", "-f", "s.tar"])
        #expect(made.status == 3, "\(made.all)")
        #expect(
            made.error.contains("dump/pods/shop.json") && made.error.contains("1 object without `kind`"),
            "\(made.error)")
        for arguments in [["diff", "dump", "same"], ["diff", "same", "s.tar"]] {
            let result = try await program.run(arguments)
            #expect(result.status == 3, "\(arguments) \(result.all)")
            #expect(result.all.contains("dump/pods/shop.json"), "\(result.all)")
        }
        #expect(try await program.run(["show", "s.tar"]).status == 3)
    }

    static let leftOut: [(kind: String, resource: String, text: String, other: String)] = [
        (
            "Lease", "leases.coordination.k8s.io",
            "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: l, namespace: d}\nspec: {holderIdentity: x}\n",
            "holderIdentity: y"
        ),
        (
            "Event", "events",
            "apiVersion: v1\nkind: Event\nmetadata: {name: l, namespace: d}\nreason: Started # holderIdentity: x\n",
            ""
        ),
        (
            "ComponentStatus", "componentstatuses",
            "apiVersion: v1\nkind: ComponentStatus\nmetadata: {name: l}\nconditions: [{type: Healthy, status: 'True'}] # holderIdentity: x\n",
            ""
        ),
    ]

    @Test(arguments: leftOut.indices)
    func typesOutOfScopeAreCountedByNameAndComparedOnRequest(index: Int) async throws {
        let (kind, resource, text, other) = Self.leftOut[index]
        let changed =
            other.isEmpty
            ? text.replacing("Started", with: "Killed").replacing("'True'", with: "'False'")
            : text.replacing("holderIdentity: x", with: other)
        let program = try Self.program([("a.yaml", text), ("b.yaml", changed)])
        let silent = try await program.run(["diff", "a.yaml", "b.yaml"])
        #expect(silent.error.contains("1 object out of scope and not compared: \(resource) ×1"), "\(silent.error)")
        let asked = try await program.run(["diff", "a.yaml", "b.yaml", "--include", resource])
        #expect(asked.status == 1, "\(asked.all)")
        #expect(!asked.error.contains("out of scope"))
        let normal = try await program.run(["normalize", "a.yaml"])
        #expect(normal.status == 0 && normal.text.contains("kind: \(kind)\n"), "\(normal.all)")
    }

    private static func scaler(_ version: String, _ most: Int, _ rest: String = "") -> String {
        "apiVersion: autoscaling/\(version)\nkind: HorizontalPodAutoscaler\nmetadata: {name: r, namespace: s\(rest)}\n"
            + "spec: {scaleTargetRef: {kind: Deployment, name: r}, maxReplicas: \(most)}\n"
    }

    @Test func oneObjectInTwoVersionsMayNotContradictItself() async throws {
        let program = try Self.program([
            ("two/a.yaml", Self.scaler("v1", 8)), ("two/b.yaml", Self.scaler("v2", 80)),
            ("same/a.yaml", Self.scaler("v2", 8)),
            (
                "same/b.yaml",
                Self.scaler("v1", 8).replacing("maxReplicas", with: "targetCPUUtilizationPercentage: 5, maxReplicas")
            ),
            // What one server gave out at two versions is one object, whatever the conversion made of it.
            ("live/a.yaml", Self.scaler("v1", 8, ", uid: u, resourceVersion: '1'")),
            ("live/b.yaml", Self.scaler("v2", 80, ", uid: u, resourceVersion: '1'")),
        ])
        let two = try await program.run(["capture", "--from", "two", "-f", "s.tar"])
        #expect(two.status == 2, "\(two.all)")
        #expect(two.error.contains("two/b.yaml:1:1") && two.error.contains("two/a.yaml:1:1"), "\(two.error)")
        #expect(two.error.contains("spec.maxReplicas"), "\(two.error)")
        for name in ["same", "live"] {
            let result = try await program.run(["normalize", name])
            #expect(result.status == 0 && result.text.contains("autoscaling/v2"), "\(result.all)")
        }
    }

    static let wrongNames: [(text: String, says: String)] = [
        ("{name: y}", "`metadata.name` is the truth value true (YAML reads y, yes and on as true)"),
        ("{name: no}", "truth value false"), ("{name: 123}", "the number 123"), ("{name: [a]}", "a list"),
        ("{name: a, namespace: on}", "`metadata.namespace` is the truth value true"),
        ("{name: '{{ .Release.Name }}-web'}", "template of Helm"),
    ]

    @Test(arguments: wrongNames.indices)
    func aNameThatIsNoTextSaysWhatItIs(index: Int) async throws {
        let (metadata, says) = Self.wrongNames[index]
        let program = try Self.program([("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: \(metadata)\n")])
        let result = try await program.run(["normalize", "a.yaml"])
        #expect(result.status == 2 && result.error.contains(says), "\(result.all)")
    }

    @Test func everyFileWithoutAnObjectIsNamed() async throws {
        let files = (1...12).map { ("chart/values-\($0).yaml", "replicas: \($0)\n") }
        let program = try Self.program([("chart/role.yaml", Self.role), ("chart/NOTES.txt", "words")] + files)
        let result = try await program.run(["capture", "--from", "chart", "-f", "s.tar"])
        #expect(result.status == 0, "\(result.all)")
        #expect(result.error.contains("12 files hold no Kubernetes object:"), "\(result.error)")
        for (name, _) in files { #expect(result.error.contains("\(name)\n"), "\(name)") }
        #expect(result.error.contains("1 file is not .yaml, .yml or .json and was not read: chart/NOTES.txt"))
    }

    /// Once for both states, all of them, behind the report or the error.
    @Test func filesThatHoldNothingAreNamedOnceAfterWhatMatters() async throws {
        let files = (1...5).flatMap { [("a/values\($0).yaml", "x: 1\n"), ("b/values\($0).yaml", "x: 1\n")] }
        let program = try Self.program([("a/role.yaml", Self.role), ("b/role.yaml", Self.role)] + files)
        let same = try await program.run(["diff", "a", "b"])
        #expect(same.status == 0, "\(same.all)")
        #expect(same.error.components(separatedBy: "10 files hold no Kubernetes object:").count == 2, "\(same.error)")
        for (name, _) in files { #expect(same.error.components(separatedBy: "\(name)\n").count == 2, "\(name)") }
        let missing = try await program.run(["diff", "a", "nowhere"])
        #expect(missing.status == 2)
        #expect(missing.error.hasPrefix("error: "), "\(missing.error)")
        let bad = try Self.program([("a/role.yaml", Self.role), ("b/typo.yaml", Self.typo)] + files)
        let refused = try await bad.run(["diff", "a", "b"])
        #expect(refused.status == 2, "\(refused.all)")
        #expect(refused.error.hasPrefix("error: "), "\(refused.error)")
        #expect(refused.error.hasSuffix("a/values5.yaml\n"), "\(refused.error)")
    }

    @Test func whatIsNormalizedCanBeReadAgainAndStaysAsItIs() async throws {
        let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: j-, namespace: d}\nspec: {suspend: true}\n"
        let text = [
            Self.role, job, Self.leftOut[0].text,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {\"0b-1\": \"0b-1\", \"<<\": \"=\", y: \"1e400\"}\n",
            "apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nitems: [x, {a: null}]\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {}}\ndata: {a: \"x\\n\", b: \"\\t- y\", 017: \"on\"}\n",
        ].joined(separator: "---\n")
        let program = try Self.program([("a.yaml", text)])
        for form in ["yaml", "json"] {
            let once = try await program.run(["normalize", "a.yaml", "-o", form])
            #expect(once.status == 0, "\(once.all)")
            #expect(once.text.contains("j-"))
            let twice = try await program.run(["normalize", "-o", form], input: .pipe(once.output))
            #expect(twice.status == 0, "\(twice.all)")
            if form == "yaml" {
                // Tokens of an ephemeral key are other ones each time.
                let lines = { (text: String) in text.split(separator: "\n").filter { !$0.contains("redacted") } }
                #expect(lines(twice.text).count == lines(once.text).count)
            }
        }
    }

    /// An approval is in the status of a request, and is a person's or a controller's decision.
    @Test func anApprovedRequestForACertificateIsADifference() async throws {
        let request = """
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: ops, managedFields: []}
            spec:
              request: \(Self.requestForMasters)
              signerName: kubernetes.io/kube-apiserver-client
              usages: [client auth]

            """
        let approved = request + "status: {conditions: [{type: Approved, status: 'True', reason: KubectlApprove}]}\n"
        let program = try Self.program([("before.yaml", request), ("after.yaml", approved)])
        let run = try await program.run(["diff", "before.yaml", "after.yaml"])
        #expect(run.status == 1 && run.text.contains("approves a certificate for system:masters"), "\(run.all)")
    }

    private static let requestForMasters = Data(
        "-----BEGIN CERTIFICATE REQUEST-----\n\(Data("0 O=system:masters".utf8).base64EncodedString())\n-----END"
            .utf8
    ).base64EncodedString()
}
