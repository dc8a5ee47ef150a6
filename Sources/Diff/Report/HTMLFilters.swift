import Snapshot

/// The form above a list of findings, by which the script shows a part of them; hidden where no script runs.
///
/// Whatever is filtered carries the class `item` and an attribute `data-NAME` a choice; what stands for several objects names all
/// values of a choice with blanks between, and how many objects they are in `data-count`.
struct HTMLFilters {
    /// One list to choose from.
    struct Choice {
        /// The name of the attribute without `data-`.
        let name: String
        /// What is shown when nothing is chosen.
        let all: String
        /// How many objects there are of each value.
        let counts: [String: Int]
    }

    let severities: [(severity: Severity, count: Int)]
    let choices: [Choice]
    /// Whether values are shown side by side and may be shown below each other.
    var hasViews = false

    var form: Markup {
        let boxes: [Markup] = severities.map { item in
            """
            <label class="sev \(item.severity.rawValue)"><input type="checkbox" name="severity" \
            value="\(item.severity.rawValue)" checked> \(item.severity.rawValue) \(item.count)</label>

            """
        }
        let lists: [Markup] = choices.filter { !$0.counts.isEmpty }.map(list)
        return """
            <form id="filters" role="search" aria-label="Filter the differences" hidden>
            <input type="search" id="text" name="text" placeholder="Search names, fields, values …  ( / )" \
            aria-label="Search" autocomplete="off" spellcheck="false">
            <fieldset><legend class="vh">Severity</legend>\(boxes)</fieldset>
            \(lists)
            \(Markup.when(hasViews, "<button type=\"button\" id=\"view\" aria-pressed=\"false\">Unified</button>"))
            <button type="reset">Reset</button>
            </form>
            <p id="count" role="status" aria-live="polite"></p>
            <p id="nothing" hidden>Nothing matches the filters.</p>

            """
    }

    private func list(_ choice: Choice) -> Markup {
        let options: [Markup] = choice.counts.keys.sorted(by: ByteOrder.precedes).map { key in
            "<option value=\"\(key)\">\(key) (\(choice.counts[key] ?? 0))</option>"
        }
        return """
            <label><span class="vh">\(choice.name)</span><select name="\(choice.name)"><option value="">\(choice.all)</option>\
            \(options)</select></label>

            """
    }

    /// The address of the page with some filters set: `#author=ada%40example.org&namespace=payments`.
    static func address(_ state: [(name: String, value: String)]) -> String {
        "#" + state.map { "\($0.name)=\(encoded(SafeText.terminal($0.value)))" }.joined(separator: "&")
    }

    /// Source: RFC 3986 §2.3, unreserved characters.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + HexDigits.encode([byte]).uppercased()
            }
        }
        return result
    }
}
