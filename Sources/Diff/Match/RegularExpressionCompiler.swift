/// Turns the text of a regular expression into instructions, by recursive descent.
struct RegularExpressionCompiler {
    /// The most instructions: repeated groups inside repeated groups multiply.
    static let limit = 4_000
    /// The deepest nesting of groups.
    private static let depthLimit = 100

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    private typealias Program = [RegularExpressionInstruction]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func compile() throws(RegularExpressionError) -> [RegularExpressionInstruction] {
        if peek == "^" { place += 1 }
        let program = try alternatives()
        guard place == scalars.count else { throw wrong("`)` closes nothing") }
        return program + [.accept]
    }

    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func wrong(_ words: String) -> RegularExpressionError { .malformed(words, at: place + 1) }

    private mutating func alternatives() throws(RegularExpressionError) -> Program {
        var program = try sequence()
        while peek == "|" {
            place += 1
            let other = try sequence()
            program =
                [.split(1, program.count + 2)] + Self.moved(program, by: 1) + [.jump(program.count + other.count + 2)]
                + Self.moved(other, by: program.count + 2)
            guard program.count <= Self.limit else { throw .tooLarge }
        }
        return program
    }

    private mutating func sequence() throws(RegularExpressionError) -> Program {
        var program: Program = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            if scalar == "$", depth == 0, place == scalars.count - 1 {
                place += 1
                break
            }
            let atom = try atom()
            program += Self.moved(try repeated(atom), by: program.count)
            guard program.count <= Self.limit else { throw .tooLarge }
        }
        return program
    }

    private mutating func atom() throws(RegularExpressionError) -> Program {
        guard let scalar = peek else { throw wrong("something is missing") }
        switch scalar {
        case "(":
            guard depth < Self.depthLimit else { throw .tooLarge }
            place += 1
            if peek == "?" {
                guard place + 1 < scalars.count, scalars[place + 1] == ":" else {
                    throw wrong("look-around and named groups are not supported")
                }
                place += 2
            }
            depth += 1
            let program = try alternatives()
            depth -= 1
            guard peek == ")" else { throw wrong("a `(` is not closed") }
            place += 1
            return program
        case "[":
            place += 1
            return [.take(try characterClass())]
        case ".":
            place += 1
            return [.take(.any)]
        case "\\":
            place += 1
            return [.take(try escaped())]
        case "*", "+", "?": throw wrong("nothing stands before `\(scalar)`")
        case "^", "$": throw wrong("`\(scalar)` stands inside the expression; write `\\\(scalar)` for the character")
        default:
            place += 1
            return [.take(CharacterRanges(ranges: [scalar...scalar]))]
        }
    }

    private mutating func escaped() throws(RegularExpressionError) -> CharacterRanges {
        guard let scalar = peek else { throw wrong("nothing follows `\\`") }
        place += 1
        switch scalar {
        case "d": return .digits
        case "w": return .words
        case "s": return .spaces
        case "D": return CharacterRanges(ranges: CharacterRanges.digits.ranges, isInverted: true)
        case "W": return CharacterRanges(ranges: CharacterRanges.words.ranges, isInverted: true)
        case "S": return CharacterRanges(ranges: CharacterRanges.spaces.ranges, isInverted: true)
        case "n": return CharacterRanges(ranges: ["\n"..."\n"])
        case "t": return CharacterRanges(ranges: ["\t"..."\t"])
        case "a"..."z", "A"..."Z", "0"..."9": throw wrong("`\\\(scalar)` is not supported")
        default: return CharacterRanges(ranges: [scalar...scalar])
        }
    }

    private mutating func characterClass() throws(RegularExpressionError) -> CharacterRanges {
        var result = CharacterRanges(ranges: [])
        if peek == "^" {
            place += 1
            result.isInverted = true
        }
        var isFirst = true
        while let scalar = peek, scalar != "]" || isFirst {
            isFirst = false
            place += 1
            guard scalar != "\\" else {
                let set = try escaped()
                guard !set.isInverted else { throw wrong("`\\D`, `\\W` and `\\S` cannot stand inside `[ ]`") }
                result.ranges += set.ranges
                continue
            }
            if peek == "-", place + 1 < scalars.count, scalars[place + 1] != "]" {
                let end = scalars[place + 1]
                guard end != "\\", scalar <= end else { throw wrong("the range ends before it begins") }
                place += 2
                result.ranges.append(scalar...end)
            } else {
                result.ranges.append(scalar...scalar)
            }
        }
        guard peek == "]" else { throw wrong("a `[` is not closed") }
        place += 1
        return result
    }

    private mutating func repeated(_ atom: Program) throws(RegularExpressionError) -> Program {
        var program = atom
        while let scalar = peek {
            switch scalar {
            case "*": program = try Self.unfolded(program, least: 0, most: nil)
            case "+": program = try Self.unfolded(program, least: 1, most: nil)
            case "?": program = try Self.unfolded(program, least: 0, most: 1)
            case "{":
                let bounds = try counts()
                program = try Self.unfolded(program, least: bounds.least, most: bounds.most)
                continue
            default: return program
            }
            place += 1
        }
        return program
    }

    private mutating func counts() throws(RegularExpressionError) -> (least: Int, most: Int?) {
        place += 1
        guard let least = number() else { throw wrong("`{` needs a number; write `\\{` for the character") }
        var most: Int? = least
        if peek == "," {
            place += 1
            most = number()
        }
        guard peek == "}" else { throw wrong("a `{` is not closed") }
        place += 1
        guard least <= most ?? .max else { throw wrong("the second count is less than the first") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = peek, ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 48), Self.limit + 1)
            place += 1
        }
        return value
    }

    private static func unfolded(
        _ atom: Program, least: Int, most: Int?
    ) throws(RegularExpressionError) -> Program {
        let copies = max(least, most ?? least + 1)
        guard copies * (atom.count + 2) <= limit else { throw .tooLarge }
        var program: Program = []
        for _ in 0..<least { program += moved(atom, by: program.count) }
        guard let most else {
            let loop = program.count
            program.append(.split(loop + 1, loop + atom.count + 2))
            program += moved(atom, by: loop + 1)
            program.append(.jump(loop))
            return program
        }
        let end = program.count + (most - least) * (atom.count + 1)
        for _ in least..<most {
            program.append(.split(program.count + 1, end))
            program += moved(atom, by: program.count)
        }
        return program
    }

    private static func moved(_ program: Program, by distance: Int) -> Program {
        program.map { instruction in
            switch instruction {
            case .jump(let target): .jump(target + distance)
            case .split(let first, let second): .split(first + distance, second + distance)
            case .take, .accept: instruction
            }
        }
    }
}
