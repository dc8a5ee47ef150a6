/// Checks a file and its seals, offline, and says what it found.
package struct SealVerifier: Sendable {
    /// Which file holds the seal of each form; a form that is absent here is looked for beside the file.
    package var paths: [Sealer.Form: String] = [:]
    package var trust: Trust
    /// What the statement has to be about; by default what a file of that kind has.
    package var predicateType: String?
    /// Whether the statement may name another archive, when it names this manifest.
    package var acceptsRecompressed = false
    /// Whether the file is one of a release, of which only the bytes are looked at.
    package var isRelease = false
    /// Who may have made timestamps: certificates in PEM.
    package var timestampAuthorities: [UInt8]?
    private let spoolFolder: String

    package init(trust: Trust, spoolFolder: String) {
        self.trust = trust
        self.spoolFolder = spoolFolder
    }

    /// Checks everything that is there. Throws only when it could not look; what is wrong stands in the result.
    package func verify(_ path: String) async throws -> Verification {
        var found = Verification(file: path)
        let source = try ArchiveSource(path: path, spoolFolder: spoolFolder)
        let digests = try FileDigests(of: source)
        let seals = try seals(beside: path)
        let kind: SealTarget.Kind
        do {
            kind = isRelease ? .release(nil) : try SealTarget.kind(source, path: path)
        } catch let error as SnapshotError where error.isEvidence || !seals.isEmpty {
            if case .disk = error { throw error }
            found.note("archive", .failed, error.summary)
            return found
        } catch let error as SealError where !seals.isEmpty {
            // Sealed once as something else.
            found.note("archive", .failed, error.summary)
            return found
        }
        let target = SealTarget(path: path, kind: kind, digests: digests)
        try checkContents(target, &found)
        for seal in seals { await check(seal, target, &found) }
        checkDemands(target, hasSeals: !seals.isEmpty, &found)
        return found
    }

    // MARK: Parts

    /// Whether everybody signed who has to, and when, in whatever form and whichever files are there: the demands are on the
    /// file, not on a seal that somebody may have taken away.
    ///
    /// Each key that was named must have signed, and with a list of signers one of them. Where only one is asked for, a seal
    /// that failed has said already that the signature is missing.
    private func checkDemands(_ target: SealTarget, hasSeals: Bool, _ found: inout Verification) {
        if hasSeals {
            let signed = Set(found.vouchers.map(\.fingerprint))
            var missing = trust.keys.filter { !signed.contains($0.key.fingerprint) }.map {
                "\($0.name) did not sign this file: no seal beside it is of that key"
            }
            if let signers = trust.signers,
                !signers.entries.contains(where: {
                    signed.contains($0.key.fingerprint)
                        && signers.principal(
                            of: $0.key, namespace: target.namespace, identity: trust.identity, at: trust.now) != nil
                })
            {
                missing.append("none of the allowed signers signed this file")
            }
            let isOneAsked = trust.keys.count + (trust.signers == nil ? 0 : 1) == 1
            let isTold = found.checks.contains { ["bundle", "signature"].contains($0.name) && $0.outcome == .failed }
            if !isOneAsked || !isTold { for fault in missing { found.note("signature", .failed, fault) } }
        } else {
            let isDemanded = !trust.isEmpty || timestampAuthorities != nil
            found.note("signature", .skipped, "there is none beside the file", isRequired: isDemanded)
        }
        if timestampAuthorities != nil, found.timestamps.isEmpty,
            !found.checks.contains(where: { $0.name == "timestamp" && $0.outcome == .failed })
        {
            found.note("timestamp", .skipped, "no trusted timestamp")
        }
    }

    private struct Seal {
        let form: Sealer.Form
        let path: String
        let bytes: [UInt8]
    }

    private func seals(beside path: String) throws -> [Seal] {
        var seals: [Seal] = []
        for form in Sealer.Form.allCases {
            let beside = path + form.suffix
            if let named = paths[form] {
                seals.append(
                    Seal(form: form, path: named, bytes: try FileReader.bytes(of: named, limit: SealFiles.limit)))
            } else if path != "-", try FileStatus.of(beside) != nil {
                seals.append(
                    Seal(form: form, path: beside, bytes: try FileReader.bytes(of: beside, limit: SealFiles.limit)))
            }
        }
        return seals
    }

    private func checkContents(_ target: SealTarget, _ found: inout Verification) throws {
        switch target.kind {
        case .snapshot(let snapshot):
            do throws(SnapshotError) { try snapshot.verify() } catch {
                guard error.isEvidence else { throw error }
                found.note("archive", .failed, error.summary)
                return
            }
            let manifest = snapshot.manifest
            found.note(
                "archive", .passed,
                "\(manifest.objectCount) objects; every digest, both roots and the form of every entry are right, and what index "
                    + "and manifest say of the objects was computed again")
            if !manifest.hasRulesOfThisProgram {
                found.note(
                    "index", .skipped,
                    "roles, signals and normalized digests were made under other rules (\(manifest.normalizer.rulesDigest)) than "
                        + "this program's; diff and check compute their own")
            }
            found.facts = [
                .init("snapshot", snapshot.id.hex), .init("contentRoot", manifest.roots.content),
                .init("normalizedRoot", manifest.roots.normalized), .init("capturedAt", manifest.times.finishedAt),
                .init("complete", manifest.isComplete ? "yes" : "no, \(manifest.gaps.count) gaps"),
            ]
            if let cluster = manifest.cluster {
                found.facts.append(.init("cluster", "\(cluster.name) (\(cluster.uid ?? "without uid"))"))
            }
            if !manifest.unusedFiles.isEmpty {
                found.facts.append(
                    .init("notUsed", manifest.unusedFiles.joined(separator: ", ") + " (digests checked)"))
            }
            if let user = manifest.actor.user { found.facts.append(.init("capturedBy", user)) }
        case .verdict(let report):
            found.note("report", .passed, "a report of snapctl; its digests are those of the states it compared")
            if report["trustIndex"] != nil {
                found.note(
                    "report", .skipped, "it was made with --trust-index: the indexes of the snapshots were believed")
            }
            found.facts = [.init("exit", report["exit"]?["status"]?.int.map(String.init) ?? "")]
            if let id = report["after"]?["digest"]?.string { found.facts.append(.init("judged", id)) }
            if let digest = report["baseline"]?["sha256"]?.string { found.facts.append(.init("baseline", digest)) }
        case .release:
            found.facts = [.init("sha256", target.digests.hex)]
        }
    }

    private func check(_ seal: Seal, _ target: SealTarget, _ found: inout Verification) async {
        do throws(SealError) {
            switch seal.form {
            case .ssh: try checkSSH(seal, target, &found)
            case .bundle, .dsse: try await checkEnvelope(seal, target, &found)
            }
        } catch {
            found.note(seal.form == .ssh ? "signature" : "bundle", .failed, error.summary)
        }
    }

    private func checkSSH(_ seal: Seal, _ target: SealTarget, _ found: inout Verification) throws(SealError) {
        let signature = try SSHSignature(armored: seal.bytes, file: seal.path)
        guard signature.namespace == target.namespace else {
            return found.note(
                "signature", .failed,
                "it is a signature for `\(signature.namespace)`, where `\(target.namespace)` is expected")
        }
        guard signature.verifies(target.digests) else {
            return found.note("signature", .failed, "\(seal.path) is no signature of this file")
        }
        let fingerprint = signature.key.fingerprint
        guard !trust.isEmpty else {
            return found.note(
                "signature", .skipped,
                "\(fingerprint) signed this file; no trusted key was given to check it with (--trust-key, --allowed-signers)"
            )
        }
        guard let name = trust.name(of: signature.key, namespace: signature.namespace) else {
            return found.note("signature", .failed, "signed by an untrusted key: \(fingerprint)")
        }
        found.note("signature", .passed, "\(seal.path) is \(name)'s signature of this file")
        found.vouchers.append(.init(fingerprint: fingerprint, name: name, seal: seal.path))
    }

    private func checkEnvelope(
        _ seal: Seal, _ target: SealTarget, _ found: inout Verification
    ) async throws(SealError) {
        let bundle = try SigstoreBundle(bytes: seal.bytes, file: seal.path)
        let envelope = bundle.envelope
        guard envelope.payloadType == DSSEEnvelope.statementType else {
            return found.note("bundle", .failed, "`\(envelope.payloadType)` is not what is expected to be signed")
        }
        guard !trust.isEmpty else {
            // Parsed without being vouched for: only to find out that it is wrong, never that it is right.
            try checkStatement(
                try Statement(payload: envelope.payload, file: seal.path), target, &found, isTrusted: false)
            return
        }
        var vouchers: [Verification.Voucher] = []
        for signature in envelope.signatures {
            guard
                let key = trust.candidates.first(where: {
                    $0.verifies(signature.bytes, over: envelope.signedBytes)
                        && trust.name(of: $0, namespace: target.namespace) != nil
                }), let name = trust.name(of: key, namespace: target.namespace)
            else { continue }
            for hint in [signature.keyID, bundle.hint].compactMap({ $0 }) where !hint.isEmpty {
                guard [key.fingerprint, key.cosignHint].contains(hint) else {
                    return found.note("bundle", .failed, "it names the key `\(hint)`, and \(key.fingerprint) signed it")
                }
            }
            vouchers.append(.init(fingerprint: key.fingerprint, name: name, seal: seal.path))
        }
        guard !vouchers.isEmpty else {
            return found.note("bundle", .failed, "no trusted key signed what \(seal.path) says")
        }
        let statement = try Statement(payload: envelope.payload, file: seal.path)
        guard try checkStatement(statement, target, &found, isTrusted: true) else { return }
        found.vouchers += vouchers
        await checkTimestamps(bundle, &found)
    }

    /// Times that an authority vouches for. A timestamp is over the signature, so it says when somebody had signed.
    private func checkTimestamps(_ bundle: SigstoreBundle, _ found: inout Verification) async {
        for bytes in bundle.timestamps {
            do throws(Timestamp.Fault) {
                let timestamp = try Timestamp(bytes)
                guard let signature = bundle.envelope.signatures.first, timestamp.isAbout(signature.bytes) else {
                    throw .otherBytes
                }
                guard let timestampAuthorities else {
                    found.note(
                        "timestamp", .skipped,
                        "it says \(timestamp.time); no trusted authority was given (--timestamp-authority)",
                        isRequired: false)
                    continue
                }
                try await timestamp.check(over: signature.bytes, trusted: timestampAuthorities)
                found.note(
                    "timestamp", .passed,
                    "a trusted authority says that it was signed before \(timestamp.time)"
                        + Self.skew(of: timestamp.time, found))
                found.timestamps.append(timestamp.time)
            } catch {
                found.note("timestamp", .failed, error.summary)
            }
        }
    }

    /// What the authority's clock says about the one of whoever captured: nothing was signed before it was there.
    private static func skew(of time: String, _ found: Verification) -> String {
        guard let captured = found.facts.first(where: { $0.name == "capturedAt" }).flatMap({ RFC3339($0.text) }),
            let stamped = RFC3339(time)
        else { return "" }
        let seconds = stamped.seconds - captured.seconds
        // Both are whole seconds.
        return seconds < -1
            ? ", \(-seconds) s before the capture ended by its own clock, which was ahead"
            : ", \(max(0, seconds)) s after the capture ended by its own clock"
    }

    /// Whether the statement is about this file.
    @discardableResult
    private func checkStatement(
        _ statement: Statement, _ target: SealTarget, _ found: inout Verification, isTrusted: Bool
    ) throws(SealError) -> Bool {
        let expectedType = predicateType ?? target.predicateType
        guard statement.predicateType == expectedType else {
            found.note("bundle", .failed, "it is a `\(statement.predicateType)`, where `\(expectedType)` is expected")
            return false
        }
        var what = "this file"
        if !statement.subjects.contains(where: { $0.sha256 == target.digests.hex }) {
            guard acceptsRecompressed, case .snapshot(let snapshot) = target.kind,
                statement.subjects.contains(where: { $0.sha256 == snapshot.id.hex })
            else {
                found.note("bundle", .failed, "it is about another file: none of its digests is \(target.digests.hex)")
                return false
            }
            what = "this snapshot, which was compressed again since"
        }
        if case .snapshot(let snapshot) = target.kind, let roots = statement.predicate["roots"] {
            let manifest = snapshot.manifest
            for (name, root) in [
                ("content", manifest.roots.content), ("normalized", manifest.roots.normalized),
                ("manifest", snapshot.id.hex),
            ] where roots[name] != nil && roots[name]?.string != root {
                found.note("bundle", .failed, "its \(name) root is not the one of this snapshot")
                return false
            }
        }
        if isTrusted, isRelease, let release = statement.predicate["purl"]?.string {
            let fact = Verification.Fact("release", release)
            if !found.facts.contains(fact) { found.facts.append(fact) }
        }
        if isTrusted {
            found.note("bundle", .passed, "its signature holds, and it is about \(what)")
        } else {
            found.note("bundle", .skipped, "it is about \(what); no key was given to check it with (--trust-key)")
        }
        return true
    }
}
