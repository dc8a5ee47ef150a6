/// What a server says, as far as it may be repeated: without the login that it was sent, and without what looks like a credential.
enum ServerText {
    private static let limit = 500
    private static let mark = Array("[redacted]".utf8)

    static func shown(_ text: String, hiding login: Confidential<String>?) -> String {
        var bytes = Array(text.utf8)
        // `Bearer TOKEN`: the token alone, too.
        let secrets = login.map { [$0.reveal] + $0.reveal.split(separator: " ").suffix(1).map(String.init) } ?? []
        for secret in secrets where secret.utf8.count >= 8 {
            bytes = replaced(
                bytes, ByteSearch.places(of: Array(secret.utf8), in: bytes).map { $0..<$0 + secret.utf8.count })
        }
        var scan = TextScan(bytes, budget: ScanBudget(bytes: bytes.count))
        CredentialDetector.find(in: &scan)
        CredentialText.find(in: &scan, CredentialLines.Reading(mayRefer: true, isMessage: true))
        bytes = replaced(bytes, CredentialSpan.joined(scan.spans).map(\.range))
        return String(String(decoding: bytes, as: UTF8.self).prefix(limit))
    }

    private static func replaced(_ bytes: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        for range in ranges {
            result += bytes[place..<range.lowerBound]
            result += mark
            place = range.upperBound
        }
        return result + bytes[place...]
    }
}
