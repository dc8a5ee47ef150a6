/// Signs snapshots and verdicts. The seals lie beside the file, each whole or not at all, and are written after it.
package struct Sealer: Sendable {
    /// The forms of a seal.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// A Sigstore bundle: `FILE.sigstore.json`.
        case bundle
        /// A detached SSH signature: `FILE.sig`.
        case ssh
        /// A bare DSSE envelope, which takes one signature after another: `FILE.intoto.json`.
        case dsse

        /// What is put behind the file's name.
        package var suffix: String {
            switch self {
            case .bundle: ".sigstore.json"
            case .ssh: ".sig"
            case .dsse: ".intoto.json"
            }
        }
    }

    private let signer: any Signer

    package init(signer: any Signer) { self.signer = signer }

    /// Signs a target in these forms.
    ///
    /// - Parameter timestamp: fetches a timestamp over the signature of a bundle.
    /// - Returns: the files written.
    package func seal(
        _ target: SealTarget, forms: [Form],
        timestamp: ((_ signature: [UInt8]) async throws(SealError) -> [UInt8])? = nil
    ) async throws(SealError) -> [String] {
        try await seal(target.subject, forms: forms, timestamp: timestamp)
    }

    /// Signs what is said about a file.
    package func seal(
        _ target: SealSubject, forms: [Form],
        timestamp: ((_ signature: [UInt8]) async throws(SealError) -> [UInt8])? = nil
    ) async throws(SealError) -> [String] {
        var written: [String] = []
        for form in forms {
            let path = target.path + form.suffix
            let bytes: [UInt8]
            switch form {
            case .bundle:
                let envelope = try await DSSEEnvelope.signed(target.statement.bytes, by: signer)
                var bundle = SigstoreBundle(envelope: envelope)
                if let timestamp, let signature = envelope.signatures.first {
                    bundle.timestamps = [try await timestamp(signature.bytes)]
                }
                bytes = bundle.bytes
            case .ssh:
                let signature = try await SSHSignature.signed(
                    sha512: target.digests.sha512, namespace: target.namespace, by: signer)
                bytes = Array(signature.armored.utf8)
            case .dsse:
                bytes = try await envelope(target, path)
            }
            do throws(DiskError) {
                var file = try AtomicFile(path)
                try file.write(bytes)
                try file.commit()
            } catch { throw .disk(error) }
            written.append(path)
        }
        return written
    }

    /// An envelope with the signatures that are there already and this signer's.
    private func envelope(_ target: SealSubject, _ path: String) async throws(SealError) -> [UInt8] {
        let mine = try await DSSEEnvelope.signed(target.statement.bytes, by: signer)
        var envelope = mine
        do throws(DiskError) {
            if try FileStatus.of(path) != nil {
                let bytes = try FileReader.bytes(of: path, limit: SealFiles.limit)
                let present = try? SigstoreBundle(bytes: bytes, file: path).envelope
                // Of other bytes under that name nothing is kept: they vouch for something else.
                if let present, present.payload == mine.payload, present.payloadType == mine.payloadType {
                    envelope.signatures =
                        present.signatures.filter { $0.keyID != signer.publicKey.fingerprint } + mine.signatures
                }
            }
        } catch { throw .disk(error) }
        return CanonicalJSON.bytes(envelope.value)
    }
}

/// Bounds of the files around a seal.
enum SealFiles {
    /// The most bytes that a bundle, a signature or a list of signers may have.
    static let limit = 16 << 20
}
