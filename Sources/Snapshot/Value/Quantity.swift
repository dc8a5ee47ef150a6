/// A Kubernetes resource quantity as an exact number: `500m` is `0.5`, `1Gi` is `1024Mi`.
///
/// Source: Kubernetes API reference, `resource.Quantity`. The server rounds what is finer than a billionth; snapctl does
/// not, since two texts that the server keeps apart are two values.
package enum Quantity {
    /// The exact value of a quantity's text; `nil` when it is none.
    package static func value(_ text: String) -> ExactDecimal? {
        let bytes = Array(text.utf8)
        var split = bytes.count
        while split > 0, isLetter(bytes[split - 1]) { split -= 1 }
        let suffix = String(decoding: bytes[split...], as: UTF8.self)
        // An exponent is part of the number: `1e3` and `1E3`, but `1E` is an exabyte.
        guard let number = ExactDecimal(bytes[..<split]) else { return nil }
        switch suffix {
        case "": return number
        case "n": return number.scaled(byPowerOfTen: -9)
        case "u": return number.scaled(byPowerOfTen: -6)
        case "m": return number.scaled(byPowerOfTen: -3)
        case "k": return number.scaled(byPowerOfTen: 3)
        case "M": return number.scaled(byPowerOfTen: 6)
        case "G": return number.scaled(byPowerOfTen: 9)
        case "T": return number.scaled(byPowerOfTen: 12)
        case "P": return number.scaled(byPowerOfTen: 15)
        case "E": return number.scaled(byPowerOfTen: 18)
        case "Ki": return binary(number, 1)
        case "Mi": return binary(number, 2)
        case "Gi": return binary(number, 3)
        case "Ti": return binary(number, 4)
        case "Pi": return binary(number, 5)
        case "Ei": return binary(number, 6)
        default: return nil
        }
    }

    private static func binary(_ number: ExactDecimal, _ power: Int) -> ExactDecimal {
        (0..<power).reduce(number) { value, _ in value.multiplied(by: 1024) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}
