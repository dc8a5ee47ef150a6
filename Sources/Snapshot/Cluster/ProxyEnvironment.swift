/// The proxy that the environment asks for: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in either case of letters.
///
/// Source: Go's `golang.org/x/net/http/httpproxy`, which kubectl uses when the kubeconfig names no proxy.
package enum ProxyEnvironment {
    /// The proxy's URL for a server; `nil` when it is to be reached directly.
    package static func proxy(for server: ServerURL, in environment: [String: String]) -> String? {
        let names = server.isSecure ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"]
        guard let proxy = first(names, in: environment), !server.isLoopback else { return nil }
        let exceptions = first(["NO_PROXY", "no_proxy"], in: environment) ?? ""
        guard !exceptions.split(separator: ",").contains(where: { excludes($0, server) }) else { return nil }
        return ServerURL.schemeEnd(proxy[...]) == nil ? "http://\(proxy)" : proxy
    }

    private static func first(_ names: [String], in environment: [String: String]) -> String? {
        for name in names { if let value = environment[name], !value.isEmpty { return value } }
        return nil
    }

    private static func excludes(_ exception: Substring, _ server: ServerURL) -> Bool {
        let text = exception.trimmingPrefix { $0.isWhitespace }
        let entry = String(text.prefix { !$0.isWhitespace }).lowercased()
        guard !entry.isEmpty else { return false }
        if entry == "*" { return true }
        let address = IPAddress(server.host)
        if entry.contains("/") { return address?.isInside(range: entry) ?? false }
        // A bare IPv6 address is not split at its last colon.
        let (pattern, port) =
            IPAddress(entry) == nil ? ServerURL.hostAndPort(entry[...]) ?? (entry, nil) : (entry, nil)
        if let port, port != server.port { return false }
        if let address { return IPAddress(pattern) == address }
        let host = server.host.lowercased()
        let suffix = pattern.hasPrefix("*.") ? String(pattern.dropFirst()) : pattern
        return suffix.hasPrefix(".") ? host.hasSuffix(suffix) : host == suffix || host.hasSuffix("." + suffix)
    }
}
