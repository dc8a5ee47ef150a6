import Snapshot
import Testing

@Suite struct ArchivePathTests {
    @Test(arguments: [
        ("web", "web"), ("a.b-c_d9", "a.b-c_d9"), ("Upper", "%55pper"), ("system:node", "system%3Anode"),
        (".", "%2E"), ("..", "%2E%2E"), (".a", "%2Ea"), ("a.", "a%2E"), ("_x", "%5Fx"), ("_cluster", "%5Fcluster"),
        ("con", "%63on"), ("CON", "%43%4F%4E"), ("con.a.b", "%63on.a.b"), ("console", "console"), ("com1", "%63om1"),
        ("com0", "com0"), ("lpt9.x", "%6Cpt9.x"), ("nul", "%6Eul"), ("prn", "%70rn"), ("aux", "%61ux"),
        ("com10", "com10"),
        ("a/b", "a%2Fb"), ("a\\b", "a%5Cb"), ("a\u{0}b", "a%00b"), ("é", "%C3%A9"), ("a~b", "a%7Eb"), ("%", "%25"),
        ("", "%"), ("a b", "a%20b"), ("*", "%2A"),
    ])
    func componentsAreSafe(text: String, component: String) {
        #expect(ArchivePath.component(text) == component)
    }

    @Test func longComponentsAreCutAtAnEscapeAndStayDifferent() {
        for filler in ["a", ":", "é", "a:"] {
            for count in [60, 61, 66, 67, 100, 183, 184, 199, 200, 201, 253] {
                let text = String(repeating: filler, count: count)
                let component = ArchivePath.component(text)
                #expect(component.utf8.count <= 200)
                let other = ArchivePath.component(text + "b")
                #expect(component != other)
                let escapes = component.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
                for escape in escapes { #expect(escape.prefix(2).allSatisfy(\.isHexDigit) && escape.count >= 2) }
                if component.contains("~") {
                    #expect(component.split(separator: "~").last == Digest(of: Array(text.utf8)).hex.prefix(16))
                } else {
                    #expect(ArchivePath.component(text).utf8.count <= 200)
                }
            }
        }
    }

    @Test func differentObjectsHaveDifferentPaths() {
        var seen: Set<String> = []
        let texts = ["core", "a", "A", "a.b", "_cluster", "", "con", "%63on", "é", "e\u{301}", "a/b", "a%2Fb"]
        for group in texts {
            for name in texts where !name.isEmpty {
                for namespace in [nil] + texts.map(Optional.some) {
                    let path = ArchivePath.object(group: group, resource: "things", namespace: namespace, name: name)
                    // A file system that ignores case must keep them apart as well.
                    #expect(seen.insert(path.lowercased()).inserted, "\(path)")
                }
            }
        }
    }

    @Test func theCoreGroupAndTheClusterHaveFoldersOfTheirOwn() {
        #expect(
            ArchivePath.object(group: "", resource: "nodes", namespace: nil, name: "n1")
                == "resources/core/nodes/_cluster/n1.json")
        #expect(
            ArchivePath.object(group: "core", resource: "nodes", namespace: "_cluster", name: "n1")
                == "resources/%63ore/nodes/%5Fcluster/n1.json")
    }
}
