package import Snapshot

/// A golden baseline as it is meant for one state: with the values of its stage, and what its patterns stand for there.
package struct GoldenState: Sendable {
    /// Scope and rules.
    package var baseline: Baseline
    /// What is expected.
    package let state: ClusterState
    /// What the parameters stand for.
    package let bindings: Bindings
    /// What became of the resources that are kept as digests.
    package let digests: GoldenDigests

    /// Opens a baseline for a state.
    ///
    /// - Parameters:
    ///   - stage: The stage that was asked for; without it the cluster's uid chooses.
    ///   - takesOtherClusters: Whether the state may be of another cluster than the baseline.
    ///   - manifests: Reads the resources, under the key of the state.
    package static func open(
        _ folder: GoldenFolder, _ document: BaselineDocument, for judged: ClusterState, stage: String?,
        takesOtherClusters: Bool = false, _ manifests: ManifestCapture
    ) async throws -> GoldenState {
        if !takesOtherClusters, let uid = judged.clusterUID { try document.requireCluster(uid, of: judged.name) }
        let chosen = try document.stage(named: stage, clusterUID: judged.clusterUID)
        var manifests = manifests
        // Golden resources are redacted as the state was: under the baseline's own policy, unless the state was captured
        // without it.
        let strict = document.redaction.extending(manifests.policy)
        if strict.digest.hex == judged.manifest.redaction.policyDigest { manifests.policy = strict }
        // What was asked of the state is not asked of the baseline: what a capture leaves out is still expected.
        manifests.scope = .everything
        let own = try folder.resources(of: chosen, in: document)
        var learner = ParameterLearner(document.bindings(in: chosen))
        var digests = GoldenDigests()
        let spoolFolder = manifests.spoolFolder
        let captured = try await manifests.files(
            folder.resources, schema: judged.schema.withoutClaims, types: judged.types, mayBeEmpty: true,
            deferring: [ParameterText.mark, DigestResource.mark]
        ) { capture in
            if let own { try ManifestFiles.add(own, to: &capture, spoolFolder: spoolFolder) }
            try await learn(&learner, capture.deferred.map(\.value), from: judged)
            let bindings = learner.result
            var objects = try capture.deferred.map { (object) throws(GoldenFolderError) in
                do throws(UnknownParameter) {
                    let value = try bindings.value(object.value)
                    return ManifestObject(value: value, file: object.file, position: object.position)
                } catch { throw .parameter(error, at: "\(object.file):\(object.position)") }
            }
            try await digests.resolve(&objects, in: judged)
            try capture.resume(objects)
        }
        let bindings = learner.result
        var baseline = try document.baseline(bindings)
        baseline.learned = learner.learned
        baseline.unlearned = document.ownParameters.filter { bindings.patterns[$0] != nil }
        return GoldenState(
            baseline: baseline, state: ClusterState(captured, name: folder.path), bindings: bindings, digests: digests)
    }

    private static func learn(
        _ learner: inout ParameterLearner, _ golden: [Value], from judged: ClusterState
    ) async throws {
        let candidates = learner.candidates(golden, in: judged.entries)
        guard !candidates.isEmpty else { return }
        let objects = try await judged.load(Set(candidates.flatMap(\.identities)))
        for candidate in candidates {
            for identity in candidate.identities {
                if let object = objects[identity] { learner.learn(candidate.golden, object) }
            }
        }
    }
}

extension ManifestCapture {
    /// Reads the resources of a golden baseline, as they are meant for each stage, to find mistakes in their files.
    package func readResources(of folder: GoldenFolder, _ document: BaselineDocument) async throws {
        guard try folder.holdsResources() else { return }
        for stage in document.stages.isEmpty ? [nil] : document.stages.map(Optional.some) {
            let own = try folder.resources(of: stage, in: document)
            _ = try await files(folder.resources, mayBeEmpty: true, deferring: [DigestResource.mark]) { capture in
                if let own { try ManifestFiles.add(own, to: &capture, spoolFolder: spoolFolder) }
                let stubs = try capture.deferred.map { (object) throws(MalformedDigest) in
                    let digest = try object.goldenDigest()
                    return ManifestObject(
                        value: digest?.stub ?? object.value, file: object.file, position: object.position)
                }
                try capture.resume(stubs)
            }
        }
    }
}
