/// Values that clusters spell differently and that stand in many other places too, where they mean something else: to read one
/// as the other everywhere would hide real differences, or invent some.
package enum CommonWords {
    /// The words, without regard to capitals.
    package static let all: [(kind: String, words: [String])] = [
        (
            "levels of logs",
            [
                "trace", "verbose", "debug", "info", "information", "informational", "notice", "warn", "warning",
                "error",
                "err", "fatal", "critical", "panic", "emergency",
            ]
        ),
        (
            "switches",
            [
                "true", "false", "yes", "no", "on", "off", "enable", "disable", "enabled", "disabled", "active",
                "inactive", "none", "null", "all", "any", "auto", "automatic", "manual", "default",
            ]
        ),
        (
            "choices of Kubernetes",
            [
                "always", "never", "ifnotpresent", "onfailure", "recreate", "rollingupdate", "ondelete", "orderedready",
                "parallel", "retain", "delete", "recycle", "clusterip", "nodeport", "loadbalancer", "cluster", "local",
                "allow", "deny", "audit", "enforce", "dryrun", "ignore", "fail", "privileged", "baseline", "restricted",
                "namespaced", "public", "private", "internal", "external", "ingress", "egress", "tcp", "udp", "http",
                "https", "json", "yaml", "text", "plain",
            ]
        ),
        (
            "sizes and names of versions",
            [
                "tiny", "small", "medium", "large", "low", "normal", "high", "basic", "standard", "premium", "main",
                "master", "latest", "stable", "alpha", "beta", "canary", "new", "old", "first", "second",
            ]
        ),
    ]

    private static let words = Set(all.flatMap(\.words))

    /// Whether a text is such a word, a number alone, or too short to be anybody's name.
    static func contain(_ text: String) -> Bool {
        let plain = text.lowercased()
        return plain.utf8.count < 3 || words.contains(plain)
            || plain.utf8.count < 6 && plain.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
