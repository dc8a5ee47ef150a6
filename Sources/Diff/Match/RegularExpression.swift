/// A regular expression whose matching takes time in proportion to the text, whatever the expression.
///
/// What it knows: characters, `.`, `[a-z]`, `[^…]`, `\d \w \s \D \W \S`, `( )`, `|`, `* + ?`, `{n}`, `{n,}`, `{n,m}`,
/// and `^ $` at the ends, where they say nothing, as the whole text must match. No back references and no look-around:
/// they are what makes other engines run for hours on a text that somebody chose. Source: Thompson, "Regular Expression
/// Search Algorithm" (1968).
package struct RegularExpression: Sendable, Hashable {
    /// What the author wrote, without slashes.
    package let text: String
    private let program: [RegularExpressionInstruction]

    /// Compiles an expression.
    package init(_ text: String) throws(RegularExpressionError) {
        self.text = text
        var compiler = RegularExpressionCompiler(text)
        program = try compiler.compile()
    }

    /// Whether the whole text matches.
    package func matches(_ candidate: String) -> Bool {
        var current = ThreadList(count: program.count)
        var next = ThreadList(count: program.count)
        add(0, to: &current)
        for scalar in candidate.unicodeScalars {
            next.removeAll()
            for place in current.places {
                if case .take(let set) = program[place], set.contains(scalar) { add(place + 1, to: &next) }
            }
            swap(&current, &next)
            if current.places.isEmpty { return false }
        }
        return current.places.contains { program[$0] == .accept }
    }

    private func add(_ start: Int, to list: inout ThreadList) {
        var pending = [start]
        while let place = pending.popLast() {
            guard list.insert(place) else { continue }
            switch program[place] {
            case .jump(let target): pending.append(target)
            case .split(let first, let second): pending += [second, first]
            case .take, .accept: break
            }
        }
    }

    private struct ThreadList {
        private(set) var places: [Int] = []
        private var present: [Bool]

        init(count: Int) { present = Array(repeating: false, count: count) }

        mutating func insert(_ place: Int) -> Bool {
            guard !present[place] else { return false }
            present[place] = true
            places.append(place)
            return true
        }

        mutating func removeAll() {
            for place in places { present[place] = false }
            places.removeAll(keepingCapacity: true)
        }
    }
}

/// Why an expression is none.
package enum RegularExpressionError: Error, Hashable {
    /// What is wrong, and the place in characters from one.
    case malformed(String, at: Int)
    /// It would need more instructions than ``RegularExpressionCompiler/limit``.
    case tooLarge

    /// One sentence.
    package var summary: String {
        switch self {
        case .malformed(let words, let place): "\(words), at character \(place)"
        case .tooLarge: "the expression unfolds to more than \(RegularExpressionCompiler.limit) steps"
        }
    }
}

/// One step of a compiled expression.
enum RegularExpressionInstruction: Sendable, Hashable {
    case take(CharacterRanges)
    case jump(Int)
    case split(Int, Int)
    case accept
}

/// A set of characters as ranges, perhaps turned around.
struct CharacterRanges: Sendable, Hashable {
    var ranges: [ClosedRange<Unicode.Scalar>]
    var isInverted = false

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isInverted }

    static let digits = CharacterRanges(ranges: ["0"..."9"])
    static let words = CharacterRanges(ranges: ["0"..."9", "A"..."Z", "a"..."z", "_"..."_"])
    static let spaces = CharacterRanges(ranges: [" "..." ", "\t"..."\r"])
    static let any = CharacterRanges(ranges: ["\n"..."\n"], isInverted: true)
}
