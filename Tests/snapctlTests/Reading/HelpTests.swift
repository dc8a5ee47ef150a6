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

    /// The command lines of this program in a help text.
    private static func examples(_ type: any ParsableCommand.Type) -> [[String]] {
        type.configuration.discussion.split(separator: "\n").flatMap { line in
            commands(in: line.drop { $0 == " " }).filter { $0.first == "snapctl" }.map { Array($0.dropFirst()) }
        }
    }

    /// A shell's line as commands of words, as far as examples need one: quotes, pipes, semicolons, redirections.
    private static func commands(in line: Substring) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        var isTarget = false
        func finish() {
            if let done = word, !isTarget { commands[commands.count - 1].append(done) }
            if word != nil { isTarget = false }
            word = nil
        }
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else {
                switch character {
                case "'", "\"":
                    quote = character
                    word = word ?? ""
                case " ": finish()
                case "|", ";":
                    finish()
                    commands.append([])
                case ">":
                    finish()
                    isTarget = true
                default: word = (word ?? "") + String(character)
                }
            }
        }
        finish()
        return commands
    }

    @Test(arguments: commands.indices)
    func everyCommandHasExamplesThatItsParserTakes(_ index: Int) throws {
        let (words, type) = Self.commands[index]
        let examples = Self.examples(type)
        #expect(!examples.isEmpty || !type.configuration.subcommands.isEmpty, "\(words) has no example")
        for example in examples {
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
