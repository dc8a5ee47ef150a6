import ArgumentParser

/// How long something may take, as an argument: a whole number of seconds, minutes or hours.
struct TimeLimit: ExpressibleByArgument, CustomStringConvertible {
    /// `nil` for no bound.
    let duration: Duration?
    private let text: String

    init(duration: Duration?, text: String) {
        self.duration = duration
        self.text = text
    }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        let unit = argument.last.flatMap { units[$0] }
        // A year is more than anybody waits, and no number overflows on the way to it.
        guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), 0...31_536_000 ~= number else {
            return nil
        }
        duration = number == 0 ? nil : .seconds(number * (unit ?? 1))
        text = argument
    }

    var description: String { text }
}
