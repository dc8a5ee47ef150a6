import Snapshot
import TestSupport
import Testing

/// What a pod finds in itself.
@Suite struct InClusterTests {
    private static let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]

    @Test func aPodUsesItsServiceAccount() throws {
        let folder = try TemporaryDirectory()
        try folder.write("token\n", to: "token")
        try folder.write("authority", to: "ca.crt")
        try folder.write("payments\n", to: "namespace")
        let connection = try #require(
            try InCluster.connection(environment: Self.environment, folder: folder.path))
        #expect(connection.server.description == "https://[fd00::1]:6443")
        #expect(connection.namespace == "payments")
        #expect(connection.trust.authority == Array("authority".utf8))
        #expect(connection.files.isEmpty)
        guard case .tokenFile(folder.file("token"), nil) = connection.login.authorization else {
            Issue.record("not the mounted token")
            return
        }
    }

    @Test(arguments: [
        [:], ["KUBERNETES_SERVICE_HOST": "10.0.0.1"],
        ["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "0"], environment,
    ])
    func whatIsNoPodHasNoConnection(environment: [String: String]) throws {
        let folder = try TemporaryDirectory()
        #expect(try InCluster.connection(environment: environment, folder: folder.path) == nil)
    }
}
