import Foundation
package import Testing

/// A real browser for the tests of pages: headless Chromium, driven by `Tests/browser.py`.
///
/// `make test` installs it on Debian; tests that need it say `.enabled(if: Chromium.isAvailable, Chromium.absence)`.
package enum Chromium {
    /// Whether there is a browser, and Python to drive it.
    package static let isAvailable =
        Tool.exists("python3") && ["chromium", "chromium-browser", "google-chrome"].contains(where: Tool.exists)

    /// Why a test was skipped.
    package static let absence: Comment = "no Chromium in PATH: `make test` installs it on Debian"

    /// What a page answered.
    package struct Answer: Decodable, Sendable {
        /// A value an expression, as JSON text.
        package let values: [Scalar]
        /// Everything that was said on the console, exceptions and violated policies included.
        package let console: [String]
        /// Every address that was asked for.
        package let requests: [String]
    }

    /// The value of an expression.
    package enum Scalar: Decodable, Sendable, Equatable {
        case text(String)
        case number(Double)
        case flag(Bool)
        case nothing

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .nothing
            }
        }
    }

    /// How many sheets of paper a page takes.
    package static func pages(of page: String) async throws -> Int {
        let folder = try TemporaryDirectory()
        let file = try folder.write(Array(page.utf8), to: "page.html")
        _ = try await Tool.runBeside(["python3", script, file, "--pdf", folder.file("page.pdf")])
        let paper = String(decoding: try folder.read("page.pdf"), as: UTF8.self)
        return paper.matches(of: #/\/Type\s*\/Page\b(?!s)/#).count
    }

    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("browser.py").path

    /// Opens a page and evaluates JavaScript in it.
    package static func open(_ page: String, _ expressions: [String], width: Int = 1280) async throws -> Answer {
        let folder = try TemporaryDirectory()
        let file = try folder.write(Array(page.utf8), to: "page.html")
        let output = try await Tool.runBeside(
            ["python3", script, file, "--width", "\(width)"] + expressions)
        return try JSONDecoder().decode(Answer.self, from: Data(output))
    }
}
