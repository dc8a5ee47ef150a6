/// A file that is sealed, or whose seals are checked: a snapshot, the verdict of a check, or a file of a release.
package struct SealTarget: Sendable {
    /// What it is.
    package enum Kind: Sendable {
        case snapshot(SnapshotReader)
        case verdict(Value)
        /// Any file, and the release that it is of as a package URL; `nil` where only its seals say so.
        case release(String?)
    }

    package let path: String
    package let kind: Kind
    package let digests: FileDigests

    private static let reportLimit = 256 << 20

    /// Opens a file and finds out what it is. Of a snapshot only manifest and index are checked here.
    package static func open(_ path: String, spoolFolder: String) throws -> SealTarget {
        let source = try ArchiveSource(path: path, spoolFolder: spoolFolder)
        let digests = try FileDigests(of: source)
        let kind = try kind(source, path: path)
        if case .verdict(let report) = kind, report["trustIndex"] != nil {
            throw SealError.notSealable(
                path: path,
                why: "it was made with --trust-index, so that what it says of equal objects was never checked")
        }
        return SealTarget(path: path, kind: kind, digests: digests)
    }

    /// Opens a file of a release. It is looked at as bytes only.
    package static func open(_ path: String, release: String, spoolFolder: String) throws -> SealTarget {
        guard release.hasPrefix("pkg:"), release.utf8.contains(UInt8(ascii: "/")) else {
            throw SealError.notSealable(path: path, why: "`\(release)` is no package URL")
        }
        let source = try ArchiveSource(path: path, spoolFolder: spoolFolder)
        return SealTarget(path: path, kind: .release(release), digests: try FileDigests(of: source))
    }

    init(path: String, kind: Kind, digests: FileDigests) {
        self.path = path
        self.kind = kind
        self.digests = digests
    }

    /// What a file is.
    static func kind(_ source: ArchiveSource, path: String) throws -> Kind {
        do throws(SnapshotError) {
            return .snapshot(try SnapshotReader(source))
        } catch {
            switch error {
            case .notAnArchive, .notASnapshot: break
            default: throw error
            }
        }
        var bytes: [UInt8] = []
        if source.size <= reportLimit, (try source.read(upTo: 1, at: 0)).first == UInt8(ascii: "{") {
            bytes = try source.read(upTo: source.size, at: 0)
        }
        guard let report = try? JSONReader.value(bytes), report["format"]?.string == "snapctl.dev/report/v1",
            VerdictPredicate.value(report) != nil
        else { throw SealError.notSealable(path: path, why: "it is neither a snapshot nor a JSON report of snapctl") }
        return .verdict(report)
    }

    /// The name in statements: the last part of the path.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The namespace of SSH signatures over it.
    package var namespace: String {
        switch kind {
        case .snapshot: SSHSignature.Namespace.snapshot
        case .verdict: SSHSignature.Namespace.verdict
        case .release: SSHSignature.Namespace.release
        }
    }

    /// What is said about it in a statement.
    var predicateType: String {
        switch kind {
        case .snapshot: SnapshotPredicate.type
        case .verdict: VerdictPredicate.type
        case .release: ReleasePredicate.type
        }
    }

    /// What is signed of it.
    package var subject: SealSubject {
        SealSubject(path: path, digests: digests, namespace: namespace, statement: statement)
    }

    /// The statement about it. The file itself is the first subject.
    package var statement: Statement {
        var subjects = [Statement.Subject(name: name, sha256: digests.hex)]
        let predicate: Value
        switch kind {
        case .snapshot(let snapshot):
            subjects.append(Statement.Subject(name: SnapshotFile.manifest, sha256: snapshot.id.hex))
            predicate = SnapshotPredicate.value(snapshot.manifest, id: snapshot.id)
        case .verdict(let report):
            if let id = report["after"]?["digest"]?.string {
                subjects.append(Statement.Subject(name: SnapshotFile.manifest, sha256: id))
            }
            predicate = VerdictPredicate.value(report) ?? [:]
        case .release(let release):
            predicate = ReleasePredicate.value(release ?? "")
        }
        return Statement(subjects: subjects, predicateType: predicateType, predicate: predicate)
    }
}

/// What a signer signs: a file by its digests, and a statement about it.
package struct SealSubject: Sendable {
    /// Where the seals go: beside this.
    package let path: String
    package let digests: FileDigests
    /// Of SSH signatures.
    package let namespace: String
    package let statement: Statement

    init(path: String, digests: FileDigests, namespace: String, statement: Statement) {
        self.path = path
        self.digests = digests
        self.namespace = namespace
        self.statement = statement
    }

    /// A snapshot that was written encrypted: what is signed is the archive inside.
    package init(decrypted path: String, digests: FileDigests, written: WrittenSnapshot) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        self.init(
            path: path, digests: digests, namespace: SSHSignature.Namespace.snapshot,
            statement: Statement(
                subjects: [
                    Statement.Subject(name: name, sha256: digests.hex),
                    Statement.Subject(name: SnapshotFile.manifest, sha256: written.id.hex),
                ], predicateType: SnapshotPredicate.type,
                predicate: SnapshotPredicate.value(written.manifest, id: written.id)))
    }
}
