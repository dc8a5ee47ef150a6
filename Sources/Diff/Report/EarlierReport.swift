package import Snapshot

/// What an earlier JSON report listed: places and what they said, to tell what is new, what is gone and what stayed.
package struct EarlierReport: Sendable, Hashable {
    /// The file, as it was named.
    package let file: String
    /// When it was made; `nil` when it does not say.
    package let madeAt: String?
    /// What it listed, in order.
    package let places: [Place]
    private let known: [Place: Digest]

    /// One difference: a field, or with an empty path a whole object.
    package struct Place: Sendable, Hashable {
        package let identity: Identity
        package let path: String
    }

    /// `nil` for a value that is no report of `diff` or `check`.
    package init?(_ report: Value, file: String) {
        guard report["format"]?.string == JSONReport.format, let violations = report["violations"]?.array else {
            return nil
        }
        self.file = file
        madeAt = report["madeAt"]?.string
        var places: [Place] = []
        var known: [Place: Digest] = [:]
        for violation in violations + (report["upgrade"]?["violations"]?.array ?? []) {
            guard let object = violation["object"], let kind = object["kind"]?.string,
                let name = object["name"]?.string,
                let change = violation["change"]?.string
            else { return nil }
            let identity = Identity(
                group: object["group"]?.string ?? "", kind: kind, namespace: object["namespace"]?.string, name: name)
            let fields = violation["fields"]?.array ?? []
            if fields.isEmpty {
                let place = Place(identity: identity, path: "")
                places.append(place)
                known[place] = Self.digest(change, violation["content"])
            }
            for field in fields {
                guard let path = field["path"]?.string else { return nil }
                let place = Place(identity: identity, path: path)
                places.append(place)
                known[place] = Self.digest(change, field["after"])
            }
        }
        self.places = places
        self.known = known
    }

    /// How a difference stands to the earlier report.
    package enum Standing: String, Sendable, Hashable, CaseIterable {
        /// It was not in it.
        case new
        /// It was in it, with another value.
        case changed
        /// It was in it.
        case known
    }

    /// How an object that differs stands to it: new or changed when any part of it is.
    package func standing(of violation: Judgment.Violation) -> Standing {
        let change =
            switch violation.violated {
            case .added: "added"
            case .removed: "removed"
            case .modified: "modified"
            case .tampered: "tampered"
            }
        let parts: [(String, Value?)] =
            violation.fields.isEmpty
            ? [("", violation.content)] : violation.fields.map { ($0.change.path.description, $0.change.after) }
        let standings = parts.map { path, value -> Standing in
            guard let before = known[Place(identity: violation.identity, path: path)] else { return .new }
            return before == Self.digest(change, value) ? .known : .changed
        }
        return standings.contains(.new) ? .new : standings.contains(.changed) ? .changed : .known
    }

    /// What it listed and a report lists no longer.
    package func gone(in judgment: Judgment) -> [Place] {
        var present: Set<Place> = []
        for violation in judgment.allViolations {
            if violation.fields.isEmpty { present.insert(Place(identity: violation.identity, path: "")) }
            for field in violation.fields {
                present.insert(Place(identity: violation.identity, path: field.change.path.description))
            }
        }
        return places.filter { !present.contains($0) }
    }

    private static func digest(_ change: String, _ value: Value?) -> Digest {
        Digest(of: Array(change.utf8) + [0] + (value.map(CanonicalJSON.bytes) ?? []))
    }
}

extension Prose {
    /// `3 objects new`, `1 changed again`, `20 known`, `2 differences gone`, and since when; empty without an earlier report.
    var since: [String] {
        guard let earlier = report.earlier else { return [] }
        var counts: [EarlierReport.Standing: Int] = [:]
        for violation in judgment.allViolations { counts[earlier.standing(of: violation), default: 0] += 1 }
        let gone = earlier.gone(in: judgment).count
        return [
            "\(Words.count(counts[.new] ?? 0, "new object"))", "\(Words.grouped(counts[.changed] ?? 0)) changed again",
            "\(Words.grouped(counts[.known] ?? 0)) known", "\(Words.count(gone, "difference")) gone",
            "since \(earlier.madeAt ?? earlier.file)",
        ]
    }

    /// How an object stands to the earlier report, where that is worth a word: `new since …`; `nil` for what was known.
    func standing(of violation: Judgment.Violation) -> String? {
        switch report.earlier?.standing(of: violation) {
        case .new?: "new"
        case .changed?: "changed again"
        case .known?, nil: nil
        }
    }
}
