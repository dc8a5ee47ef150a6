/// The command with which a person renews a login, by the plugin that uses it.
///
/// A table of what is in the field: kubelogin, the cloud providers' own tools, and oidc-login.
package enum LoginRenewal {
    /// The command; `nil` for a plugin that is not known.
    package static func command(for exec: Kubeconfig.Exec) -> String? {
        let name = exec.command.split(separator: "/").last.map(String.init) ?? exec.command
        switch name {
        case "kubelogin", "kubelogin.exe":
            switch option("--login", "-l", in: exec.arguments) ?? "devicecode" {
            case "azurecli": return "az login"
            case "azd": return "azd auth login"
            case "spn", "workloadidentity", "msi", "azurepipelines": return nil
            default: return "kubelogin remove-tokens"
            }
        case "az": return "az login"
        case "aws", "aws-iam-authenticator":
            let profile = exec.environment.first { $0.name == "AWS_PROFILE" }?.value.reveal
            let chosen = option("--profile", "--profile", in: exec.arguments) ?? profile
            return chosen.map { "aws sso login --profile \($0)" } ?? "aws sso login"
        case "gke-gcloud-auth-plugin", "gcloud": return "gcloud auth login"
        case "kubectl-oidc_login",
            "kubectl" where exec.arguments.first == "oidc-login":
            return "kubectl oidc-login clean"
        case "tsh": return "tsh login"
        case "doctl": return "doctl auth init"
        default: return nil
        }
    }

    private static func option(_ long: String, _ short: String, in arguments: [String]) -> String? {
        for (i, argument) in arguments.enumerated() {
            if argument == long || argument == short { return i + 1 < arguments.count ? arguments[i + 1] : nil }
            if argument.hasPrefix(long + "=") { return String(argument.dropFirst(long.count + 1)) }
        }
        return nil
    }
}
