/// Finds credentials in fields of forms and in elements that are named for one, in whichever order their attributes come.
enum CredentialMarkup {
    /// Elements with more text between their angles are not looked at.
    private static let reach = 512
    /// Attributes that name a field.
    private static let names: Set<String> = [
        "name", "id", "property", "itemprop", "ng-model", "v-model", "formcontrolname",
    ]
    /// Attributes that say what stands in it.
    private static let values: Set<String> = ["value", "content", "data-value"]
    /// Fields whose value is a caption, or says which one was chosen.
    private static let captions: Set<String> = ["submit", "button", "reset", "image", "checkbox", "radio", "file"]
    /// Elements whose text is a value.
    private static let holders: Set<String> = [
        "textarea", "output", "code", "span", "td", "dd", "pre", "kbd", "samp", "b", "strong",
    ]

    /// The value of the element that ends at a place.
    ///
    /// - Parameter content: the text behind a place.
    static func value(
        endingAt close: Int, _ scan: inout TextScan, content: (Int, inout TextScan) -> Range<Int>
    ) -> Range<Int>? {
        var open = close - 1
        while open >= 0, close - open < reach, scan.bytes[open] != UInt8(ascii: "<"),
            scan.bytes[open] != UInt8(ascii: ">")
        {
            open -= 1
        }
        scan.budget.spend(close - open)
        guard scan.byte(open) == UInt8(ascii: "<") else { return nil }
        let tag = String(
            decoding: scan.bytes[open + 1..<close].prefix(24).prefix(while: TextScan.isBase64URL), as: UTF8.self
        ).lowercased()
        guard !tag.isEmpty else { return nil }
        var promised: String?
        var value: Range<Int>?
        for (name, range) in attributes(open + 1 + tag.utf8.count..<close, scan) {
            let text = scan.text(range.prefix(TextScan.reach))
            switch name {
            case "type" where captions.contains(text.lowercased()): return nil
            case "type" where text.lowercased() == "password": promised = "password"
            case "autocomplete" where text.hasSuffix("-password"): promised = "password"
            case _ where values.contains(name): value = range
            case _ where names.contains(name):
                if promised == nil, CredentialName.promise(text) >= .ambiguous { promised = text }
            default: break
            }
        }
        guard let promised else { return nil }
        if value == nil, holders.contains(tag), scan.byte(close - 1) != UInt8(ascii: "/") {
            value = content(close, &scan)
        }
        guard let value, CredentialLines.rule(name: promised, value: scan.text(value), reading) != nil else {
            return nil
        }
        return value
    }

    private static let reading = CredentialLines.Reading(mayRefer: true)

    /// Names in small letters, with what stands behind their equals sign.
    private static func attributes(_ range: Range<Int>, _ scan: TextScan) -> [(name: String, value: Range<Int>)] {
        var result: [(name: String, value: Range<Int>)] = []
        var place = range.lowerBound
        while place < range.upperBound {
            while place < range.upperBound, scan.bytes[place] <= 0x20 { place += 1 }
            let start = place
            while place < range.upperBound, scan.bytes[place] > 0x20, scan.bytes[place] != UInt8(ascii: "=") {
                place += 1
            }
            let name = scan.text(start..<place).lowercased()
            guard place < range.upperBound, scan.bytes[place] == UInt8(ascii: "=") else {
                if place == start { place += 1 }
                continue
            }
            place += 1
            while place < range.upperBound, scan.bytes[place] == UInt8(ascii: "\\") { place += 1 }
            let begin: Int
            if place < range.upperBound, TextScan.isQuote(scan.bytes[place]) {
                let quote = scan.bytes[place]
                begin = place + 1
                place = begin
                while place < range.upperBound, scan.bytes[place] != quote { place += 1 }
            } else {
                begin = place
                while place < range.upperBound, scan.bytes[place] > 0x20 { place += 1 }
            }
            var end = place
            while end > begin, scan.bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
            result.append((name, begin..<end))
            if place < range.upperBound { place += 1 }
        }
        return result
    }
}
