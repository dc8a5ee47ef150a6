/// Reads a line of the index as the writer spells it, in one look and without a tree of values.
///
/// It refuses nothing: a line that is not exactly as expected is left to ``IndexEntry/init(line:number:)``, which takes it or
/// says what is wrong. So whatever this one takes, that one would have taken, with the same entry.
package struct IndexLineScanner {
    /// A text that is often the same in the line before: kept with its bytes, and with what was found out about it.
    private struct Repeated {
        private var bytes: [UInt8] = []
        private(set) var text = ""
        /// Whether the path of an object holds it as it is.
        private(set) var standsInPath = false

        mutating func take(_ span: Span<UInt8>) -> Bool {
            if IndexLineScanner.same(bytes.span, span) { return true }
            guard let text = IndexLineScanner.text(span) else { return false }
            self.text = text
            bytes = Array(text.utf8)
            standsInPath = ArchivePath.isComponent(span)
            return true
        }
    }

    /// The members before a value, in the order of the canonical form.
    private struct Labels {
        let claim = Array("\"claim\":{\"uid\":\"".utf8)
        let ownerVersion = Array("\",\"version\":\"".utf8)
        let writers = Array("\",\"writers\":[".utf8)
        let quote = Array("\"".utf8)
        let nextWriter = Array(",\"".utf8)
        let endOfClaim = Array("]},".utf8)
        let controller = Array("\"controller\":{".utf8)
        let start = Array("{".utf8)
        let generation = Array("\"generation\":\"".utf8)
        let group = Array("\"group\":\"".utf8)
        let kind = Array("\",\"kind\":\"".utf8)
        let name = Array("\",\"name\":\"".utf8)
        let namespace = Array("\",\"namespace\":\"".utf8)
        let normalized = Array("\",\"normalized\":\"".utf8)
        let path = Array("\",\"path\":\"".utf8)
        let resource = Array("\",\"resource\":\"".utf8)
        let role = Array("\",\"role\":\"".utf8)
        let sha256 = Array("\",\"sha256\":\"".utf8)
        let size = Array("\",\"size\":".utf8)
        let uid = Array(",\"uid\":\"".utf8)
        let version = Array("\",\"version\":\"".utf8)
        let versionWithoutUID = Array(",\"version\":\"".utf8)
        let comma = Array("\",".utf8)
        let endOfController = Array("\"},".utf8)
        let end = Array("\"}\n".utf8)
        let resources = Array("resources/".utf8)
        let core = Array("core".utf8)
        let cluster = Array("_cluster".utf8)
        let json = Array(".json".utf8)
        let slash = Array("/".utf8)
    }

    private let labels = Labels()
    private let roles = ObjectRole.allCases.map { (bytes: Array($0.rawValue.utf8), role: $0) }
    private var group = Repeated()
    private var kind = Repeated()
    private var namespace = Repeated()
    private var resource = Repeated()
    private var version = Repeated()
    private var ownerGroup = Repeated()
    private var ownerKind = Repeated()
    private var ownerVersion = Repeated()
    private var writer = Repeated()

    package init() {}

    /// The entry of the line at the cursor, which moves behind its newline; `nil` leaves the cursor anywhere.
    package mutating func entry(_ span: Span<UInt8>, _ cursor: inout Int) -> IndexEntry? {
        guard Self.take(labels.start, span, &cursor) else { return nil }
        var claim: MakerClaim?
        if Self.take(labels.claim, span, &cursor) {
            guard let read = self.claim(span, &cursor) else { return nil }
            claim = read
        }
        var controller: Identity?
        if Self.take(labels.controller, span, &cursor) {
            guard let owner = owner(span, &cursor) else { return nil }
            controller = owner
        }
        var generation = 0
        if Self.take(labels.generation, span, &cursor) {
            guard let number = Self.number(span, &cursor), number > 0, Self.take(labels.comma, span, &cursor) else {
                return nil
            }
            generation = number
        }
        guard Self.take(labels.group, span, &cursor), let groupBytes = Self.string(span, &cursor),
            group.take(span.extracting(groupBytes)),
            Self.take(labels.kind, span, &cursor), let kindBytes = Self.string(span, &cursor),
            kind.take(span.extracting(kindBytes)),
            Self.take(labels.name, span, &cursor), let nameBytes = Self.string(span, &cursor)
        else { return nil }
        var namespaceBytes: Range<Int>?
        if Self.take(labels.namespace, span, &cursor) {
            guard let bytes = Self.string(span, &cursor), namespace.take(span.extracting(bytes)) else { return nil }
            namespaceBytes = bytes
        }
        guard Self.take(labels.normalized, span, &cursor), let normalized = Self.digest(span, &cursor),
            Self.take(labels.path, span, &cursor), let pathBytes = Self.string(span, &cursor),
            Self.take(labels.resource, span, &cursor), let resourceBytes = Self.string(span, &cursor),
            resource.take(span.extracting(resourceBytes)),
            isPath(
                pathBytes, group: groupBytes, resource: resourceBytes, namespace: namespaceBytes, name: nameBytes,
                in: span),
            Self.take(labels.role, span, &cursor), let roleBytes = Self.string(span, &cursor),
            let role = roles.first(where: { Self.same($0.bytes.span, span.extracting(roleBytes)) })?.role,
            Self.take(labels.sha256, span, &cursor), let sha256 = Self.digest(span, &cursor),
            Self.take(labels.size, span, &cursor), let size = Self.number(span, &cursor)
        else { return nil }
        var uid = ""
        if Self.take(labels.uid, span, &cursor) {
            guard let bytes = Self.string(span, &cursor), !bytes.isEmpty, let text = Self.text(span.extracting(bytes)),
                Self.take(labels.version, span, &cursor)
            else { return nil }
            uid = text
        } else if !Self.take(labels.versionWithoutUID, span, &cursor) {
            return nil
        }
        guard let versionBytes = Self.string(span, &cursor), version.take(span.extracting(versionBytes)),
            Self.take(labels.end, span, &cursor),
            let name = Self.text(span.extracting(nameBytes)), let path = Self.text(span.extracting(pathBytes))
        else { return nil }
        return IndexEntry(
            identity: Identity(
                group: group.text, kind: kind.text, namespace: namespaceBytes == nil ? nil : namespace.text, name: name),
            version: version.text, resource: resource.text, path: path, size: size, sha256: sha256,
            normalized: normalized, role: role, uid: uid, generation: generation, signals: [:], controller: controller,
            claim: claim)
    }

    /// The members of a claim, behind the quote of its uid.
    private mutating func claim(_ span: Span<UInt8>, _ cursor: inout Int) -> MakerClaim? {
        guard let uidBytes = Self.string(span, &cursor), let uid = Self.text(span.extracting(uidBytes)),
            Self.take(labels.ownerVersion, span, &cursor), let versionBytes = Self.string(span, &cursor),
            ownerVersion.take(span.extracting(versionBytes)), Self.take(labels.writers, span, &cursor)
        else { return nil }
        var names: [String] = []
        while Self.take(names.isEmpty ? labels.quote : labels.nextWriter, span, &cursor) {
            guard let bytes = Self.string(span, &cursor), writer.take(span.extracting(bytes)),
                Self.take(labels.quote, span, &cursor)
            else { return nil }
            names.append(writer.text)
        }
        guard Self.take(labels.endOfClaim, span, &cursor) else { return nil }
        return MakerClaim(ownerUID: uid, ownerVersion: ownerVersion.text, writers: names)
    }

    /// The members of a controlling owner, behind its brace.
    private mutating func owner(_ span: Span<UInt8>, _ cursor: inout Int) -> Identity? {
        guard Self.take(labels.group, span, &cursor), let groupBytes = Self.string(span, &cursor),
            ownerGroup.take(span.extracting(groupBytes)),
            Self.take(labels.kind, span, &cursor), let kindBytes = Self.string(span, &cursor),
            ownerKind.take(span.extracting(kindBytes)),
            Self.take(labels.name, span, &cursor), let nameBytes = Self.string(span, &cursor),
            let name = Self.text(span.extracting(nameBytes))
        else { return nil }
        var hasNamespace = false
        if Self.take(labels.namespace, span, &cursor) {
            guard let bytes = Self.string(span, &cursor), namespace.take(span.extracting(bytes)) else { return nil }
            hasNamespace = true
        }
        guard Self.take(labels.endOfController, span, &cursor) else { return nil }
        return Identity(
            group: ownerGroup.text, kind: ownerKind.text, namespace: hasNamespace ? namespace.text : nil, name: name)
    }

    /// Whether a path is that of the identity, of nothing but components that stand in it as they are.
    private func isPath(
        _ path: Range<Int>, group: Range<Int>, resource: Range<Int>, namespace: Range<Int>?, name: Range<Int>,
        in line: Span<UInt8>
    ) -> Bool {
        let groupBytes = line.extracting(group)
        guard self.resource.standsInPath, namespace == nil || self.namespace.standsInPath,
            group.isEmpty || self.group.standsInPath && !Self.same(groupBytes, labels.core.span),
            ArchivePath.isComponent(line.extracting(name))
        else { return false }
        var at = path.lowerBound
        guard Self.take(labels.resources, line, &at),
            group.isEmpty ? Self.take(labels.core, line, &at) : Self.take(groupBytes, line, &at),
            Self.take(labels.slash, line, &at), Self.take(line.extracting(resource), line, &at),
            Self.take(labels.slash, line, &at)
        else { return false }
        if let namespace {
            guard Self.take(line.extracting(namespace), line, &at) else { return false }
        } else {
            guard Self.take(labels.cluster, line, &at) else { return false }
        }
        return Self.take(labels.slash, line, &at) && Self.take(line.extracting(name), line, &at)
            && Self.take(labels.json, line, &at) && at == path.upperBound
    }

    // MARK: Bytes

    /// Moves behind some bytes when they stand at the cursor.
    private static func take(_ bytes: [UInt8], _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        take(bytes.span, span, &cursor)
    }

    private static func take(_ bytes: Span<UInt8>, _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        guard bytes.count <= span.count - cursor else { return false }
        for i in bytes.indices where bytes[i] != span[cursor + i] { return false }
        cursor += bytes.count
        return true
    }

    /// Moves to the end of a text of plain ASCII, which stands before a quote.
    private static func string(_ span: Span<UInt8>, _ cursor: inout Int) -> Range<Int>? {
        let start = cursor
        while cursor < span.count {
            let byte = span[cursor]
            if byte == UInt8(ascii: "\"") { return start..<cursor }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
            cursor += 1
        }
        return nil
    }

    /// Moves behind a number that is not negative, in its only spelling.
    private static func number(_ span: Span<UInt8>, _ cursor: inout Int) -> Int? {
        let start = cursor
        var number = 0
        while cursor < span.count, cursor - start < 16, UInt8(ascii: "0")...UInt8(ascii: "9") ~= span[cursor] {
            number = number * 10 + Int(span[cursor] - UInt8(ascii: "0"))
            cursor += 1
        }
        let count = cursor - start
        guard count > 0, count < 16, count == 1 || span[start] != UInt8(ascii: "0") else { return nil }
        return number
    }

    /// Moves behind a digest.
    private static func digest(_ span: Span<UInt8>, _ cursor: inout Int) -> Digest? {
        guard span.count - cursor >= 64 else { return nil }
        cursor += 64
        return Digest(hex: span.extracting(cursor - 64..<cursor))
    }

    private static func text(_ span: Span<UInt8>) -> String? {
        guard let valid = try? UTF8Span(validating: span) else { return nil }
        return String(copying: valid)
    }

    private static func same(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for i in a.indices where a[i] != b[i] { return false }
        return true
    }
}
