import Foundation
import TestSupport
import Testing
import snapctl

/// The version stands in one place, and the changelog has a dated section for it.
@Suite struct ChangelogTests {
    private static func headings() throws -> [String] {
        try String(contentsOfFile: "\(SourceFile.root)/CHANGELOG.md", encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    }

    @Test func theNewestVersionOfTheChangelogIsTheProgramsOwn() throws {
        let released = try Self.headings().filter { $0 != "Unreleased" }
        #expect(released.first?.hasPrefix("\(Snapctl.version) - ") == true)
    }

    @Test func everyVersionHasADateAndTheNewestComesFirst() throws {
        let headings = try Self.headings()
        #expect(headings.dropFirst().allSatisfy { $0 != "Unreleased" })
        let dates = try headings.filter { $0 != "Unreleased" }.map { heading in
            String(try #require(try /\d+\.\d+\.\d+ - (\d{4}-\d{2}-\d{2})/.wholeMatch(in: heading)).1)
        }
        #expect(dates == dates.sorted(by: >))
    }

    @Test func theScriptsOfAReleaseReadTheSameVersion() throws {
        let said = try Tool.run(["bash", "\(SourceFile.root)/packaging/version.sh"])
        #expect(String(decoding: said, as: UTF8.self) == Snapctl.version + "\n")
    }
}
