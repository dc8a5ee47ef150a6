import Snapshot
import TestSupport
import Testing

/// Flow control that looks like the API server's own is its own only with the content that it gives.
@Suite struct FlowControlTests {
    private static let group = "flowcontrol.apiserver.k8s.io"

    private static func role(_ object: Value) throws -> ObjectRole {
        let identity = Identity(
            group: group, kind: object["kind"]?.string ?? "", namespace: nil,
            name: object[["metadata", "name"]]?.string ?? "")
        return RoleTable.role(of: try JSONTape(CanonicalJSON.bytes(object)), identity: identity, owner: nil).role
    }

    private static func object(_ row: FlowControlTable.Row, name: String? = nil, spec: Value? = nil) -> Value {
        [
            "apiVersion": .string("\(group)/v1"), "kind": .string(row.kind), "spec": spec ?? row.spec,
            "metadata": [
                "name": .string(name ?? row.name), "annotations": ["apf.kubernetes.io/autoupdate-spec": "true"],
                "managedFields": [
                    [
                        "manager": "api-priority-and-fairness-config-producer-v1", "operation": "Update",
                        "fieldsV1": ["f:spec": [:]],
                    ]
                ],
            ],
        ]
    }

    @Test(arguments: FlowControlTable.rows) func itsOwnIsMade(_ row: FlowControlTable.Row) throws {
        #expect(try Self.role(Self.object(row)) == .derived)
    }

    @Test(arguments: FlowControlTable.rows) func anotherWordOfItIsDeclared(_ row: FlowControlTable.Row) throws {
        guard case .object(var spec) = row.spec else { return }
        spec["more"] = "x"
        #expect(try Self.role(Self.object(row, spec: .object(spec))) == .declared)
        #expect(try Self.role(Self.object(row, name: "mine")) == .declared)
    }

    /// What a real API server made of itself is in the table.
    @Test(
        .enabled(if: Recordings.areAvailable, Recordings.absence),
        arguments: ["flowschemas", "prioritylevelconfigurations"])
    func aServersOwnIsInTheTable(resource: String) throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let list = try #require(cluster.list("/apis/\(Self.group)/v1/\(resource)"))
        #expect(!list.items.isEmpty)
        for index in list.items.indices {
            var object = try #require(list.value(index)?.object)
            object["apiVersion"] = .string(list.apiVersion)
            object["kind"] = .string(list.itemKind)
            #expect(try Self.role(.object(object)) == .derived, "\(object["metadata"]?["name"]?.string ?? "")")
        }
    }
}
