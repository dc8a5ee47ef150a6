package import Snapshot

/// The golden baseline's document: what the verdict is about, and which differences are to be thought of how.
///
/// The resources beside it are a state like any other, laid out by ``BaselineLayout``.
package struct Baseline: Sendable, Hashable {
    /// `snapctl.dev/v1`.
    package static let apiVersion = "snapctl.dev/v1"
    /// The name of the document in a baseline's folder.
    package static let fileName = "baseline.yaml"

    /// What the verdict is about.
    package struct Scope: Sendable, Hashable {
        /// Objects that are in scope; empty means all.
        package var include: [ObjectSelector]
        /// Objects that are not, of those.
        package var exclude: [ObjectSelector]

        package init(include: [ObjectSelector] = [], exclude: [ObjectSelector] = []) {
            self.include = include
            self.exclude = exclude
        }

        /// Whether the object is in scope.
        package func contains(_ identity: Identity) -> Bool {
            (include.isEmpty || include.contains { $0.selects(identity) })
                && !exclude.contains { $0.selects(identity) }
        }

        /// Whether any object of a type could be in scope: if one could, not being able to read the type matters.
        package func couldContain(group: String, kind: String?) -> Bool {
            (include.isEmpty || include.contains { $0.couldSelect(group: group, kind: kind) })
                && !exclude.contains { $0.selectsAll(group: group, kind: kind) }
        }
    }

    /// What a parameter was found to stand for in the state that is judged.
    package struct Learned: Sendable, Hashable {
        /// The parameter.
        package let name: String
        /// What most places say.
        package let value: String
        /// What other places say instead, the most frequent first.
        package let others: [String]

        package init(name: String, value: String, others: [String] = []) {
            self.name = name
            self.value = value
            self.others = others
        }
    }

    package var name: String
    /// Its version as its authors count; `nil` when they do not.
    package var version: String?
    /// The version of the server that its resources were taken from, as that calls itself; `nil` when nobody says.
    package var kubernetes: String? = nil
    /// When the state that its resources were taken from was captured, by the server's clock; `nil` when nobody says.
    package var capturedAt: RFC3339? = nil
    /// What the verdict is about.
    package var scope: Scope
    /// The rules in their order: the first that matches a difference decides.
    package var rules: [Rule]
    /// Who may write, before the built-in table has its say.
    package var managers: [WriterRule]
    /// Rows before those of the built-in table of platform objects.
    package var platformRows: [PlatformRule] = []
    /// What the state must hold as a whole.
    package var requirements: [Requirement] = []
    /// The least severity that makes the verdict drift.
    package var failOn: Severity = .low
    /// What is changed in the tables of normalization.
    package var tables = TableChanges()
    /// What others write by design, with what is changed in those tables.
    package var written = ComparisonTables()
    /// Names of rows about upgrades that are switched off.
    package var upgradesOff: Set<String> = []
    /// How many rows of all tables were added or switched off.
    package var changedRowCount = 0
    /// Rows before those of the built-in severity table.
    package var severities: [SeverityRow] = []
    /// The file it came from.
    package var file: String
    /// The stage whose values it holds; `nil` when it has none.
    package var stage: String? = nil
    /// What its parameters with a pattern were found to stand for.
    package var learned: [Learned] = []
    /// Parameters in its rules that stand for nothing in the state: those rules decide nothing.
    package var unlearned: [String] = []
    /// Digest of the file's bytes; `nil` for a baseline that came from no file.
    package var digest: Digest?
    /// Digest of the file and all resources together, `dirHash` of in-toto; `nil` when they came from no folder.
    package var treeDigest: Digest? = nil

    package init(
        name: String, version: String? = nil, scope: Scope = Scope(), rules: [Rule] = [],
        managers: [WriterRule] = [], file: String = fileName, digest: Digest? = nil
    ) {
        self.name = name
        self.version = version
        self.scope = scope
        self.rules = rules
        self.managers = managers
        self.file = file
        self.digest = digest
    }

    /// Who writes under which name: what this baseline says, then what snapctl knows by itself.
    package var writers: WriterTable { WriterTable.builtIn.extended(by: managers) }

    /// Objects that are there by design: what this baseline says, then what snapctl knows by itself.
    package var platform: PlatformTable { PlatformTable.builtIn.extended(by: platformRows) }
}
