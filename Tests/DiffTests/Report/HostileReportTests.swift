import Diff
import Foundation
import FoundationXML
import Snapshot
import Testing

/// Whatever a cluster, a file or a user names in a report, no format lets it act. Figure F14.
@Suite struct HostileReportTests {
    @Test func thereAreEnoughOfThem() {
        #expect(HostileTexts.all.count >= 300)
        #expect(Set(HostileTexts.all.map { Array($0.utf8) }).count == HostileTexts.all.count)
    }

    /// No character that acts or hides; and no line that a pipeline's runner would obey, but the annotations' own.
    @Test(arguments: ReportFormat.allCases)
    func noTextActsOnATerminalOrInAPipeline(_ format: ReportFormat) throws {
        for text in HostileTexts.all {
            let rendered = Self.own(format.render(try SampleReports.hostile(text)))
            let isYAML = format == .yaml
            #expect(
                !rendered.unicodeScalars.contains { acts($0) && !(isYAML && $0 == "\t") }, "\(text.debugDescription)")
            for line in rendered.split(separator: "\n") {
                let start = line.drop { $0 == " " || $0 == "\t" }
                switch format {
                case .github:
                    #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning ") || line.hasPrefix("::notice "))
                    #expect(!line.contains("##["), "\(line)")
                case .azure:
                    let rest = line.dropFirst(2)
                    #expect(line.hasPrefix("##vso[task.") || line.hasPrefix("##[section]"), "\(line)")
                    #expect(!rest.contains("##vso[") && !rest.contains("##["), "\(line)")
                case .html, .junit:
                    // What begins a line is the format's own.
                    #expect(!line.lowercased().contains("##vso["), "\(line)")
                default:
                    #expect(!start.hasPrefix("::"), "\(line)")
                    #expect(!line.lowercased().contains("##vso[") && !line.contains("##["), "\(line)")
                }
            }
        }
    }

    /// A page without the tool's own style and script, which are the same in all of them.
    private static func own(_ page: String) -> String {
        var result = page[...]
        for tag in ["style", "script"] {
            guard let start = result.range(of: "<\(tag)>"), let end = result.range(of: "</\(tag)>") else { continue }
            result = result[..<start.upperBound] + result[end.lowerBound...]
        }
        return String(result)
    }

    private func acts(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value) || InvisibleText.contains(scalar)
    }

    /// The properties of an annotation end where the tool ends them.
    @Test func annotationsCannotBeLedToAnotherFile() throws {
        for text in HostileTexts.all {
            let report = try SampleReports.hostile(text)
            for line in ReportFormat.github.render(report).split(separator: "\n") {
                let properties = line.dropFirst(2).prefix { $0 != ":" }.split(separator: " ", maxSplits: 1).last ?? ""
                let keys = properties.utf8.split(separator: UInt8(ascii: ",")).map {
                    $0.prefix { $0 != UInt8(ascii: "=") }
                }
                #expect(keys.allSatisfy { ["file", "line", "title"].contains(String(Substring($0))) }, "\(line)")
            }
        }
    }

    /// JUnit as Foundation's parser reads it: only the elements of the format, and every text whole.
    @Test func junitIsReadByAnXMLParserAndHoldsNothingElse() throws {
        for text in HostileTexts.all {
            let reader = XMLElements()
            let parser = XMLParser(data: Data(ReportFormat.junit.render(try SampleReports.hostile(text)).utf8))
            parser.delegate = reader
            #expect(parser.parse(), "\(text.debugDescription): \(String(describing: parser.parserError))")
            let known: Set = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"]
            #expect(reader.names.isSubset(of: known), "\(text.debugDescription)")
            #expect(reader.cases == reader.promised)
        }
    }

    /// The only markup of a page is the tool's own: one script, one style, no handler, no address.
    @Test func pagesHoldNoMarkupButTheirOwn() throws {
        for text in HostileTexts.all where text.contains(where: { "<>\"'&=".contains($0) }) {
            let page = Self.own(ReportFormat.html.render(try SampleReports.hostile(text)))
            let tags = page.matches(of: #/<[a-zA-Z][^<>]*>/#).map { page[$0.range] }
            #expect(tags.count { $0.hasPrefix("<script") } == 1)
            #expect(tags.count { $0.hasPrefix("<style") } == 1)
            for tag in tags {
                // What stands in quotes is text; everything else of a tag is the tool's.
                let bare = tag.replacing(#/"[^"]*"/#, with: "")
                #expect(!bare.contains(#/\son[a-z]+\s*=/#) && !bare.contains("javascript:"), "\(tag)")
                #expect(!bare.lowercased().contains("src=") && !bare.lowercased().contains("<img"), "\(tag)")
                let names = [
                    "iframe", "object", "embed", "base", "link", "math", "video", "template", "marquee", "body onload",
                ]
                #expect(!names.contains { bare.lowercased().hasPrefix("<\($0)") }, "\(tag)")
            }
            for match in page.matches(of: #/href="([^"]*)"/#) { #expect(match.1.hasPrefix("#"), "\(match.1)") }
        }
    }

    /// SARIF and JSON give every text back to a program as it came, or spelled out where a person would read it.
    @Test func sarifIsJSONWhateverStandsInIt() throws {
        for text in HostileTexts.all {
            let log = try JSONReader.value(Array(ReportFormat.sarif.render(try SampleReports.hostile(text)).utf8))
            let run = try #require(log["runs"]?.array?.first)
            for result in run["results"]?.array ?? [] {
                let uri =
                    result["locations"]?.array?.first?[["physicalLocation", "artifactLocation", "uri"]]?.string ?? "x"
                #expect(!uri.hasPrefix("/") && !uri.contains(":") && !uri.contains("\\"), "\(uri)")
            }
        }
    }

    /// Every text of a cluster stands between backticks that it cannot close.
    @Test func markdownKeepsTextInCode() throws {
        for text in HostileTexts.all {
            let rendered = ReportFormat.markdown.render(try SampleReports.hostile(text))
            let outside = Markdown.withoutCode(rendered)
            for sign in ["<script", "<img", "](", "@everyone", "@org", "<!-- comment", "](javascript", "$$"] {
                #expect(!outside.contains(sign), "\(text.debugDescription) in \(outside)")
            }
        }
    }
}

/// Markdown as far as a test needs it.
enum Markdown {
    /// What is left when fences and code spans are taken out, as CommonMark §6.1 finds them, line by line.
    static func withoutCode(_ text: String) -> String {
        var result: [String] = []
        var fence: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let start = line.drop { $0 == " " }
            if let open = fence {
                if start.utf8.count == open.utf8.count, start.utf8.elementsEqual(open.utf8) { fence = nil }
                continue
            }
            let ticks = start.prefix { $0 == "`" }
            if ticks.count >= 3, !start.dropFirst(ticks.count).contains("`") {
                fence = String(ticks)
                continue
            }
            result.append(spans(Array(line.utf8)))
        }
        return result.joined(separator: "\n")
    }

    private static func spans(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var i = 0
        while i < bytes.count {
            guard bytes[i] == UInt8(ascii: "`") else {
                result.append(bytes[i])
                i += 1
                continue
            }
            let run = bytes[i...].prefix { $0 == UInt8(ascii: "`") }.count
            var j = i + run
            var end: Int?
            while j < bytes.count {
                guard bytes[j] == UInt8(ascii: "`") else {
                    j += 1
                    continue
                }
                let other = bytes[j...].prefix { $0 == UInt8(ascii: "`") }.count
                if other == run {
                    end = j + other
                    break
                }
                j += other
            }
            guard let end else {
                result += bytes[i..<(i + run)]
                i += run
                continue
            }
            i = end
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// The elements of a JUnit document.
private final class XMLElements: NSObject, XMLParserDelegate {
    var names: Set<String> = []
    var cases = 0
    var promised = 0

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        names.insert(name)
        if name == "testcase" { cases += 1 }
        if name == "testsuites" { promised = Int(attributes["tests"] ?? "") ?? -1 }
    }
}
