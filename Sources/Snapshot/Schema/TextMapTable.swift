/// Maps of texts in built-in types, and in the metadata of every object: null in them is the empty text to a server, which
/// elsewhere takes it for absent. Printed by `snapctl rules`.
///
/// That is so when an object is created, replaced, or applied on the server's side. `kubectl apply` on the client's side sends
/// a patch, in which null removes the entry; a manifest is taken for what it would create.
/// Source: encoding/json of Go, which leaves the zero value of a text where it reads null; the OpenAPI of v1.36 for which maps.
package enum TextMapTable {
    /// Definitions without their versions, and their fields.
    package static let rows: [(definition: String, fields: [String])] = [
        ("meta.ObjectMeta", ["annotations", "labels"]), ("meta.LabelSelector", ["matchLabels"]),
        ("core.ConfigMap", ["binaryData", "data"]), ("core.Secret", ["data", "stringData"]),
        ("core.PodSpec", ["nodeSelector"]), ("node.Scheduling", ["nodeSelector"]),
        ("core.ServiceSpec", ["selector"]), ("core.ReplicationControllerSpec", ["selector"]),
        ("core.CSIVolumeSource", ["volumeAttributes"]), ("core.CSIPersistentVolumeSource", ["volumeAttributes"]),
        ("core.FlexVolumeSource", ["options"]), ("core.FlexPersistentVolumeSource", ["options"]),
        ("core.PodCertificateProjection", ["userAnnotations"]), ("discovery.Endpoint", ["deprecatedTopology"]),
        ("storage.StorageClass", ["parameters"]), ("storage.VolumeAttributesClass", ["parameters"]),
    ]

    static let byDefinition = Dictionary(uniqueKeysWithValues: rows.map { ($0.definition, $0.fields) })
}
