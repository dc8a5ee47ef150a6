import SwiftASN1
import X509

/// The name or address that a server's certificate must be for, compared as kubectl does it (Go, `x509.VerifyHostname`):
/// an address with addresses only, a name with DNS names only, and never with the common name.
/// Source: RFC 6125 §6.4 and appendix B.2.
struct PeerName: Sendable, Hashable {
    let text: String
    /// `nil` for a name.
    private let address: IPAddress?

    init(_ text: String) {
        self.text = text
        // With a zone it is no address that a certificate could be for.
        address = text.utf8.contains(UInt8(ascii: "%")) ? nil : IPAddress(text)
    }

    /// What the TLS handshake asks for: a name without the dot of the root; `nil` for an address, or what is no name.
    var indication: String? {
        guard address == nil else { return nil }
        let name = Self.withoutRoot(text)
        return Self.isHostName(name, isPattern: true) ? String(name) : nil
    }

    /// Why a certificate is not for this name; `nil` when it is.
    func mismatch(_ certificate: CertificateFields) -> PeerMismatch? {
        var names: [String] = []
        for name in certificate.alternativeNames {
            switch name {
            case .dnsName(let pattern):
                if address == nil, Self.matches(pattern, text) { return nil }
                names.append(pattern)
            case .ipAddress(let octets):
                guard let other = IPAddress(bytes: octets.bytes) else { continue }
                if other == address { return nil }
                names.append(other.description)
            default: continue
            }
        }
        return PeerMismatch(expected: text, names: names)
    }

    private static func matches(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (pattern.lowercased(), name.lowercased())
        guard isHostName(withoutRoot(name), isPattern: false), isHostName(pattern[...], isPattern: true) else {
            return !["", "."].contains(name) && ByteOrder.same(pattern, name)
        }
        let expected = withoutRoot(name).split(separator: ".", omittingEmptySubsequences: false)
        let labels = pattern.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count == expected.count else { return false }
        let first = labels[0] == "*" ? 1 : 0
        return labels[first...].elementsEqual(expected[first...])
    }

    private static func withoutRoot(_ name: String) -> Substring { name.hasSuffix(".") ? name.dropLast() : name[...] }

    /// Letters, digits, dashes and underscores between dots; a pattern may have `*` as its whole first label.
    private static func isHostName(_ name: Substring, isPattern: Bool) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name != "*" else { return false }
        for (place, label) in labels.enumerated() {
            if isPattern, place == 0, label == "*" { continue }
            guard let first = label.utf8.first, first != UInt8(ascii: "-") else { return false }
            for byte in label.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    continue
                default: return false
                }
            }
        }
        return true
    }
}

/// A certificate that is not for the server that was meant.
struct PeerMismatch: Error, Hashable {
    let expected: String
    /// What it is for; chosen by whoever answered.
    let names: [String]

    /// The most names that are shown.
    private static let shown = 5

    var why: String {
        guard !names.isEmpty else {
            return "its certificate names no host and no address (a common name does not count), so it is not for "
                + "`\(expected)`"
        }
        let list = names.prefix(Self.shown).map { "`\($0.prefix(100))`" }.joined(separator: ", ")
        return "its certificate is not for `\(expected)`, only for \(list)\(names.count > Self.shown ? ", …" : "")"
    }
}
