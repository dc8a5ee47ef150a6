package import Snapshot

/// A cluster of a few objects, served as an API server serves them.
package enum SmallCluster {
    /// Its uid, and that of another one.
    package static let uid = "11111111-0000-4000-8000-000000000001"
    package static let otherUID = "22222222-0000-4000-8000-000000000002"

    /// Its objects.
    ///
    /// - Parameters:
    ///   - uid: of Namespace `kube-system`.
    ///   - color: what its ConfigMap says.
    ///   - secret: what its Secret says, base64.
    ///   - note: what the description of its CustomResourceDefinition says.
    package static func objects(
        uid: String = uid, color: String = "blue", secret: String = "aHVudGVyMi1odW50ZXIy", note: String = "a widget"
    ) throws -> [Value] {
        let text = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: kube-system, uid: \(uid)}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, uid: 00000000-0000-4000-8000-000000000003}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: shop, uid: 00000000-0000-4000-8000-000000000004}
            data: {color: \(color)}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: login, namespace: shop, uid: 00000000-0000-4000-8000-000000000005}
            type: Opaque
            data: {password: \(secret)}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              namespace: shop
              uid: 00000000-0000-4000-8000-000000000006
              managedFields:
              - manager: kustomize-controller
                operation: Apply
                apiVersion: v1
                fieldsType: FieldsV1
                fieldsV1: {f:spec: {f:type: {}, f:selector: {}, f:ports: {'k:{"port":80,"protocol":"TCP"}': {.: {}, f:port: {}, f:protocol: {}}}}}
            spec:
              type: NodePort
              clusterIP: 10.0.7.7
              clusterIPs: [10.0.7.7]
              selector: {app: web}
              ports: [{port: 80, protocol: TCP, targetPort: 80, nodePort: 31234}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: ops, uid: 00000000-0000-4000-8000-000000000007}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: ops}]
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.org, uid: 00000000-0000-4000-8000-000000000008}
            spec:
              group: example.org
              names: {kind: Widget, plural: widgets}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, description: \(note)}}

            """
        return try YAMLReader.documents(Array(text.utf8)).map(\.value)
    }

    /// Serves objects while a program runs, to which `--kubeconfig` leads.
    package static func serving<Result>(
        _ objects: [Value], misbehaving: [Misbehavior] = [],
        while body: (FixtureServer, FixtureKubeconfig) async throws -> Result
    ) async throws -> Result {
        let router = APIRouter(try FolderState.state(of: objects))
        return try await FixtureServer.run(
            authentication: .token, misbehaving: misbehaving, answer: { router.answer($0) }
        ) { server in
            let folder = try TemporaryDirectory()
            return try await body(server, try FixtureKubeconfig(for: server, user: .token(), in: folder))
        }
    }

    /// Captures objects into a file of a program's folder.
    package static func capture(
        _ objects: [Value], to file: String, with program: Program, _ arguments: [String] = []
    ) async throws -> Program.Result {
        try await serving(objects) { _, config in
            try await program.run(["capture", "--kubeconfig", config.path, "-f", file] + arguments)
        }
    }

    /// A program with a redaction key.
    package static func program() throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        return program
    }
}
