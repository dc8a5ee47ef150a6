import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Every seed, and everything that fuzzing ever found, in the ordinary build.
@Suite struct FuzzSeedTests {
    @Test(arguments: FuzzTarget.allCases)
    func everySeedEndsWell(target: FuzzTarget) throws {
        let folder = "\(SourceFile.root)/Tests/Fuzz/Seeds/\(target.rawValue)"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(!files.isEmpty)
        for file in files {
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
            #expect(throws: Never.self, "\(target.rawValue)/\(file)") { try target.run(Array(bytes)) }
            // And what a damaged copy does.
            for cut in [bytes.count / 2, bytes.count / 3] { _ = try? target.run(Array(bytes.prefix(cut))) }
        }
    }
}
