import Snapshot

/// A bar whose parts are counts, with the same said in words beside it.
enum HTMLBar {
    /// Nothing when all counts are nothing.
    static func markup(_ title: String, _ parts: [(label: String, style: String, count: Int)]) -> Markup {
        let total = parts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return "" }
        var x = 0.0
        var bars: [Markup] = []
        var words: [Markup] = []
        for part in parts where part.count > 0 {
            let width = Double(part.count) / Double(total) * 100
            bars.append(
                "<rect class=\"\(part.style)\" x=\"\(percent(x))\" y=\"0\" width=\"\(percent(width))\" height=\"14\"/>")
            words.append(
                "<li><i class=\"\(part.style)\"></i>\(part.label) <b>\(Words.grouped(part.count))</b></li>")
            x += width
        }
        return """
            <figure><figcaption>\(title)</figcaption>\
            <svg role="img" aria-label="\(title)" width="100%" height="14" preserveAspectRatio="none">\(bars)</svg>\
            <ul class="legend">\(words)</ul></figure>

            """
    }

    /// Two decimals, whatever the locale.
    private static func percent(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
