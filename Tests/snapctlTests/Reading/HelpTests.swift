import ArgumentParser
import Foundation
import Snapshot
import TestSupport
import Testing
import snapctl

/// Help texts: every command has examples, and the examples are command lines that the program takes.
@Suite struct HelpTests {
    /// Every command with the words that call it.
    static let commands: [(words: [String], type: any ParsableCommand.Type)] = Snapctl.configuration.subcommands.flatMap
    {
        command in
        [([command._commandName], command)]
            + command.configuration.subcommands.map { ([command._commandName, $0._commandName], $0) }
    }

    private static func examples(_ type: any ParsableCommand.Type) -> [[String]] {
        type.configuration.discussion.split(separator: "\n").map { $0.drop { $0 == " " } }
            .compactMap { line in
                // A pipe's last command, a redirection's first.
                let part = line.replacing(" && ", with: "|").split(separator: "|").last.map { $0.drop { $0 == " " } } ?? ""
                let words = Self.words(String(part))
                guard words.first == "snapctl" else { return nil }
                let end = words.firstIndex { [">", "2>"].contains($0) } ?? words.count
                return Array(words[1..<end])
            }
    }

    /// The words of a line as a shell splits them; quotes keep their contents together.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if character == quote {
                quote = nil
            } else if quote != nil {
                word = (word ?? "") + String(character)
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }

    @Test(arguments: commands.indices)
    func everyCommandHasExamplesThatItsParserTakes(_ index: Int) throws {
        let (words, type) = Self.commands[index]
        let examples = Self.examples(type)
        #expect(!examples.isEmpty || !type.configuration.subcommands.isEmpty, "\(words) has no example")
        for example in examples {
            #expect(example.starts(with: words) || words.count == 1, "\(example)")
            #expect(throws: Never.self, "\(example)") { _ = try Snapctl.parseAsRoot(example) }
        }
    }

    @Test func helpExitsWithZeroAndUnknownWordsWithTwo() async throws {
        let program = try Program()
        for (words, _) in Self.commands {
            let run = try await program.run(words + ["--help"])
            #expect(run.status == 0, "\(words)")
            #expect(run.text.contains("USAGE: snapctl \(words.joined(separator: " "))"), "\(words)")
        }
        #expect(try await program.run(["nonsense"]).status == 2)
        #expect(try await program.run(["diff", "a"]).status == 2)
        #expect(try await program.run(["--version"]).text.hasPrefix(Snapctl.version))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreMade(_ shell: String) async throws {
        let run = try await Program().run(["--generate-completion-script", shell])
        #expect(run.status == 0)
        #expect(run.text.contains("history"))
    }

    @Test func theManualHoldsEveryCommand() async throws {
        let page = try await Program().run(["manual"]).text
        #expect(page.hasPrefix(".TH SNAPCTL 1"))
        for (words, type) in Self.commands where type.configuration.shouldDisplay {
            #expect(page.contains(".SH \"snapctl \(words.joined(separator: " "))\""), "\(words)")
        }
    }
}
