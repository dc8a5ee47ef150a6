/// A point in time as RFC 3339 writes it, exact to the last digit of its fraction.
package struct RFC3339: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let seconds: Int
    /// Digits of the fraction without trailing zeros.
    package let fraction: String

    /// A time of whole seconds.
    package init(seconds: Int) {
        self.seconds = seconds
        fraction = ""
    }

    /// Reads `2026-11-23T06:50:35.123Z` or with an offset; `nil` for anything else, days that no calendar has and leap
    /// seconds included: they would be called equal to another time. Source: RFC 3339 §5.6.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 64,
            let year = Self.digits(bytes, 0, 4), bytes[4] == UInt8(ascii: "-"),
            let month = Self.digits(bytes, 5, 2), bytes[7] == UInt8(ascii: "-"),
            let day = Self.digits(bytes, 8, 2), bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let hour = Self.digits(bytes, 11, 2), bytes[13] == UInt8(ascii: ":"),
            let minute = Self.digits(bytes, 14, 2), bytes[16] == UInt8(ascii: ":"),
            let second = Self.digits(bytes, 17, 2),
            1...12 ~= month, 1...Self.length(ofMonth: month, year: year) ~= day, hour < 24, minute < 60, second < 60
        else { return nil }
        var at = 19
        var fraction: [UInt8] = []
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[at] {
                fraction.append(bytes[at])
                at += 1
            }
            guard !fraction.isEmpty else { return nil }
        }
        guard at < bytes.count else { return nil }
        var offset = 0
        if bytes[at] == UInt8(ascii: "Z") || bytes[at] == UInt8(ascii: "z") {
            guard at + 1 == bytes.count else { return nil }
        } else {
            guard at + 6 == bytes.count, bytes[at + 3] == UInt8(ascii: ":"),
                let hours = Self.digits(bytes, at + 1, 2), let minutes = Self.digits(bytes, at + 4, 2),
                hours < 24, minutes < 60
            else { return nil }
            switch bytes[at] {
            case UInt8(ascii: "+"): offset = hours * 3600 + minutes * 60
            case UInt8(ascii: "-"): offset = -(hours * 3600 + minutes * 60)
            default: return nil
            }
        }
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        let days = Self.days(year: year, month: month, day: day)
        self.seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.fraction = String(decoding: fraction, as: UTF8.self)
    }

    /// The same time in UTC: `2026-11-23T06:50:35.123Z`.
    package var utcText: String {
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        let (year, month, day) = Self.date(days: days)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let padded = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        return "\(padded)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest % 3600 / 60)):\(two(rest % 60))"
            + (fraction.isEmpty ? "Z" : ".\(fraction)Z")
    }

    private static func digits(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[start..<start + count] {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years from a March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
