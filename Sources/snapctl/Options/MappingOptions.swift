import ArgumentParser
import Diff
import Snapshot

/// How the names and values of one cluster are to be read as those of another.
struct MappingOptions: ParsableArguments {
    @Option(
        name: .customLong("map"),
        help: ArgumentHelp(
            """
            Read the first state in the terms of the second (compare: every state in common terms); may be repeated: OLD=NEW or value:OLD=NEW for texts and words in \
            them, namespace:OLD=NEW, name:OLD=NEW or name:KIND/OLD=NEW with one `*` on both sides, or a file with one of \
            these a line.
            """, valueName: "OLD=NEW|FILE"))
    var mappings: [String] = []

    /// What is asked for.
    func substitutions() throws(CommandError) -> [Substitution] {
        var result: [Substitution] = []
        for text in mappings {
            if text.utf8.contains(UInt8(ascii: "=")) {
                result.append(try Self.substitution(text, at: nil))
            } else {
                result += try Self.file(text)
            }
        }
        return result
    }

    private static func file(_ path: String) throws(CommandError) -> [Substitution] {
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try FileReader.bytes(of: path, limit: 1 << 20) } catch {
            throw CommandError(
                "the mapping `\(path)` is neither OLD=NEW nor a file that can be read: \(error.summary)",
                hint: error.hint)
        }
        var result: [Substitution] = []
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let text = line.trimming(while: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            result.append(try substitution(String(text), at: "\(path):\(number + 1):1: "))
        }
        return result
    }

    private static func substitution(_ text: String, at place: String?) throws(CommandError) -> Substitution {
        do throws(SubstitutionError) { return try Substitution(parsing: text) } catch {
            throw CommandError((place ?? "") + error.summary, hint: error.hint)
        }
    }
}

extension Substring {
    fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> Substring {
        var text = drop(while: isTrimmed)
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
