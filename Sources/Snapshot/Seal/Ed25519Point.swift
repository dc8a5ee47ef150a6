/// Which points can be Ed25519 keys. Source: RFC 8032 §5.1.3; "Taming the many EdDSAs", IACR ePrint 2020/1244, table 6.
enum Ed25519Point {
    /// Whether 32 bytes can be the key of somebody: the one spelling of a point, and none of small order. Under a point of small
    /// order a signature can be made that holds for many messages, or for all, without any secret.
    static func isUsable(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 32 else { return false }
        // The highest bit is the sign of x; the rest is y, least significant byte first.
        var y = bytes
        y[31] &= 0x7F
        return isReduced(y) && !smallOrder.contains(HexDigits.encode(y))
    }

    /// Whether y is below 2^255 - 19: above it, it is a second spelling of a small number.
    private static func isReduced(_ y: [UInt8]) -> Bool {
        y[31] < 0x7F || y[0] < 0xED || y[1..<31].contains { $0 != 0xFF }
    }

    /// The y of the eight points whose order divides the cofactor: 1, -1, 0 and those of order 8.
    private static let smallOrder: Set<String> = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ]
}
