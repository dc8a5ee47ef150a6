import Snapshot
import TestSupport
import Testing

/// What kubectl, where it is installed, makes of a served state: the peer that the answers are meant for.
@Suite(.enabled(if: Tool.exists("kubectl"), "kubectl is not installed"))
struct KubectlTests {
    private func kubectl(_ kubeconfig: FixtureKubeconfig, _ folder: TemporaryDirectory, _ words: String) async -> String
    {
        let command = ["kubectl", "--kubeconfig", kubeconfig.path, "--cache-dir", folder.file("cache")]
        let output = try? await Tool.runBeside(command + words.split(separator: " ").map(String.init))
        return output.map { String(decoding: $0, as: UTF8.self) } ?? "refused"
    }

    @Test func kubectlFindsItsWayInAServedState() async throws {
        let router = APIRouter(try ServedExample.state())
        let folder = try TemporaryDirectory()
        try await FixtureServer.run(authentication: .clientCertificate, answer: { router.answer($0) }) { server in
            let config = try FixtureKubeconfig(for: server, user: .clientCertificate, in: folder)
            let pods = await kubectl(config, folder, "get pods -A -o name --chunk-size=3")
            #expect(pods.split(separator: "\n").count == 11)
            let short = await kubectl(config, folder, "get wd -n b -o jsonpath={.items[*].spec.parts}")
            #expect(short == #"["x","y"]"#)
            let table = await kubectl(config, folder, "get po -n a -l tier=web")
            #expect(table.contains("p10") && !table.contains("p2"))
            let user = await kubectl(config, folder, "auth whoami -o jsonpath={.status.userInfo.username}")
            #expect(user == "snapctl-reader")
            let version = await kubectl(config, folder, "version")
            #expect(version.contains("v1.36.2"))
            let explained = await kubectl(config, folder, "explain widget.spec.parts")
            #expect(explained.contains("<[]string>"))
            let resources = await kubectl(config, folder, "api-resources -o name")
            #expect(resources.contains("widgets.shop.example") && resources.contains("deployments.apps"))
            let missing = await kubectl(config, folder, "get pod nobody -n a")
            #expect(missing == "refused")
            let deleted = await kubectl(config, folder, "delete pod p4 -n a --wait=false")
            #expect(deleted == "refused")
            #expect(server.seen.contains { $0.request.method == "DELETE" && $0.status == 405 })
            #expect(server.seen.contains { $0.request.query("continue") != nil })
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func kubectlReadsARecordedClusterThroughAnExecPlugin() async throws {
        let folder = try TemporaryDirectory()
        try await FixtureServer.run(.prodBaseline, authentication: .token, gzip: true) { server in
            let config = try FixtureKubeconfig(for: server, user: .exec(), in: folder)
            let pods = await kubectl(config, folder, "get pods -A -o name --chunk-size=50")
            #expect(pods.split(separator: "\n").count == 133)
            let one = await kubectl(
                config, folder, "get deployment web-frontend -n a0005-i -o jsonpath={.metadata.name}")
            #expect(one == "web-frontend")
            #expect(config.execRuns >= 2)
            #expect(config.execInfo.allSatisfy { $0.contains(server.url) })
            #expect(server.seen.allSatisfy { $0.status == 200 })
        }
    }
}
