import Snapshot
import TestSupport
import Testing

/// The normalizer of the hot path writes byte by byte what the one over trees makes.
@Suite struct TapeNormalizerTests {
    /// What both say of an object, for a message when they disagree.
    private static func disagreement(
        _ object: Value, _ tree: Normalizer, _ flat: TapeNormalizer, hasStatus: Bool
    ) throws -> String? {
        let apiVersion = object["apiVersion"]?.string ?? ""
        var expectedSignals: [String] = []
        let declared = tree.declared(object, hasStatus: hasStatus) { dropped in
            guard dropped.rule.effect == .signal else { return }
            expectedSignals.append("\(dropped.path)=\(CanonicalJSON.text(dropped.value))")
        }
        let expected = CanonicalJSON.bytes(tree.canonical(declared, apiVersion: apiVersion))
        let tape = try JSONTape(CanonicalJSON.bytes(object), keys: flat.keys)
        var signals: [TapeNormalizer.Signal] = []
        let found = flat.bytes(tape, apiVersion: apiVersion, hasStatus: hasStatus, signals: &signals)
        let told = signals.map { "\($0.path)=\(CanonicalJSON.text($0.value))" }
        guard found != expected || told != expectedSignals else { return nil }
        return """
            tree \(String(decoding: expected, as: UTF8.self)) \(expectedSignals)
            tape \(String(decoding: found, as: UTF8.self)) \(told)
            """
    }

    /// How many objects were looked at: every one of that many, and other tests get their turn between them.
    private static func check(_ state: ClusterState, every stride: Int = 1) async throws -> Int {
        let tree = Normalizer(schema: FieldSchema(state.schema))
        let flat = TapeNormalizer(tree)
        let lookup = try await state.shelve([])
        var count = 0
        for (i, entry) in state.entries.enumerated() where i % stride == 0 {
            await Task.yield()
            let object = try #require(try await lookup(entry.identity))
            for hasStatus in [true, false] {
                let difference = try disagreement(object, tree, flat, hasStatus: hasStatus)
                #expect(difference == nil, "\(entry.identity) \(difference ?? "")")
            }
            count += 1
        }
        return count
    }

    @Test(arguments: ExampleCluster.allCases)
    func bothAgreeOnTheExample(cluster: ExampleCluster) async throws {
        let captured = try await cluster.capture()
        let count = try await Self.check(ClusterState(captured, name: "example"))
        #expect(count > 50)
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence), arguments: Recordings.allCases)
    func bothAgreeOnRecordedObjects(recording: Recordings) async throws {
        let captured = try await Capturing.capture(recording)
        let count = try await Self.check(
            ClusterState(captured, name: "state"), every: recording == .scale10k ? 12 : 1)
        #expect(count > 800)
    }

    /// Places where the two could part: noise alone, nulls, lists whose keys are missing or stand twice, odd scalars.
    static let oddities = [
        #"{"metadata":{"labels":{"pod-template-hash":"x"},"annotations":{"kured.dev/a":"1"},"uid":"u"}}"#,
        #"{"metadata":{"labels":{"pod-template-hash":"x","a":null}}}"#,
        #"{"metadata":{"ownerReferences":[{"uid":"u"},{"uid":"v","name":"b"},{"name":"a","uid":"w"}]}}"#,
        #"{"metadata":{"ownerReferences":[],"finalizers":["b","a","b"]}}"#,
        #"{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":{"odd":[1,2]}},"deletionTimestamp":null}}"#,
        #"{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}"#, #"{"metadata":null}"#, #"{"metadata":"text"}"#,
        #"{"spec":{"taints":[{"key":"node.kubernetes.io/x"},{"key":7},{"effect":"b","key":"z"},{"key":"a"},"t"]}}"#,
        #"{"spec":{"taints":[{"key":"node.kubernetes.io/x"}],"podCIDR":"10.0.0.0/8"}}"#,
        #"{"spec":{"containers":[{"name":"b"},{"name":"a"}],"nothing":null,"list":[null,[null],{"a":null}]}}"#,
        #"{"spec":{"containers":[{"name":"b"},{"name":"b","image":"x"}]}}"#,
        #"{"spec":{"containers":[{"image":"b"},{"image":"a"}]}}"#,
        #"{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"$(A)"},{"name":"A","value":"1"}]}]}}"#,
        #"{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"$(C)"},{"name":"A","value":"$$(B)"}]}]}}"#,
        #"{"spec":{"containers":[{"name":"c","env":[{"name":"B"},{"name":"A"},{"name":"B"}]}]}}"#,
        #"{"spec":{"containers":[{"ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}]}]}}"#,
        #"{"spec":{"containers":[{"ports":[{"containerPort":80,"protocol":null},{"containerPort":8}]}]}}"#,
        #"{"spec":{"containers":[{"ports":[{"containerPort":80},{"containerPort":80,"protocol":"TCP"}]}]}}"#,
        #"{"spec":{"containers":[{"resources":{"limits":{"cpu":"500m","memory":"1Gi","odd":"1.5.2","n":2}}}]}}"#,
        #"{"spec":{"template":{"spec":{"containers":[{"name":"x","env":[{"value":"$"},{"value":"a"}]}]}}}}"#,
        #"{"spec":{"match":{"kinds":[{"kinds":["b","a"]},{"kinds":["a"]}]},"parameters":{"x":[3,"3",null,1]}}}"#,
        #"{"data":{"a":"x"},"stringData":{"b":"y","a":"z"}}"#, #"{"stringData":{"b":"y"}}"#, #"{"stringData":null}"#,
        #"{"status":{"a":1},"metadata":{"creationTimestamp":"2026-01-01T00:00:00Z","name":"\u0001\"é"}}"#,
        #"{"spec":{"replicas":"3","strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"}}}}"#,
        #"{"spec":{"rollingUpdate":true,"ports":[{"port":2,"targetPort":80},{"port":1,"targetPort":"80"}]}}"#,
    ]

    @Test(arguments: oddities)
    func bothAgreeOnOddities(_ text: String) throws {
        let tree = Normalizer(schema: FieldSchema(BuiltinSchema.facts))
        let flat = TapeNormalizer(tree)
        for (apiVersion, kind) in [
            ("v1", "Pod"), ("v1", "Secret"), ("v1", "Node"), ("v1", "Service"), ("apps/v1", "Deployment"),
            ("x.example/v1", "Odd"), ("constraints.gatekeeper.sh/v1beta1", "K8sOdd"), ("", ""),
        ] {
            var object = try JSONReader.value(Array(text.utf8)).object ?? Object()
            object["apiVersion"] = .string(apiVersion)
            object["kind"] = .string(kind)
            for hasStatus in [true, false] {
                let difference = try Self.disagreement(.object(object), tree, flat, hasStatus: hasStatus)
                #expect(difference == nil, "\(kind) \(difference ?? "")")
            }
        }
    }
}
