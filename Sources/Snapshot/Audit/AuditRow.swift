/// One row of a log before it is known what it holds: the cells that matter, by their meaning.
///
/// Raw events, Azure's diagnostics rows and its AKSAudit tables call the same things by other names, and tables write
/// what is nested as text.
struct AuditRow {
    /// What a cell means.
    enum Field: Int, CaseIterable {
        case apiVersion, id, level, stage, verb, uri, user, impersonated, client, target, status, request, response,
            received, reached
        /// What the server and admission noted down beside it.
        case annotations
        /// When a table got the row; for rows that say no more.
        case generated
        /// An event as text or object.
        case log
        /// The envelope of storage accounts and event hubs.
        case properties
        /// A list of rows.
        case rows
        case category
        case table

        /// Source: `audit.k8s.io/v1`; Azure Monitor's reference of AzureDiagnostics, AKSAudit and AKSAuditAdmin.
        static let names: [String: Field] = [
            "apiversion": .apiVersion, "auditid": .id, "level": .level, "annotations": .annotations,
            "stage": .stage, "verb": .verb, "requesturi": .uri, "user": .user,
            "impersonateduser": .impersonated, "useragent": .client, "objectref": .target, "responsestatus": .status,
            "requestobject": .request, "responseobject": .response, "requestreceivedtimestamp": .received,
            "requestreceivedtime": .received, "stagetimestamp": .reached, "stagereceivedtime": .reached,
            "timegenerated": .generated, "log_s": .log,
            "log": .log, "properties": .properties, "properties_s": .properties, "records": .rows, "items": .rows,
            "value": .rows, "category": .category, "type": .table,
        ]

        /// The field of a member or column; portals add ` [UTC]` to the names of times.
        init?(_ name: some Sequence<UInt8>) {
            var text = String(decoding: name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
            if text.hasSuffix(" [utc]") { text.removeLast(6) }
            guard let field = Self.names[text] else { return nil }
            self = field
        }
    }

    /// A cell as it came.
    enum Cell {
        /// JSON text.
        case json(ArraySlice<UInt8>)
        /// Plain text, which may be JSON.
        case text(ArraySlice<UInt8>)
    }

    /// Whether the cells are columns of AKSAudit, not members of an event.
    var usesColumns = false
    private var cells = [Cell?](repeating: nil, count: Field.allCases.count)

    subscript(field: Field) -> Cell? {
        get { cells[field.rawValue] }
        set { cells[field.rawValue] = newValue }
    }

    /// What only events have, each of which may be missing in one that was damaged.
    private static let marks: [Field] = [.id, .stage, .verb, .uri, .user, .client, .target, .received, .reached]

    /// Whether it is an event, perhaps a damaged one, and not a row around one or a row of something else.
    var isEvent: Bool {
        if Self.marks.count(where: { self[$0] != nil }) > 1 { return true }
        return self[.rows] == nil && ByteOrder.begins(text(.apiVersion), with: "audit.k8s.io/")
    }

    /// Text; empty when there is none.
    func text(_ field: Field) -> String {
        switch self[field] {
        case .json(let bytes)?:
            bytes.contains(UInt8(ascii: "\\"))
                ? (try? JSONReader.value(Array(bytes)))?.string ?? ""
                : bytes.first == UInt8(ascii: "\"") ? String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self) : ""
        case .text(let bytes)?: String(decoding: bytes, as: UTF8.self)
        case nil: ""
        }
    }

    /// The JSON of a cell that is nested, also when it is written as text; `nil` when it is neither object nor list.
    func nested(_ field: Field) -> ArraySlice<UInt8>? {
        var bytes: ArraySlice<UInt8>
        switch self[field] {
        case .json(let json)?:
            bytes = json
            if json.first == UInt8(ascii: "\"") {
                guard let text = (try? JSONReader.value(Array(json)))?.string else { return nil }
                bytes = Array(text.utf8)[...]
            }
        case .text(let text)?: bytes = text
        case nil: return nil
        }
        while let first = bytes.first, JSONSkim.isSpace(first) { bytes.removeFirst() }
        guard bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") else { return nil }
        return bytes
    }

    /// A nested cell as a value.
    func value(_ field: Field) -> Value? { nested(field).flatMap { try? JSONReader.value(Array($0)) } }
}
