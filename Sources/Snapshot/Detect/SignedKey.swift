/// Keys of Azure that carry a signature of their issuer at a fixed place between random characters.
///
/// Source: microsoft/security-utilities, "identifiable keys".
struct SignedKey {
    let issuer: String
    let signatures: [String]
    /// Random characters before the signature, and characters behind it without the padding.
    let before: Int
    let behind: ClosedRange<Int>

    static let all = [
        SignedKey(
            issuer: "Azure Storage, Batch, Cosmos DB, API Management",
            signatures: ["+ASt", "+ABa", "ACDb", "+AMC", "APIM"], before: 76, behind: 6...6),
        SignedKey(
            issuer: "Azure Service Bus, Event Hubs, Relay, IoT Hub, Event Grid, Redis",
            signatures: ["+ASb", "+AEh", "+ARm", "AIoT", "AZEG", "AzCa"], before: 33, behind: 6...6),
        SignedKey(
            issuer: "Azure Search, Container Registry", signatures: ["AzSe", "+ACR"], before: 42, behind: 6...6),
        SignedKey(issuer: "Azure Functions", signatures: ["AzFu"], before: 44, behind: 6...6),
        SignedKey(issuer: "Azure services", signatures: ["JQQJ"], before: 52, behind: 26...36),
        SignedKey(issuer: "Azure DevOps", signatures: ["AZDO"], before: 76, behind: 4...4),
    ]

    /// As `snapctl rules` prints it.
    var json: Value {
        [
            "issuer": .string(issuer), "signatures": .array(signatures.map(Value.string)),
            "before": .number(Number(before)), "behind": .number(Number(behind.upperBound)),
        ]
    }

    private static let byMark: [String: [(signature: String, key: SignedKey)]] = {
        let pairs = all.flatMap { key in key.signatures.map { (signature: $0, key: key) } }
        return Dictionary(grouping: pairs) { String($0.signature.suffix(3)) }
    }()

    /// The last three bytes of a signature.
    static let marks = byMark.keys.sorted()

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        TextScan.isBase64URL(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// The key whose signature ends with the mark at a place.
    static func span(at mark: Int, in scan: inout TextScan) -> CredentialSpan? {
        let text = String(decoding: scan.bytes[mark..<mark + 3], as: UTF8.self)
        for (signature, key) in byMark[text] ?? [] where scan.has(signature, at: mark - 1) {
            let start = mark - 1 - key.before
            guard start >= 0 else { continue }
            let end = scan.signed.end(from: mark, in: scan.bytes, &scan.budget, while: isKeyByte)
            guard key.behind.contains(end - mark - 3) else { continue }
            let begin = scan.signedStarts.start(before: mark, in: scan.bytes, &scan.budget, while: isKeyByte)
            guard begin == start || scan.byte(begin - 1) == UInt8(ascii: "\\") && begin + 1 == start else { continue }
            var last = end
            while last < end + 2, scan.byte(last) == UInt8(ascii: "=") { last += 1 }
            return CredentialSpan(range: start..<last, rule: "cloud-key")
        }
        return nil
    }
}
