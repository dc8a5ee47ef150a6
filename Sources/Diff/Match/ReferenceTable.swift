/// Fields that name a namespace or another object, so that a mapping of names reaches them. Printed by `snapctl rules`.
package enum ReferenceTable {
    /// Fields whose text, or whose list of texts, names namespaces.
    package static let namespaceFields: Set<String> = [
        "namespace", "namespaces", "excludedNamespaces", "includedNamespaces", "targetNamespace",
        "kubernetes.io/metadata.name",
    ]

    /// Fields whose text names an object.
    package static let nameFields: Set<String> = [
        "serviceName", "secretName", "claimName", "serviceAccountName", "serviceAccount", "configMapName", "volumeName",
        "keyvaultName", "secretProviderClass", "priorityClassName", "storageClassName", "ingressClassName",
        "runtimeClassName",
    ]

    /// Fields that hold a reference: the `name` inside of them names an object.
    package static let references: Set<String> = [
        "roleRef", "subjects", "scaleTargetRef", "configMapRef", "secretRef", "configMapKeyRef", "secretKeyRef",
        "configMap",
        "secret", "service", "targetRef", "sourceRef", "ownerReferences", "imagePullSecrets", "secrets", "claimRef",
        "dependsOn", "kubeConfig",
    ]
}
