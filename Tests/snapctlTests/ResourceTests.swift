import Foundation
import TestSupport
import Testing

/// Files that never end, and a system that gives too little: errors with a name, never a hang or a trap.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct ResourceTests {
    private static let config = """
        clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1', certificate-authority: CA}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        users: [{name: u, user: USER}]
        current-context: x
        """

    /// Each option that names a file.
    static let commands = [
        "capture --kubeconfig FILE -f out.tar.zst", "capture --kubeconfig ca -f out.tar.zst",
        "capture --kubeconfig token -f out.tar.zst", "capture --kubeconfig key -f out.tar.zst",
        "show FILE", "diff FILE FILE", "capture --from FILE -f out.tar.zst",
        "capture --kubeconfig good --redaction-key FILE -f out.tar.zst",
        "capture --kubeconfig good --sign FILE -f out.tar.zst", "verify FILE",
        "verify x.yaml --signature FILE --trust-key FILE",
        "verify x.yaml --trust-key FILE", "verify x.yaml --allowed-signers FILE", "diff x.yaml x.yaml --audit-log FILE",
        "sign x.yaml --signing-key FILE",
    ]

    private func folder() throws -> Program {
        let program = try Program()
        let folder = program.folder
        func config(_ name: String, ca: String, user: String) throws {
            try folder.write(
                Self.config.replacingOccurrences(of: "CA", with: ca).replacingOccurrences(of: "USER", with: user),
                to: name)
        }
        let certificates = try TestCertificates.shared.get()
        try folder.write(certificates.authority.certificate, to: "ca.pem")
        try folder.write(certificates.client.certificate, to: "client.pem")
        try config("good", ca: "ca.pem", user: "{token: t}")
        for (kind, path) in [("fifo", "fifo"), ("device", "/dev/zero"), ("folder", "folder")] {
            try config("ca-\(kind)", ca: path, user: "{token: t}")
            try config("token-\(kind)", ca: "ca.pem", user: "{tokenFile: \(path)}")
            try config("key-\(kind)", ca: "ca.pem", user: "{client-certificate: client.pem, client-key: \(path)}")
        }
        try folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n", to: "x.yaml")
        try Tool.run(["mkfifo", folder.file("fifo")])
        try Tool.run(["mkdir", folder.file("folder")])
        return program
    }

    @Test(arguments: commands) func aPipeOrADeviceIsAnErrorAndNoHang(command: String) async throws {
        let program = try folder()
        for (kind, path) in [("fifo", "fifo"), ("device", "/dev/zero"), ("folder", "folder")] {
            let line = command.replacingOccurrences(of: "FILE", with: path)
                .replacingOccurrences(of: "--kubeconfig ca ", with: "--kubeconfig ca-\(kind) ")
                .replacingOccurrences(of: "--kubeconfig token ", with: "--kubeconfig token-\(kind) ")
                .replacingOccurrences(of: "--kubeconfig key ", with: "--kubeconfig key-\(kind) ")
            let ended = try await program.runShell("timeout 20 \"$0\" \(line)")
            #expect([2, 4].contains(ended.status), "\(line): \(ended.status) \(ended.all)")
            #expect(ended.all.contains("error: ") || ended.status == 4, "\(line): \(ended.all)")
        }
    }

    @Test(arguments: ["ulimit -n 12", "ulimit -n 30", "ulimit -v 300000", "ulimit -v 700000"])
    func tooLittleOfSomethingHasAName(limit: String) async throws {
        let program = try folder()
        for command in ["capture --kubeconfig good -f out.tar.zst", "diff x.yaml x.yaml", "show x.yaml"] {
            let ended = try await program.runShell("\(limit); timeout 60 \"$0\" \(command)")
            #expect(ended.status == 2, "\(limit) \(command): \(ended.status) \(ended.all)")
            #expect(ended.error.contains("ulimit"), "\(limit) \(command): \(ended.all)")
        }
    }
}
