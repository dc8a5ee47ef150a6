/// An entry of the index as one line of `index.jsonl`. See FORMAT.md, "index.jsonl".
extension IndexEntry {
    /// Appends the line: canonical JSON and a newline.
    package func append(to buffer: inout [UInt8]) {
        var line = JSONText(behind: &buffer)
        line.append(UInt8(ascii: "{"))
        // In the order of the names, without a tree in between: see ``value``.
        if let claim {
            line.append("claim")
            line.append(UInt8(ascii: ":"))
            line.append(claim.value)
            line.append(UInt8(ascii: ","))
        }
        if let controller {
            line.append("controller")
            line.append(UInt8(ascii: ":"))
            line.append(controller.value)
            line.append(UInt8(ascii: ","))
        }
        if generation != 0 {
            line.append("generation", String(generation))
            line.append(UInt8(ascii: ","))
        }
        line.append("group", identity.group)
        line.append(next: "kind", identity.kind)
        line.append(next: "name", identity.name)
        if let namespace = identity.namespace { line.append(next: "namespace", namespace) }
        line.append(next: "normalized", normalized.hex)
        line.append(next: "path", path)
        line.append(next: "resource", resource)
        line.append(next: "role", role.rawValue)
        line.append(next: "sha256", sha256.hex)
        if !signals.isEmpty {
            line.append(UInt8(ascii: ","))
            line.append("signals")
            line.append(UInt8(ascii: ":"))
            line.append(.object(Object(signals.mapValues(Value.string))))
        }
        line.append(UInt8(ascii: ","))
        line.append("size")
        line.append(UInt8(ascii: ":"))
        line.append(.number(Number(size)))
        if !uid.isEmpty { line.append(next: "uid", uid) }
        line.append(next: "version", version)
        line.append(UInt8(ascii: "}"))
        line.append(UInt8(ascii: "\n"))
        buffer = line.finished()
    }

    /// Reads one line, without its newline.
    ///
    /// - Parameter number: the line's number from one, for messages.
    package init(line: [UInt8], number: Int) throws(SnapshotError) {
        let value: Value
        do throws(JSONError) {
            value = try JSONReader.value(line)
        } catch {
            throw .malformed(file: SnapshotFile.index, at: "\(number):\(error.offset + 1)", why: error.summary)
        }
        guard CanonicalJSON.bytes(value) == line else {
            throw .notCanonical(file: SnapshotFile.index, at: "\(number):1")
        }
        try self.init(try JSONMembers(value, file: SnapshotFile.index, place: "line \(number)"))
    }

    /// As a value. What is empty or absent is left out.
    package var value: Value {
        var object = Object()
        object["claim"] = claim?.value
        object["controller"] = controller?.value
        // May be any 64-bit number.
        object["generation"] = generation == 0 ? nil : .string(String(generation))
        object["group"] = .string(identity.group)
        object["kind"] = .string(identity.kind)
        object["name"] = .string(identity.name)
        object["namespace"] = identity.namespace.map(Value.string)
        object["normalized"] = .string(normalized.hex)
        object["path"] = .string(path)
        object["resource"] = .string(resource)
        object["role"] = .string(role.rawValue)
        object["sha256"] = .string(sha256.hex)
        if !signals.isEmpty { object["signals"] = .object(Object(signals.mapValues(Value.string))) }
        object["size"] = .number(Number(size))
        object["uid"] = uid.isEmpty ? nil : .string(uid)
        object["version"] = .string(version)
        return .object(object)
    }

    private init(_ members: JSONMembers) throws(SnapshotError) {
        var generation = 0
        if let text = try members.optionalString("generation") {
            guard let number = Int(text), number != 0, String(number) == text else {
                throw members.fault("generation", "a whole number in a string is expected")
            }
            generation = number
        }
        var signals: [String: String] = [:]
        for member in try members.optionalMembers("signals")?.object.members ?? [] {
            guard let text = member.value.string else { throw members.fault("signals", "texts are expected") }
            signals[member.key] = text
        }
        self.init(
            identity: try Identity(members), version: try members.string("version"),
            resource: try members.string("resource"), path: try members.string("path"), size: try members.count("size"),
            sha256: try members.digest("sha256"), normalized: try members.digest("normalized"),
            role: try members.choice("role"), uid: try members.optionalString("uid") ?? "", generation: generation,
            signals: signals,
            controller: try members.optionalMembers("controller").map { members throws(SnapshotError) in
                try Identity(members)
            },
            claim: try members.optionalMembers("claim").map { members throws(SnapshotError) in
                try MakerClaim(members)
            })
    }

    /// The path that its identity gives it.
    package var expectedPath: String {
        ArchivePath.object(
            group: identity.group, resource: resource, namespace: identity.namespace, name: identity.name)
    }
}

extension JSONText {
    /// A member whose value is a string.
    fileprivate mutating func append(_ name: String, _ value: String) {
        append(name)
        append(UInt8(ascii: ":"))
        append(value)
    }

    /// A member behind another one.
    fileprivate mutating func append(next name: String, _ value: String) {
        append(UInt8(ascii: ","))
        append(name, value)
    }
}

extension MakerClaim {
    fileprivate var value: Value {
        [
            "uid": .string(ownerUID), "version": .string(ownerVersion),
            "writers": .array(writers.map(Value.string)),
        ]
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            ownerUID: try members.string("uid"), ownerVersion: try members.string("version"),
            writers: try members.strings("writers"))
    }
}

extension Identity {
    fileprivate var value: Value {
        var object = Object()
        object["group"] = .string(group)
        object["kind"] = .string(kind)
        object["name"] = .string(name)
        object["namespace"] = namespace.map(Value.string)
        return .object(object)
    }

    fileprivate init(_ members: JSONMembers) throws(SnapshotError) {
        self.init(
            group: try members.string("group"), kind: try members.string("kind"),
            namespace: try members.optionalString("namespace"), name: try members.string("name"))
    }
}
