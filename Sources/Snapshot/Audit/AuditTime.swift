/// The ways in which logs write a time.
enum AuditTime {
    /// RFC 3339, or what a portal's table writes in UTC: `3/4/2026, 1:08:30.123 PM`, `2026-03-04 13:08:30.123`.
    static func instant(_ text: String) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        let parts = text.split { $0 == " " || $0 == "," || $0 == "\u{202F}" }.map(String.init)
        guard parts.count >= 2 else { return nil }
        if parts[0].utf8.count == 10, parts[0].contains("-") { return Instant(rfc3339: "\(parts[0])T\(parts[1])Z") }
        let date = parts[0].split(separator: "/").compactMap { Int($0) }
        let clock = parts[1].split(separator: ":")
        guard date.count == 3, clock.count == 3, var hour = Int(clock[0]), parts.count == 3, 1...12 ~= hour else {
            return nil
        }
        switch parts[2].uppercased() {
        case "AM": hour %= 12
        case "PM": hour = hour % 12 + 12
        default: return nil
        }
        func two(_ number: some CustomStringConvertible) -> String {
            let text = number.description
            return text.utf8.count == 1 ? "0\(text)" : text
        }
        return Instant(
            rfc3339: "\(date[2])-\(two(date[0]))-\(two(date[1]))T\(two(hour)):\(two(clock[1])):\(two(clock[2]))Z")
    }

    /// In UTC to the millisecond.
    static func text(_ instant: Instant) -> String {
        let milliseconds = max(0, instant.milliseconds)
        let whole = RFC3339(seconds: milliseconds / 1000).utcText
        guard milliseconds % 1000 > 0 else { return whole }
        return whole.dropLast() + "." + String(milliseconds % 1000 + 1000).dropFirst() + "Z"
    }
}
