import Snapshot

/// One line of what a report says about a changed field: a field, something inside of its text, or an entry that moved.
///
/// All formats show these, in this order, so that all of them say the same.
struct ShownField {
    /// What is said of the place.
    enum Content {
        /// What was and what is.
        case values(FieldChange)
        /// From which position of a list to which.
        case move(from: Int, to: Int)
        /// Words.
        case remark(String)
    }

    /// The place, such as `data["config.json"] › $.log.level`.
    let place: String
    let content: Content

    /// The most lines for one field; what is left out is counted.
    private static let limit = 60

    /// What a report says about a change; never empty.
    static func all(of change: FieldChange) -> [ShownField] {
        let fields = fields(of: change, place: change.path.description)
        guard fields.count > limit else { return fields }
        let hidden = Words.count(fields.count - limit, "more difference")
        return fields.prefix(limit) + [
            ShownField(place: change.path.description, content: .remark("\(hidden) inside; the JSON report has all"))
        ]
    }

    private static func fields(of change: FieldChange, place: String) -> [ShownField] {
        switch change.detail {
        case .moved(let moves)?:
            return moves.map { move in
                ShownField(
                    place: place + FieldPath([move.entry]).description, content: .move(from: move.from, to: move.to))
            }
        case .inside(let text)? where text.isSameMeaning:
            // The exact bytes are all there is to see.
            let plain = FieldChange(path: change.path, kind: change.kind, before: change.before, after: change.after)
            return [
                ShownField(place: place, content: .remark("the same \(text.words) in other bytes")),
                ShownField(place: place, content: .values(plain)),
            ]
        case .inside(let text)?:
            let inner = text.changes.flatMap { fields(of: $0, place: "\(place) › \(inText($0.path))") }
            guard text.hasOtherComments else { return inner }
            return inner + [ShownField(place: place, content: .remark("comments in it differ too"))]
        case nil:
            return [ShownField(place: place, content: .values(change))]
        }
    }

    /// A place in a document: `$.log.level`, `$[0]`, `$` for the whole.
    static func inText(_ path: FieldPath) -> String {
        let text = path.description
        return text.isEmpty || text.hasPrefix("[") ? "$" + text : "$." + text
    }

    /// What is said behind the place in one line; `nil` when the values need more lines.
    var words: String? {
        switch content {
        case .move(let from, let to): return "moved from [\(from)] to [\(to)]"
        case .remark(let text): return text
        case .values(let change):
            switch (change.before.map(FieldLines.inline), change.after.map(FieldLines.inline)) {
            case (.some(.none), _), (_, .some(.none)): return nil
            case (.some(let before?), .some(let after?)): return "\(before) → \(after)"
            case (.some(let before?), nil): return "\(before) → absent"
            case (nil, .some(let after?)): return "absent → \(after)"
            case (nil, nil): return ""
            }
        }
    }
}

extension TextDifference {
    /// `JSON in base64`.
    var words: String { layers.reversed().map(\.rawValue).joined(separator: " in ") }
}
