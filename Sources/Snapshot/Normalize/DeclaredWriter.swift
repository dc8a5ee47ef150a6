/// Writes what one object declares in canonical form.
struct DeclaredWriter {
    private let tape: JSONTape
    private let plan: TapeNormalizer
    private(set) var buffer: [UInt8] = []
    private(set) var signals: [TapeNormalizer.Signal] = []
    /// What is left out, where somebody asks for it.
    private var ignored: IgnoredFields.Collector?
    /// The steps to the present place, below a root of which rules speak.
    private var path: [Step] = []

    private enum Step {
        case member(Int)
        case element(Int)
    }

    init(_ tape: JSONTape, plan: TapeNormalizer, collectsIgnored: Bool) {
        self.tape = tape
        self.plan = plan
        if collectsIgnored { ignored = IgnoredFields.Collector() }
        buffer.reserveCapacity(tape.text.count)
    }

    /// The whole object: its group instead of its version, and no status of a controller's.
    ///
    /// - Parameter apiVersion: by which the schema knows it.
    mutating func writeRoot(apiVersion: String, hasStatus: Bool) {
        let group = APIVersion.group(of: tape.string(tape.member("apiVersion", of: 0)) ?? "")
        let kind = tape.string(tape.member("kind", of: 0)) ?? ""
        let root = plan.normalizer.schema.root(apiVersion: apiVersion, kind: kind) ?? -1
        let state = plan.sieve.start(GroupKind(group: group, kind: kind), isControlled: isControlled)
        buffer.append(UInt8(ascii: "{"))
        var isFirst = true
        for key in tape.children(0) {
            let start = buffer.count
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            var isWritten = false
            if tape.isText(key, "apiVersion") {
                tape.appendKey(key, to: &buffer)
                write(.string(group), at: plan.child(root, key, of: tape))
                isWritten = true
            } else if hasStatus, tape.isText(key, "status") {
                ignored?.leaveOut(status: tape.hash(key + 1))
                // What rules say of things in it is told all the same.
                if plan.sieve.step(state, member: key, of: tape) != .keep(state: SieveTable.free) {
                    _ = writeMember(key, state: state, place: root)
                }
            } else {
                isWritten = writeMember(key, state: state, place: root)
            }
            if isWritten { isFirst = false } else { buffer.removeLast(buffer.count - start) }
        }
        buffer.append(UInt8(ascii: "}"))
    }

    /// What was left out; `nil` where nobody asked.
    func ignored(hasStatus: Bool) -> IgnoredFields? {
        ignored?.collected(tape, by: plan.sieve.rules, hasStatus: hasStatus, isControlled: isControlled)
    }

    /// Whether an owner reference says `controller: true`.
    private var isControlled: Bool {
        guard let owners = tape.member(["metadata", "ownerReferences"], of: 0), tape.nodes[owners].kind == .array
        else { return false }
        return tape.children(owners).contains { owner in
            tape.member("controller", of: owner).map { tape.nodes[$0].kind == .yes } ?? false
        }
    }

    // MARK: Walking

    /// Writes a key and its value, unless a rule takes it or it says nothing.
    private mutating func writeMember(_ key: Int, state: Int, place: Int) -> Bool {
        switch plan.sieve.step(state, member: key, of: tape) {
        case .take(let rule):
            take(rule, key + 1, .member(key))
            return false
        case .keep(let next):
            let child = plan.child(place, key, of: tape)
            // Null says the same as absent where the API server drops it.
            if tape.nodes[key + 1].kind == .null {
                if ignored != nil {
                    let name = hash(of: [.member(key)])
                    ignored?.spell(at: buffer.count, name)
                }
                if child >= 0, plan.places[child].nullIsEmpty {
                    tape.appendKey(key, to: &buffer)
                    buffer += #""""#.utf8
                    return true
                }
                if child < 0 || !plan.places[child].keepsNull { return false }
            }
            tape.appendKey(key, to: &buffer)
            return write(key + 1, state: next, place: child, step: .member(key))
        }
    }

    /// Writes a value; writes nothing and says so when all of it was there only for what rules took.
    private mutating func write(_ node: Int, state: Int, place: Int, step: Step) -> Bool {
        switch tape.nodes[node].kind {
        case .object, .array:
            if state >= 0 { path.append(step) }
            let isLeft =
                tape.nodes[node].kind == .object
                ? writeObject(node, state: state, place: place) : writeArray(node, state: state, place: place)
            if state >= 0 { path.removeLast() }
            return isLeft
        default:
            if place >= 0, let scalar = plan.places[place].scalar {
                writeScalar(node, scalar)
            } else {
                tape.appendCanonical(node, to: &buffer)
            }
            return true
        }
    }

    private mutating func writeObject(_ node: Int, state: Int, place: Int) -> Bool {
        let begin = buffer.count
        buffer.append(UInt8(ascii: "{"))
        var isFirst = true
        var isTouched = false
        var left = 0
        var key = node + 1
        for _ in 0..<tape.nodes[node].count {
            let start = buffer.count
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            if writeMember(key, state: state, place: place) {
                isFirst = false
                left += 1
            } else {
                buffer.removeLast(buffer.count - start)
                let isNull = tape.nodes[key + 1].kind == .null
                if isNull, case .keep = plan.sieve.step(state, member: key, of: tape) {
                    left += 1
                } else {
                    isTouched = true
                }
            }
            key = tape.end(key + 1)
        }
        // A map that only held noise is as absent as one that was never there.
        if isTouched, left == 0 {
            buffer.removeLast(buffer.count - begin)
            return false
        }
        buffer.append(UInt8(ascii: "}"))
        return true
    }

    private mutating func writeArray(_ node: Int, state: Int, place: Int) -> Bool {
        let begin = buffer.count
        let inside = plan.element(place)
        let list = place < 0 ? nil : plan.places[place].list
        buffer.append(UInt8(ascii: "["))
        var elements: [Element] = []
        var item = node + 1
        for position in 0..<Int(tape.nodes[node].count) {
            defer { item = tape.end(item) }
            switch plan.sieve.step(state, element: item, of: tape) {
            case .take(let rule): take(rule, item, .element(position))
            case .keep(let next):
                if !elements.isEmpty { buffer.append(UInt8(ascii: ",")) }
                let start = buffer.count
                var state = next
                if !write(item, state: next, place: inside, step: .element(position)) {
                    // An element that only held noise stays, as it is.
                    state = SieveTable.free
                    _ = write(item, state: state, place: inside, step: .element(position))
                }
                elements.append(Element(node: item, state: state, bytes: start..<buffer.count))
            }
        }
        if elements.isEmpty, tape.nodes[node].count > 0 {
            buffer.removeLast(buffer.count - begin)
            return false
        }
        buffer.append(UInt8(ascii: "]"))
        if elements.count > 1, let list { sort(&elements, as: list, at: inside) }
        return true
    }

    private mutating func take(_ rule: Int, _ node: Int, _ step: Step) {
        if ignored != nil {
            let place = hash(of: path + [step])
            ignored?.take(rule, path: place, value: tape.hash(node))
        }
        guard plan.sieve.rules[rule].effect == .signal else { return }
        let steps = (path + [step]).map { step in
            switch step {
            case .member(let key): PathElement.field(tape.words(key))
            case .element(let position): PathElement.index(position)
            }
        }
        signals.append(TapeNormalizer.Signal(path: FieldPath(steps), value: tape.value(node)))
    }

    private func hash(of steps: [Step]) -> UInt64 {
        var hash = ByteHash()
        for step in steps {
            switch step {
            case .member(let key): hash.mix(tape.text.span.extracting(tape.range(key)))
            case .element(let position): hash.mix(UInt64(position))
            }
        }
        return hash.value
    }

    // MARK: Lists

    /// An element that was written.
    private struct Element {
        let node: Int
        let state: Int
        var bytes: Range<Int>
    }

    /// Puts what was written last in the order of its bytes, where order says nothing.
    private mutating func sort(_ elements: inout [Element], as list: ListSemantics, at place: Int) {
        switch list {
        case .ordered, .map(_, isOrdered: true): return
        case .environment:
            // Of two entries with one key the later one wins: then order counts.
            guard !refersWithin(elements), haveDistinctKeys(elements, ["name"], at: place) else { return }
        case .map(let keys, _):
            guard haveDistinctKeys(elements, keys, at: place) else { return }
        case .bag: break
        }
        let start = elements[0].bytes.lowerBound
        let ranges = Self.sorted(elements.map(\.bytes), in: buffer)
        if ignored != nil { for range in ranges { ignored?.spell(at: start, UInt64(range.lowerBound)) } }
        var ordered: [UInt8] = []
        ordered.reserveCapacity(buffer.count - start)
        for (i, range) in ranges.enumerated() {
            if i > 0 { ordered.append(UInt8(ascii: ",")) }
            ordered += buffer[range]
        }
        ordered.append(UInt8(ascii: "]"))
        buffer.replaceSubrange(start..., with: ordered)
    }

    private static func sorted(_ ranges: [Range<Int>], in bytes: [UInt8]) -> [Range<Int>] {
        let span = bytes.span
        return ranges.sorted { a, b in
            let count = min(a.count, b.count)
            for i in 0..<count where span[a.lowerBound + i] != span[b.lowerBound + i] {
                return span[a.lowerBound + i] < span[b.lowerBound + i]
            }
            return a.count < b.count
        }
    }

    private mutating func haveDistinctKeys(_ elements: [Element], _ names: [String], at place: Int) -> Bool {
        let start = buffer.count
        defer { buffer.removeLast(buffer.count - start) }
        var ranges: [Range<Int>] = []
        for element in elements {
            let begin = buffer.count
            for name in names { writeKey(name, of: element, at: place) }
            // It has none of the key fields.
            guard buffer.count > begin else { return false }
            ranges.append(begin..<buffer.count)
        }
        let ordered = Self.sorted(ranges, in: buffer)
        return zip(ordered, ordered.dropFirst()).allSatisfy { !buffer[$0].elementsEqual(buffer[$1]) }
    }

    /// One field of what identifies an element. An absent one means its default: a port without a protocol is TCP.
    private mutating func writeKey(_ name: String, of element: Element, at place: Int) {
        let field = plan.child(place, plan.keys.id(name))
        let start = buffer.count
        buffer += name.utf8
        buffer.append(UInt8(ascii: ":"))
        if let value = tape.member(name, of: element.node), tape.nodes[value].kind != .null {
            var next = SieveTable.free
            var isThere = true
            switch plan.sieve.step(element.state, member: value - 1, of: tape) {
            case .keep(let state): next = state
            case .take: isThere = false
            }
            // What is told in here was told when the element was written.
            let (told, mark) = (signals.count, ignored?.mark)
            isThere = isThere && write(value, state: next, place: field, step: .member(value - 1))
            signals.removeLast(signals.count - told)
            if let mark { ignored?.forget(from: mark) }
            if isThere { return }
            buffer.removeLast(buffer.count - start - name.utf8.count - 1)
        }
        if field >= 0, let bytes = plan.places[field].defaultBytes {
            buffer += bytes
        } else {
            buffer.removeLast(buffer.count - start)
        }
    }

    /// Whether a variable's value mentions another one of the list. Nearly none holds a dollar sign at all.
    private func refersWithin(_ elements: [Element]) -> Bool {
        let hasDollar = elements.contains { buffer[$0.bytes].contains(UInt8(ascii: "$")) }
        guard hasDollar else { return false }
        return Normalizer.refersWithin(elements.compactMap { try? JSONReader.value(Array(buffer[$0.bytes])) })
    }

    // MARK: Scalars

    private mutating func writeScalar(_ node: Int, _ scalar: FieldFacts.Scalar) {
        // The form in which every API server writes times is canonical: nothing to do for most of them.
        if scalar == .time, isUsualTime(node) {
            tape.appendCanonical(node, to: &buffer)
        } else {
            if ignored != nil { ignored?.spell(at: buffer.count, tape.hash(node)) }
            CanonicalJSON.append(ScalarText.canonical(tape.value(node), as: scalar), to: &buffer)
        }
    }

    /// Whether it looks like `2026-11-23T06:50:35Z`: then it is a time in canonical form, or no time and stays as it is.
    private func isUsualTime(_ node: Int) -> Bool {
        guard tape.nodes[node].kind == .string, tape.nodes[node].count == 20 else { return false }
        let start = tape.range(node).lowerBound
        for (i, shape) in "0000-00-00T00:00:00Z".utf8.enumerated() {
            let byte = tape.text[start + i]
            guard shape == UInt8(ascii: "0") ? byte >= 0x30 && byte <= 0x39 : byte == shape else { return false }
        }
        return true
    }

    /// A value that is not on the tape.
    private mutating func write(_ value: Value, at place: Int) {
        let place = place < 0 ? nil : place
        CanonicalJSON.append(plan.normalizer.canonical(value, at: place), to: &buffer)
    }
}
