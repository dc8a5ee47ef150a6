import Snapshot

/// A report for people at a desk and for paper: one file that needs nothing else and may do nothing else.
///
/// The page is whole without its script; the script filters, copies and remembers in the address what is shown. The content security policy names the digests of the
/// one style and the one script and forbids everything else, so that nothing that came from a cluster could run even if
/// it got into the page as markup, which ``Markup`` does not let it. The order is that of an assessor's questions
/// (docs/report-format.md): result, what could not be seen, findings, what was compared, rules, population, integrity, limits.
package enum HTMLReport {
    /// The whole page.
    package static func render(_ report: Report) -> String {
        let summary = HTMLSummary(report)
        let page: Markup = """
            \(head(summary.title, tool: report.tool))
            <a class="skip" href="#drift">Skip to the differences</a>
            <div class="page">
            \(HTMLContents(report).rail)\
            <main>
            \(summary.firstPage)
            \(HTMLOverview(report).section)\(TranslationFormats.html(report))\(HTMLChanges(report).section)\
            \(summary.compared)\(HTMLEvidence(report).sections)
            </main>
            </div>
            <footer>\(report.tool) · a report states what was found; it makes no claim of compliance</footer>
            \(end)
            """
        return page.text
    }

    /// What every page ends with.
    static let end: Markup = "<script>\(Markup(trusted: HTMLScript.text))</script>\n</body>\n</html>\n"

    /// What every page begins with, up to its body.
    static func head(_ title: String, tool: String) -> Markup {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="\(tool)">
        <title>\(title)</title>
        <style>\(Markup(trusted: HTMLStyle.text))</style>
        </head>
        <body>
        """
    }

    /// Nothing from anywhere, but this style and this script.
    private static let policy: String = {
        func hash(_ text: String) -> String { "'sha256-\(Base64.text(Digest(of: Array(text.utf8)).bytes))'" }
        return [
            "default-src 'none'", "style-src \(hash(HTMLStyle.text))", "script-src \(hash(HTMLScript.text))",
            "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
        ].joined(separator: "; ")
    }()
}

extension Markup {
    /// The project's own style or script, which no cluster has a hand in.
    fileprivate init(trusted text: String) { self.init(stringLiteral: text) }
}
