package import Snapshot

/// The JSON Schema of `baseline.yaml`, for editors. Printed by `snapctl baseline schema`, shipped as
/// docs/baseline.schema.json.
///
/// It accepts every document that ``BaselineReader`` takes. What a schema cannot say (names that repeat, parameters that
/// nobody defines, values for a stage that is missing, the grammar of paths and expressions) only the reader finds.
package enum BaselineSchema {
    /// The schema.
    package static let json: Value = object(
        [
            ("apiVersion", ["const": .string(Baseline.apiVersion)]), ("kind", ["const": "Baseline"]),
            (
                "metadata",
                object(
                    [
                        ("name", words("Its name in reports.")), ("version", ["type": ["string", "number"]]),
                        ("cluster", words("The uid of the cluster that the resources are of, without stages.")),
                        (
                            "kubernetes",
                            staged(["type": "string"], "The server's version that the resources are of.")
                        ),
                        (
                            "capturedAt",
                            staged(["type": "string"], "When the state of the resources was captured, RFC 3339.")
                        ),
                    ],
                    required: ["name"])
            ),
            (
                "include",
                described(
                    oneOrMany(["enum": .array(RulePack.all.map { .string($0.name) })]),
                    "Packs of rules behind those of the baseline; `snapctl rules packs` prints them.")
            ),
            (
                "stages",
                [
                    "description": "Which clusters belong together, by the uid of their Namespace kube-system.",
                    "type": "object", "propertyNames": reference("name"),
                    "additionalProperties": object([("clusters", oneOrMany(["type": "string"]))]),
                ]
            ),
            (
                "parameters",
                [
                    "description":
                        "What stands for ${name} in resources and rules: a value, one a stage, or a pattern.",
                    "type": "object", "propertyNames": reference("name"),
                    "additionalProperties": [
                        "anyOf": [
                            reference("scalar"), object([("pattern", ["type": "string"])], required: ["pattern"]),
                            [
                                "type": "object", "propertyNames": reference("name"), "minProperties": 1,
                                "not": ["required": ["pattern"]],
                            ],
                        ]
                    ],
                ]
            ),
            (
                "scope",
                object([
                    ("include", list(reference("selector"), "What the verdict is about; nothing means everything.")),
                    ("exclude", list(reference("selector"), "What it is not about.")),
                ])
            ),
            ("failOn", staged(reference("severity"), "The least severity that makes the verdict drift.")),
            ("rules", list(reference("rule"), "The first rule that matches a difference decides.")),
            ("require", list(reference("requirement"), "What the state must hold as a whole.")),
            ("severities", list(reference("severityRow"), "Rows before those of the built-in table.")),
            (
                "managers",
                object(
                    WriterClass.allCases.map { ($0.rawValue, list(reference("writer"))) },
                    description: "Who writes under which name, before the built-in table.")
            ),
            (
                "platform",
                list(reference("platformRow"), "Objects that are there by design although Git does not declare them.")
            ),
            ("tables", tables), ("redaction", redaction),
        ], required: ["apiVersion", "kind", "metadata"], description: "A golden baseline of snapctl.",
        more: [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://snapctl.dev/baseline/v1", "title": "baseline.yaml", "$defs": definitions,
        ])

    private static var definitions: Value {
        [
            "name": ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*$"],
            "words": ["type": "string", "pattern": "[^ \\t\\r\\n]"],
            "scalar": ["type": ["string", "number", "boolean"]],
            "severity": ["enum": .array(Severity.allCases.map { .string($0.rawValue) })],
            "date": ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"],
            "patterns": oneOrMany(["type": "string"], "Globs, or regular expressions between slashes."),
            "count": [
                "anyOf": [
                    ["type": "integer", "minimum": 0], ["type": "string", "pattern": "^\\$\\{"],
                ]
            ],
            "labels": [
                "type": "object", "minProperties": 1, "additionalProperties": ["type": "string"],
                "description": "Labels with patterns of their values.",
            ],
            "selector": object(
                ["kinds", "groups", "namespaces", "names"].map { ($0, reference("patterns")) },
                more: ["minProperties": 1]),
            "match": object(match, more: ["minProperties": 1]),
            "fieldMatch": object(
                match + [
                    (
                        "path",
                        described(["type": "string"], "spec.replicas, data[\"a.b\"], containers[name=web].image, **.x")
                    )
                ],
                more: ["minProperties": 1]),
            "rule": rule, "requirement": requirement, "severityRow": severityRow,
            "writer": object(
                [
                    ("manager", ["type": "string"]), ("operation", ["enum": ["Apply", "Update"]]),
                    ("user", ["type": "string"]), ("group", ["type": "string"]), ("client", ["type": "string"]),
                    ("isAmbiguous", yes),
                    ("reason", reference("words")),
                ], required: ["reason"],
                more: [
                    "anyOf": [
                        ["required": ["manager"]], ["required": ["user"]], ["required": ["group"]],
                        ["required": ["client"]],
                    ]
                ]),
            "platformRow": object(
                [
                    ("name", reference("words")), ("origin", ["enum": ["platform", "bootstrap"]]),
                    ("label", described(["type": "string"], "key or key=value")),
                    ("managers", reference("patterns")), ("reason", reference("words")),
                ] + ["kinds", "groups", "namespaces", "names"].map { ($0, reference("patterns")) },
                required: ["name", "reason"]),
        ]
    }

    private static let match: [(String, Value)] =
        ["group", "kind", "namespace", "name"].map { ($0, reference("patterns")) } + [("labels", reference("labels"))]

    private static let accountability: [(String, Value)] = [
        ("stages", oneOrMany(["type": "string"], "The stages in which it applies; all without it.")),
        ("owner", words("The owner: a team or a person.")), ("ticket", words("Where it was decided.")),
        ("expires", described(reference("date"), "The last day on which it applies.")),
    ]

    private static let rule = object(
        [
            ("name", words("Once in a document.")), ("match", reference("fieldMatch")),
            ("reason", words("Why; required.")), ("ignore", yes), ("forbid", yes),
            ("severity", reference("severity")),
            (
                "allow",
                object(
                    [
                        (
                            "values",
                            ["description": "The values that it may have; a mapping has one or several a stage."]
                        ),
                        ("pattern", staged(["type": "string"], "An expression that the whole text must match.")),
                        (
                            "range",
                            staged(
                                [
                                    "type": "array", "minItems": 2, "maxItems": 2,
                                    "items": ["type": ["string", "number"]],
                                ],
                                "Two numbers or quantities, the smaller one first.")
                        ),
                        ("addition", yes), ("removal", yes),
                        (
                            "digest",
                            described(
                                ["type": "string", "pattern": "^[0-9a-f]{64}$"],
                                "What the object that appears declares, as `baseline accept` writes it.")
                        ),
                    ], more: ["minProperties": 1])
            ),
        ] + accountability, required: ["name", "match", "reason"],
        more: [
            "oneOf": [
                [
                    "required": ["ignore"],
                    "not": ["anyOf": [["required": ["severity"]], ["required": ["allow"]], ["required": ["forbid"]]]],
                ],
                ["required": ["allow"], "not": ["anyOf": [["required": ["severity"]], ["required": ["forbid"]]]]],
                ["required": ["forbid"], "not": ["anyOf": [["required": ["ignore"]], ["required": ["allow"]]]]],
                [
                    "required": ["severity"],
                    "not": ["anyOf": [["required": ["ignore"]], ["required": ["allow"]], ["required": ["forbid"]]]],
                ],
            ]
        ])

    private static let requirement = object(
        [
            ("name", words("Once in a document.")), ("match", reference("match")),
            ("inEachNamespace", described(reference("patterns"), "Namespaces in each of which it must be so.")),
            ("severity", reference("severity")), ("reason", reference("words")),
            ("atLeast", staged(reference("count"), "How many there must be at least; 1 without any count.")),
            ("atMost", staged(reference("count"), "How many there may be.")),
            ("exactly", staged(reference("count"), "How many there must be.")),
            (
                "condition",
                [
                    "description": "Conditions of the stored status: {Ready: \"True\"}.", "type": "object",
                    "minProperties": 1, "additionalProperties": ["type": "string"],
                ]
            ),
            ("complete", described(yes, "All copies are there, up to date and ready.")),
            ("noViolations", described(yes, "The last audit found nothing.")),
            (
                "coversNodes",
                [
                    "description": "Runs on every node, or on every node of these pools.",
                    "anyOf": [yes, object([("pools", reference("patterns"))], required: ["pools"])],
                ]
            ),
        ]
            + Requirement.Choice.allCases.map {
                ($0.rawValue, ["type": "array", "minItems": 1, "items": reference("match")])
            } + accountability, required: ["name"],
        more: [
            "oneOf": .array(
                (["match"] + Requirement.Choice.allCases.map(\.rawValue)).map { ["required": [.string($0)]] })
        ])

    private static let severityRow = object(
        [
            ("severity", reference("severity")),
            ("meaning", words("A clause about the object: lets pods do anything on their node.")),
            ("match", reference("fieldMatch")),
            ("events", oneOrMany(["enum": .array(SeverityRow.Event.allCases.map { .string($0.rawValue) })])),
            ("before", test), ("after", test),
        ], required: ["severity", "meaning", "match"])

    private static let test: Value = object(
        [
            ("values", ["description": "The value is one of these."]), ("not", ["description": "None of these."]),
            ("absent", yes),
        ],
        more: ["minProperties": 1])

    private static let tables = object(
        [
            (
                "fields",
                list(
                    object(
                        [
                            ("name", reference("words")), ("kinds", oneOrMany(["type": "string"])),
                            ("paths", oneOrMany(["type": "string"])),
                            ("effect", ["enum": .array(FieldRule.Effect.allCases.map { .string($0.rawValue) })]),
                            ("reason", reference("words")),
                        ], required: ["name", "paths", "reason"]), "Fields that are no declared state.")
            ),
            (
                "makers",
                list(
                    object(
                        [
                            ("owners", oneOrMany(reference("words"))), ("versions", oneOrMany(reference("words"))),
                            ("makes", oneOrMany(reference("words"))), ("managers", oneOrMany(reference("words"))),
                            ("reason", reference("words")),
                        ], required: ["owners", "makes", "managers", "reason"]),
                    "Controllers, and what they make from their custom resources.")
            ),
            (
                "lists",
                list(
                    object(
                        ["definition", "field", "compare", "reason"].map { ($0, reference("words")) },
                        required: ["definition", "field", "compare", "reason"]), "How lists are compared.")
            ),
            (
                "defaults",
                list(
                    object(
                        [
                            ("definition", reference("words")), ("field", reference("words")),
                            ("value", .object(Object())),
                            ("reason", reference("words")),
                        ], required: ["definition", "field", "value", "reason"]), "What an absent field means.")
            ),
            (
                "injections",
                list(
                    object(
                        [
                            ("name", reference("words")), ("managers", reference("patterns")),
                            ("paths", oneOrMany(["type": "string"])), ("annotations", oneOrMany(["type": "string"])),
                            ("reason", reference("words")),
                        ] + ["kinds", "groups", "names"].map { ($0, reference("patterns")) },
                        required: ["name", "managers", "paths", "reason"],
                        more: [
                            "anyOf": [
                                ["required": ["kinds"]], ["required": ["groups"]], ["required": ["names"]],
                            ]
                        ]), "Programs that write certificates into objects of others.")
            ),
            (
                "durations",
                list(
                    object(
                        [
                            ("kinds", oneOrMany(["type": "string"])), ("path", reference("words")),
                            ("form", ["enum": .array(DurationRule.forms.map { .string($0.rawValue) })]),
                            ("reason", reference("words")),
                        ], required: ["kinds", "path", "reason"]), "Texts of custom types that are lengths of time.")
            ),
            (
                "empty",
                list(
                    object(
                        [
                            ("kinds", oneOrMany(["type": "string"])), ("path", reference("words")),
                            ("reason", reference("words")),
                        ], required: ["kinds", "path", "reason"]),
                    "Fields of custom types that say nothing when they are empty.")
            ),
            (
                "filled",
                list(
                    object(
                        [
                            ("kind", reference("words")), ("fields", oneOrMany(["type": "string"])),
                            ("needsManagedFields", yes), ("reason", reference("words")),
                        ], required: ["kind", "fields", "reason"]),
                    "What servers fill in, that a manifest leaves out.")
            ),
            (
                "without",
                list(
                    object(
                        [
                            ("table", ["enum": .array(RowNames.Table.allCases.map { .string($0.rawValue) })]),
                            ("row", reference("words")), ("reason", reference("words")),
                        ], required: ["table", "row", "reason"]),
                    "Built-in rows that do not hold, by the names that `snapctl rules rows` prints.")
            ),
        ], description: "Changes in the tables that `snapctl rules` prints; no digest is trusted then.")

    private static let redaction = object(
        [
            ("mode", ["enum": .array(RedactionPolicy.Mode.allCases.map { .string($0.rawValue) })]),
            (
                "rules",
                list(
                    object(
                        [
                            ("kind", reference("words")), ("namePrefix", reference("words")),
                            ("path", reference("words")),
                            ("action", ["enum": .array(RedactionPolicy.Action.allCases.map { .string($0.rawValue) })]),
                            ("reason", reference("words")),
                        ], required: ["kind", "path", "reason"]))
            ),
        ], description: "What captures and imports of a check redact besides.")

    // MARK: Parts

    private static let yes: Value = ["const": true]

    private static func reference(_ name: String) -> Value { ["$ref": .string("#/$defs/\(name)")] }

    private static func words(_ description: String) -> Value { described(reference("words"), description) }

    private static func described(_ schema: Value, _ text: String) -> Value {
        guard case .object(var object) = schema else { return schema }
        object["description"] = .string(text)
        return .object(object)
    }

    private static func list(_ items: Value, _ description: String? = nil) -> Value {
        let schema: Value = ["type": "array", "items": items]
        return description.map { described(schema, $0) } ?? schema
    }

    private static func oneOrMany(_ item: Value, _ description: String? = nil) -> Value {
        let schema: Value = ["anyOf": [item, ["type": "array", "minItems": 1, "items": item]]]
        return description.map { described(schema, $0) } ?? schema
    }

    /// A value, or one for each stage.
    private static func staged(_ item: Value, _ description: String) -> Value {
        described(
            ["anyOf": [item, ["type": "object", "minProperties": 1, "additionalProperties": item]]], description)
    }

    private static func object(
        _ members: [(String, Value)], required: [String] = [], description: String? = nil, more: Value = [:]
    ) -> Value {
        var properties = Object()
        for (key, schema) in members { properties[key] = schema }
        var object = more.object ?? Object()
        object["type"] = "object"
        object["properties"] = .object(properties)
        object["additionalProperties"] = false
        if !required.isEmpty { object["required"] = .array(required.map(Value.string)) }
        if let description { object["description"] = .string(description) }
        return .object(object)
    }
}
