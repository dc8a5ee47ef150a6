import SwiftASN1
import X509

/// What a certificate says, read without trusting it and whatever kind of key it is for. Source: RFC 5280 §4.1.
struct CertificateFields: Sendable, Hashable {
    let issuer: DistinguishedName
    let subject: DistinguishedName
    /// RFC 3339.
    let notBefore: String
    /// RFC 3339.
    let notAfter: String
    let alternativeNames: [GeneralName]

    /// Throws when the bytes are no certificate in DER.
    init(der: [UInt8]) throws {
        self = try DER.sequence(try DER.parse(der), identifier: .sequence) { (parts) throws in
            guard let body = parts.next(), parts.next() != nil, parts.next() != nil else {
                throw ASN1Error.invalidASN1Object(reason: "a certificate has three parts")
            }
            return try CertificateFields(body: body)
        }
    }

    private init(body: ASN1Node) throws {
        self = try DER.sequence(body, identifier: .sequence) { (fields) throws in
            _ = try DER.optionalExplicitlyTagged(&fields, tagNumber: 0, tagClass: .contextSpecific) { $0 }
            // serial number and signature algorithm
            guard fields.next() != nil, fields.next() != nil else {
                throw ASN1Error.invalidASN1Object(reason: "a field is missing")
            }
            let issuer = try Self.name(&fields)
            guard let validity = fields.next() else { throw ASN1Error.invalidASN1Object(reason: "a field is missing") }
            let (from, to) = try DER.sequence(validity, identifier: .sequence) { times in
                (try Self.time(&times), try Self.time(&times))
            }
            let subject = try Self.name(&fields)
            // The key, whatever it is, and two identifiers that nobody uses.
            guard fields.next() != nil else { throw ASN1Error.invalidASN1Object(reason: "the key is missing") }
            for number in [1, 2] as [UInt] {
                _ = DER.optionalImplicitlyTagged(&fields, tagNumber: number, tagClass: .contextSpecific) { $0 }
            }
            let names = try DER.optionalExplicitlyTagged(&fields, tagNumber: 3, tagClass: .contextSpecific) { list in
                try DER.sequence(of: Extension.self, identifier: .sequence, rootNode: list).first {
                    $0.value.oid == .X509ExtensionID.subjectAlternativeName
                }.map { try Array(SubjectAlternativeNames($0.value)) }
            }
            return CertificateFields(
                issuer: issuer, subject: subject, notBefore: from, notAfter: to, alternativeNames: (names ?? nil) ?? [])
        }
    }

    private init(
        issuer: DistinguishedName, subject: DistinguishedName, notBefore: String, notAfter: String,
        alternativeNames: [GeneralName]
    ) {
        self.issuer = issuer
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.alternativeNames = alternativeNames
    }

    private static func name(_ fields: inout ASN1NodeCollection.Iterator) throws -> DistinguishedName {
        guard let node = fields.next() else { throw ASN1Error.invalidASN1Object(reason: "a name is missing") }
        return try DistinguishedName(derEncoded: node)
    }

    /// A `UTCTime` or `GeneralizedTime`, to the second.
    private static func time(_ times: inout ASN1NodeCollection.Iterator) throws -> String {
        guard let node = times.next() else { throw ASN1Error.invalidASN1Object(reason: "a time is missing") }
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            return text(time.year, [time.month, time.day, time.hours, time.minutes, time.seconds])
        }
        return text(try GeneralizedTime(derEncoded: node))
    }

    /// RFC 3339, to the second.
    static func text(_ time: GeneralizedTime) -> String {
        text(time.year, [time.month, time.day, time.hours, time.minutes, time.seconds])
    }

    private static func text(_ year: Int, _ rest: [Int]) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = "\(number)"
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let parts = rest.map { padded($0, 2) }
        return "\(padded(year, 4))-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
    }

    /// An extension of a certificate as it is encoded.
    private struct Extension: DERParseable {
        let value: Certificate.Extension

        init(derEncoded node: ASN1Node) throws {
            value = try DER.sequence(node, identifier: .sequence) { parts in
                let oid = try ASN1ObjectIdentifier(derEncoded: &parts)
                let isCritical: Bool = try DER.decodeDefault(&parts, defaultValue: false)
                let bytes = try ASN1OctetString(derEncoded: &parts)
                return Certificate.Extension(oid: oid, critical: isCritical, value: bytes.bytes)
            }
        }
    }
}

extension DistinguishedName {
    /// The values of one kind of attribute, in order.
    func values(of type: ASN1ObjectIdentifier) -> [String] {
        flatMap { $0 }.filter { $0.type == type }.map(\.text)
    }

    /// What is mostly said of it, as `CN=…,O=…`.
    var text: String {
        let types: [ASN1ObjectIdentifier: String] = [
            .RDNAttributeType.commonName: "CN", .RDNAttributeType.organizationName: "O",
            .RDNAttributeType.organizationalUnitName: "OU", .RDNAttributeType.countryName: "C",
        ]
        return flatMap { $0 }.compactMap { attribute in
            types[attribute.type].map { "\($0)=\(attribute.text)" }
        }.joined(separator: ",")
    }
}

extension RelativeDistinguishedName.Attribute {
    /// The value as text, whichever kind of string it is encoded as.
    var text: String { String(decoding: utf8 ?? Array(encoded.content), as: UTF8.self) }

    /// The value as DER; empty for one that cannot be written.
    var der: [UInt8] {
        var serializer = DER.Serializer()
        return (try? serializer.serialize(ASN1Any(value))).map { serializer.serializedBytes } ?? []
    }

    /// The value as it is encoded.
    var encoded: (tag: ASN1Identifier, content: ArraySlice<UInt8>) {
        guard let node = try? DER.parse(der), case .primitive(let content) = node.content else { return (.null, []) }
        return (node.identifier, content)
    }

    /// The UTF-8 of the value; `nil` when it is no string.
    var utf8: [UInt8]? {
        let (tag, content) = encoded
        func units(of size: Int) -> [UInt32] {
            stride(from: content.startIndex, to: content.endIndex, by: size).map { start in
                content[start...].prefix(size).reduce(0) { $0 << 8 | UInt32($1) }
            }
        }
        switch tag {
        case .utf8String: return Array(content)
        case .printableString, .ia5String, .visibleString, .teletexString:
            return Array(String(decoding: content.map { UInt16($0) }, as: UTF16.self).utf8)
        case .bmpString:
            return Array(String(decoding: units(of: 2).map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self).utf8)
        case .universalString: return Array(String(decoding: units(of: 4), as: UTF32.self).utf8)
        default: return nil
        }
    }
}
