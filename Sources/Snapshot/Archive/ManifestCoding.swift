/// A manifest as the canonical JSON of `manifest.json`. See FORMAT.md, "manifest.json".
extension Manifest {
    /// The bytes of the file: canonical JSON and a newline.
    package var bytes: [UInt8] { CanonicalJSON.bytes(value) + [UInt8(ascii: "\n")] }

    /// Reads the bytes of the file.
    ///
    /// Another major version of the format is refused before anything else is looked at; within version 1, members that
    /// are not known are ignored.
    package init(bytes: [UInt8]) throws(SnapshotError) {
        let value: Value
        do throws(JSONError) {
            value = try JSONReader.value(bytes)
        } catch {
            let place = InputPosition(offset: error.offset, in: bytes)
            throw .malformed(file: SnapshotFile.manifest, at: place.description, why: error.summary)
        }
        let members = try JSONMembers(value, file: SnapshotFile.manifest, place: "")
        let format = try members.string("format")
        guard ByteOrder.same(format, Self.format) else {
            guard format.hasPrefix("snapctl.dev/snapshot/v") else {
                throw members.fault("format", "`\(format)` is not known")
            }
            throw .unsupportedVersion(format)
        }
        guard CanonicalJSON.bytes(value) + [UInt8(ascii: "\n")] == bytes else {
            throw .notCanonical(file: SnapshotFile.manifest, at: "1:1")
        }
        try self.init(members)
    }

    /// As a value.
    package var value: Value {
        var object = Object()
        object["actor"] = actor.value
        object["cluster"] = cluster?.value
        object["consistency"] = consistency?.value
        object["coverage"] = .array(coverage.map(\.value))
        object["files"] = .array(files.map(\.value))
        object["format"] = .string(Self.format)
        object["gaps"] = .array(gaps.map(\.value))
        object["lineage"] = lineage?.value
        object["normalizer"] = [
            "rulesDigest": .string(normalizer.rulesDigest), "schemaDigest": .string(normalizer.schemaDigest),
        ]
        object["objectBytes"] = .number(Number(objectBytes))
        object["objectCount"] = .number(Number(objectCount))
        object["redaction"] = redaction.value
        object["roots"] = ["content": .string(roots.content), "normalized": .string(roots.normalized)]
        object["scope"] = [
            "exclude": .strings(scope.exclude), "include": .strings(scope.include),
            "namespaces": .strings(scope.namespaces), "rulesDigest": .string(scope.rulesDigest),
        ]
        object["source"] = .string(source.rawValue)
        object["times"] = times.value
        object["tool"] = ["name": .string(tool.name), "version": .string(tool.version)]
        return .object(object)
    }

    private static let scopeMembers = ["exclude", "include", "namespaces", "rulesDigest"]

    private init(_ members: JSONMembers) throws(SnapshotError) {
        let tool = try members.members("tool")
        let scope = try members.members("scope")
        // A limit that is not known may leave out anything.
        if let limit = scope.object.members.map(\.key).first(where: { !Self.scopeMembers.contains($0) }) {
            throw .unknownLimit(limit)
        }
        let redaction = try members.members("redaction")
        let normalizer = try members.members("normalizer")
        let roots = try members.members("roots")
        self.init(
            tool: Tool(name: try tool.string("name"), version: try tool.string("version")),
            source: try members.choice("source"),
            cluster: try members.optionalMembers("cluster").map { members throws(SnapshotError) in try Cluster(members)
            },
            actor: try Actor(try members.members("actor")),
            times: try Times(try members.members("times")),
            scope: Scope(
                include: try scope.strings("include"), exclude: try scope.strings("exclude"),
                namespaces: try scope.strings("namespaces"), rulesDigest: try scope.string("rulesDigest")),
            coverage: try members.list("coverage") { members throws(SnapshotError) in try Coverage(members) },
            gaps: try members.list("gaps") { members throws(SnapshotError) in try Gap(members) },
            redaction: Redaction(
                keyID: try redaction.string("keyID"), group: try redaction.string("group"),
                isEphemeral: try redaction.bool("ephemeral"), values: try redaction.count("values"),
                policyDigest: try redaction.optionalString("policyDigest")),
            normalizer: Normalizer(
                rulesDigest: try normalizer.string("rulesDigest"),
                schemaDigest: try normalizer.string("schemaDigest")),
            roots: Roots(content: try roots.string("content"), normalized: try roots.string("normalized")),
            objectCount: try members.count("objectCount"), objectBytes: try members.count("objectBytes"),
            files: try members.list("files") { members throws(SnapshotError) in try File(members) },
            lineage: try members.optionalMembers("lineage").map { members throws(SnapshotError) in try Lineage(members)
            },
            consistency: try members.optionalMembers("consistency").map { members throws(SnapshotError) in
                try Consistency(members)
            })
    }
}

extension Manifest.Consistency {
    fileprivate var value: Value {
        var object = Object()
        object["changed"] = changed.map { .number(Number($0)) }
        object["resourceVersion"] = resourceVersion.map(Value.string)
        object["unchecked"] = .array(
            unchecked.map { ["check": .string($0.check), "message": .string($0.message)] })
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            resourceVersion: try members.optionalString("resourceVersion"),
            changed: try members.optionalInt("changed"),
            unchecked: try members.list("unchecked") { members throws(SnapshotError) in
                Unchecked(check: try members.string("check"), message: try members.string("message"))
            })
    }
}

extension Manifest.Lineage {
    fileprivate var value: Value {
        var object = Object()
        object["parent"] = parent.map(Value.string)
        object["sequence"] = .number(Number(sequence))
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(parent: try members.optionalString("parent"), sequence: try members.count("sequence"))
    }
}

extension Manifest.Redaction {
    fileprivate var value: Value {
        var object = Object()
        object["ephemeral"] = .bool(isEphemeral)
        object["group"] = .string(group)
        object["keyID"] = .string(keyID)
        object["policyDigest"] = policyDigest.map(Value.string)
        object["values"] = .number(Number(values))
        return .object(object)
    }
}

extension Manifest.Cluster {
    fileprivate var value: Value {
        var object = Object()
        object["authoritySHA256"] = authoritySHA256.map(Value.string)
        object["loginCommand"] = loginCommand.map(Value.string)
        object["name"] = .string(name)
        object["server"] = .string(server)
        object["uid"] = uid.map(Value.string)
        object["verified"] = .bool(isVerified)
        object["version"] = version.map(Value.string)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            name: try members.string("name"), server: try members.string("server"),
            uid: try members.optionalString("uid"), version: try members.optionalString("version"),
            authoritySHA256: try members.optionalString("authoritySHA256"), isVerified: try members.bool("verified"),
            loginCommand: try members.optionalString("loginCommand"))
    }
}

extension Manifest.Actor {
    fileprivate var value: Value {
        var object = Object()
        object["groups"] = .strings(groups)
        object["host"] = .string(host)
        object["impersonated"] = impersonated.map(Value.string)
        object["osUser"] = .string(osUser)
        object["user"] = user.map(Value.string)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            user: try members.optionalString("user"), groups: try members.strings("groups"),
            impersonated: try members.optionalString("impersonated"), osUser: try members.string("osUser"),
            host: try members.string("host"))
    }
}

extension Manifest.Times {
    fileprivate var value: Value {
        var object = Object()
        object["finishedAt"] = .string(finishedAt)
        object["skewMilliseconds"] = skewMilliseconds.map { .number(Number($0)) }
        object["startedAt"] = .string(startedAt)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            startedAt: try members.string("startedAt"), finishedAt: try members.string("finishedAt"),
            skewMilliseconds: try members.optionalInt("skewMilliseconds"))
    }
}

extension Manifest.Coverage {
    fileprivate var value: Value {
        var object = Object()
        object["count"] = .number(Number(count))
        object["duplicates"] = .number(Number(duplicates))
        object["group"] = .string(group)
        object["kind"] = .string(kind)
        object["pages"] = .number(Number(pages))
        object["resource"] = .string(resource)
        object["resourceVersion"] = resourceVersion.map(Value.string)
        object["restarts"] = .number(Number(restarts))
        object["state"] = .string(state.rawValue)
        object["version"] = .string(version)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            group: try members.string("group"), version: try members.string("version"),
            resource: try members.string("resource"), kind: try members.string("kind"),
            state: try members.choice("state"), count: try members.count("count"), pages: try members.count("pages"),
            restarts: try members.count("restarts"), resourceVersion: try members.optionalString("resourceVersion"),
            duplicates: try members.count("duplicates"))
    }
}

extension Manifest.File {
    fileprivate var value: Value {
        ["path": .string(path), "sha256": .string(sha256), "size": .number(Number(size))]
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            path: try members.string("path"), size: try members.count("size"), sha256: try members.digest("sha256").hex)
    }
}

extension Gap {
    /// As a value, in the manifest and in `meta/gaps.json`.
    package var value: Value {
        var object = Object()
        object["group"] = .string(group)
        object["message"] = .string(message)
        object["reason"] = .string(reason.rawValue)
        object["resource"] = resource.map(Value.string)
        object["status"] = status.map { .number(Number($0)) }
        object["version"] = version.map(Value.string)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            group: try members.string("group"), version: try members.optionalString("version"),
            resource: try members.optionalString("resource"), reason: try members.choice("reason"),
            status: try members.optionalInt("status"), message: try members.string("message"))
    }
}

extension Value {
    fileprivate static func strings(_ strings: [String]) -> Value { .array(strings.map(Value.string)) }
}
