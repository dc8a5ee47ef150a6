import Snapshot

/// One statement of how a state's texts are to be read in the terms of another one: `eastus2` here is `centralus` there.
package struct Substitution: Sendable, Hashable {
    /// What it is about.
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Texts: whole ones, and parts of them that end where a word does.
        case value
        /// Namespaces: of objects, and in fields that name one.
        case namespace
        /// Names of objects, and fields that refer to them.
        case name
    }

    /// What it is about.
    package let scope: Scope
    /// The text in the state that is rewritten. In names and namespaces one `*` stands for any text.
    package let from: String
    /// What stands for it in the other state; its `*` is what the other one stood for.
    package let to: String
    /// The kind of the objects whose names are meant; `nil` for all.
    package let kind: String?
    /// What it is called, when a baseline's parameter says it.
    package let parameter: String?

    package init(_ scope: Scope, from: String, to: String, kind: String? = nil, parameter: String? = nil) {
        self.scope = scope
        self.from = from
        self.to = to
        self.kind = kind
        self.parameter = parameter
    }

    /// `value:OLD=NEW`, `namespace:OLD=NEW`, `name:OLD=NEW`, `name:KIND/OLD=NEW`; without a scope a value is meant.
    package init(parsing text: String) throws(SubstitutionError) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw .noEquals(text) }
        var left = String(text[..<sign])
        let right = String(text[text.utf8.index(after: sign)...])
        var scope = Scope.value
        if let colon = left.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let word = String(left[..<colon])
            if let known = Scope(rawValue: word) {
                scope = known
                left = String(left[left.utf8.index(after: colon)...])
            } else if word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }), word.utf8.count > 2,
                !left[colon...].utf8.starts(with: "://".utf8)
            {
                throw .unknownScope(word)
            }
        }
        var kind: String?
        if scope == .name, let slash = left.utf8.firstIndex(of: UInt8(ascii: "/")) {
            kind = String(left[..<slash])
            left = String(left[left.utf8.index(after: slash)...])
        }
        guard !left.isEmpty, !right.isEmpty else { throw .empty(text) }
        if scope != .value {
            let stars = (Self.stars(left), Self.stars(right))
            guard stars.0 <= 1, stars.0 == stars.1 else { throw .stars(text) }
        }
        self.init(scope, from: left, to: right, kind: kind)
    }

    /// As it is written on the command line.
    package var text: String { "\(scope.rawValue):\(kind.map { $0 + "/" } ?? "")\(from)=\(to)" }

    private static func stars(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "*") } }

    /// What a whole name or namespace becomes; `nil` when it is not meant.
    func replaced(_ text: String) -> String? {
        guard let star = from.utf8.firstIndex(of: UInt8(ascii: "*")) else {
            return ByteOrder.same(text, from) ? to : nil
        }
        let head = from[..<star].utf8
        let tail = from[from.utf8.index(after: star)...].utf8
        let bytes = Array(text.utf8)
        guard bytes.count >= head.count + tail.count, bytes.starts(with: head),
            bytes.suffix(tail.count).elementsEqual(tail)
        else { return nil }
        let middle = String(decoding: bytes[head.count..<bytes.count - tail.count], as: UTF8.self)
        guard let place = to.utf8.firstIndex(of: UInt8(ascii: "*")) else { return to }
        return to[..<place] + middle + to[to.utf8.index(after: place)...]
    }
}

/// Why a text says no substitution.
package enum SubstitutionError: ExplainedError, Hashable {
    /// Nothing says what becomes of it.
    case noEquals(String)
    /// One side says nothing.
    case empty(String)
    /// What stands before the colon is none of the scopes.
    case unknownScope(String)
    /// Both sides need the same number of `*`, one at most.
    case stars(String)

    /// What is wrong with it.
    package var summary: String {
        switch self {
        case .noEquals(let text): "the mapping `\(text)` has no `=`"
        case .empty(let text): "one side of the mapping `\(text)` is empty"
        case .unknownScope(let word): "`\(word):` is nothing that can be mapped"
        case .stars(let text): "the mapping `\(text)` needs one `*` on both sides, or none"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .noEquals, .empty: "write value:OLD=NEW, namespace:OLD=NEW, name:OLD=NEW or name:KIND/OLD=NEW"
        case .unknownScope: "use value:, namespace: or name:; a value with a colon in it is written value:OLD=NEW"
        case .stars: "for instance namespace:team-*-prod=team-*-stage"
        }
    }
}
