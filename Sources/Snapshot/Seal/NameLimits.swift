import SwiftASN1
import X509

/// Names that authorities may not certify, compared as openssl does. Source: RFC 5280 §4.2.1.10.
enum NameLimits {
    /// Why a chain breaks the limits of one of its authorities; `nil` when it does not.
    ///
    /// - Parameter chain: from the certificate that signed to the one that is trusted.
    static func fault(in chain: [ChainCertificate]) -> String? {
        for (place, one) in chain.enumerated() where place == 0 || !one.isSelfIssued {
            let names = names(of: one, isLeaf: place == 0)
            for authority in chain[(place + 1)...] {
                guard let limits = authority.nameConstraints else { continue }
                let count = limits.permittedSubtrees.count + limits.excludedSubtrees.count
                guard let names, names.count * count <= most else {
                    return "\(one.shown) has names that cannot be compared"
                }
                for name in names where !name.isAllowed(by: limits) {
                    return "\(authority.shown) may not certify the name \(name.shown)"
                }
            }
        }
        return nil
    }

    /// The most comparisons for one certificate.
    private static let most = 1 << 20

    /// All names of a certificate; `nil` when one is not written as it has to be.
    private static func names(of one: ChainCertificate, isLeaf: Bool) -> [LimitedName]? {
        let subject = one.certificate.subject
        var names: [LimitedName] = one.subject.isEmpty ? [] : [.directory(one.subject, shown: one.shown)]
        for attribute in subject.flatMap({ $0 }) where attribute.type == .RDNAttributeType.emailAddress {
            guard attribute.encoded.tag == .ia5String else { return nil }
            names.append(.mail(Array(attribute.text.utf8)))
        }
        names += one.alternativeNames.map { LimitedName($0) }
        let hasHost = one.alternativeNames.contains { if case .dnsName = $0 { true } else { false } }
        if isLeaf, !hasHost {
            // A certificate may name its host as people did before there were alternative names.
            let common = subject.values(of: .RDNAttributeType.commonName).map { Array($0.utf8) }
            guard !common.contains(where: { $0.contains(0) }) else { return nil }
            names += common.filter(isHost).map { .host($0) }
        }
        return names
    }

    /// Whether a common name is that of a host: two labels at least, of what names of hosts are made of.
    private static func isHost(_ text: [UInt8]) -> Bool {
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                guard let first = label.first, let last = label.last else { return false }
                let dash = UInt8(ascii: "-")
                return first != dash && last != dash
                    && label.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), dash:
                            true
                        default: false
                        }
                    }
            }
    }
}

/// A name that a certificate is for, or under which names lie.
private enum LimitedName {
    case directory(ComparableName, shown: String)
    case mail([UInt8])
    case host([UInt8])
    case address([UInt8])
    case uri([UInt8])
    /// A kind that can only be refused.
    case other(GeneralName)

    init(_ name: GeneralName) {
        self =
            switch name {
            case .directoryName(let name): .directory(ComparableName(name), shown: "`\(name.text.prefix(100))`")
            case .rfc822Name(let text): .mail(Array(text.utf8))
            case .dnsName(let text): .host(Array(text.utf8))
            case .ipAddress(let octets): .address(Array(octets.bytes))
            case .uniformResourceIdentifier(let text): .uri(Array(text.utf8))
            case .otherName, .x400Address, .ediPartyName, .registeredID: .other(name)
            }
    }

    var shown: String {
        switch self {
        case .directory(_, let shown): shown
        case .mail(let text), .host(let text), .uri(let text): "`\(String(decoding: text.prefix(100), as: UTF8.self))`"
        case .address(let bytes): "`\(IPAddress(bytes: bytes[...]).map { "\($0)" } ?? "of an address")`"
        case .other: "of a kind that is not known"
        }
    }

    func isAllowed(by limits: NameConstraints) -> Bool {
        let permitted = limits.permittedSubtrees.map { LimitedName($0).covers(self) }.filter { $0 != .otherKind }
        let excluded = limits.excludedSubtrees.map { LimitedName($0).covers(self) }
        return !permitted.contains(.incomparable) && (permitted.isEmpty || permitted.contains(.yes))
            && !excluded.contains(.yes) && !excluded.contains(.incomparable)
    }

    private enum Covering { case yes, no, otherKind, incomparable }

    /// Whether a name lies under this one.
    private func covers(_ name: LimitedName) -> Covering {
        switch (self, name) {
        case (.directory(let base, _), .directory(let name, _)): base.covers(name) ? .yes : .no
        case (.host(let base), .host(let name)): Self.host(name, isUnder: base) ? .yes : .no
        case (.mail(let base), .mail(let name)): Self.mail(name, isUnder: base)
        case (.uri(let base), .uri(let name)): Self.uri(name, isUnder: base)
        case (.address(let base), .address(let name)): Self.address(name, isUnder: base)
        case (.other(let base), .other(let name)): Self.isSameKind(base, name) ? .incomparable : .otherKind
        // An address outside of ASCII is a name of another kind, for which limits of e-mail addresses hold.
        case (.mail, .other(.otherName(let name))): name.typeID == Self.internationalMail ? .incomparable : .otherKind
        default: .otherKind
        }
    }

    private static let internationalMail: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 8, 9]
    private static let dot = UInt8(ascii: ".")
    private static let at = UInt8(ascii: "@")

    private static func isSameKind(_ a: GeneralName, _ b: GeneralName) -> Bool {
        switch (a, b) {
        case (.otherName(let a), .otherName(let b)): a.typeID == b.typeID
        case (.x400Address, .x400Address), (.ediPartyName, .ediPartyName), (.registeredID, .registeredID): true
        default: false
        }
    }

    /// Equal, or with labels before it.
    private static func host(_ name: [UInt8], isUnder base: [UInt8]) -> Bool {
        guard let first = base.first else { return true }
        let rest = name.count - base.count
        guard rest >= 0, isSame(name[rest...], base[...]) else { return false }
        return rest == 0 || first == dot || name[rest - 1] == dot
    }

    /// With a dot before it a domain, of which the name itself is none; otherwise a host.
    private static func host(_ name: ArraySlice<UInt8>, isIn base: ArraySlice<UInt8>) -> Covering {
        guard base.first == dot else { return isSame(name, base) ? .yes : .no }
        return name.count > base.count && isSame(name.suffix(base.count), base) ? .yes : .no
    }

    /// A mailbox, all mailboxes of a host, or those of the hosts in a domain.
    private static func mail(_ name: [UInt8], isUnder base: [UInt8]) -> Covering {
        guard let nameAt = name.lastIndex(of: at) else { return .incomparable }
        guard let baseAt = base.lastIndex(of: at) else {
            return base.first == dot ? host(name[...], isIn: base[...]) : host(name[(nameAt + 1)...], isIn: base[...])
        }
        guard baseAt == 0 || name[..<nameAt] == base[..<baseAt] else { return .no }
        return isSame(name[(nameAt + 1)...], base[(baseAt + 1)...]) ? .yes : .no
    }

    private static func uri(_ name: [UInt8], isUnder base: [UInt8]) -> Covering {
        let colon = UInt8(ascii: ":")
        let slash = UInt8(ascii: "/")
        guard let scheme = name.firstIndex(of: colon), name[(scheme + 1)...].starts(with: [slash, slash]) else {
            return .incomparable
        }
        let rest = name[(scheme + 3)...]
        let host = rest[..<(rest.firstIndex(of: colon) ?? rest.firstIndex(of: slash) ?? rest.endIndex)]
        return host.isEmpty ? .incomparable : Self.host(host, isIn: base[...])
    }

    private static func address(_ name: [UInt8], isUnder base: [UInt8]) -> Covering {
        guard [4, 16].contains(name.count), [8, 32].contains(base.count) else { return .incomparable }
        guard base.count == 2 * name.count else { return .no }
        let isInside = name.indices.allSatisfy { place in
            let mask = base[place + name.count]
            return name[place] & mask == base[place] & mask
        }
        return isInside ? .yes : .no
    }

    /// Without regard to case.
    private static func isSame(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        return a.count == b.count && zip(a, b).allSatisfy { lower($0) == lower($1) }
    }
}
