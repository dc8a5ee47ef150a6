/// Where an API server answers: scheme, host, port, and a path in front of every request's path.
package struct ServerURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether the connection is encrypted. Credentials travel only then.
    package let isSecure: Bool
    /// Host name or address, an IPv6 address without brackets.
    package let host: String
    package let port: Int
    /// Empty, or a path without a slash at its end, such as `/k8s/clusters/c-1` behind Rancher.
    package let basePath: String

    /// A URL of its parts.
    package init(isSecure: Bool, host: String, port: Int, basePath: String = "") {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.basePath = basePath
    }

    /// Why a text is no server URL.
    package struct Malformed: Error {
        package let why: String
    }

    /// Reads `https://host:port/path`. Without a scheme the text is `host:port` over http, as kubectl takes it.
    package init(parsing text: String) throws(Malformed) {
        var rest = text[...]
        var secure = false
        if let range = Self.schemeEnd(rest) {
            switch rest[..<range.lowerBound].lowercased() {
            case "https": secure = true
            case "http": break
            case let scheme: throw Malformed(why: "has the scheme `\(scheme)`; only https and http can be used")
            }
            rest = rest[range.upperBound...]
        }
        guard !rest.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 >= 0x80 }) else {
            throw Malformed(why: "has characters that a URL cannot have")
        }
        guard !rest.contains("?"), !rest.contains("#") else { throw Malformed(why: "has a query or a fragment") }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[end...]
        while path.hasSuffix("/") { path = path.dropLast() }
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw Malformed(why: "has a user name in it") }
        guard let (host, port) = Self.hostAndPort(authority) else { throw Malformed(why: "has no host, or a bad port") }
        self.init(isSecure: secure, host: host, port: port ?? (secure ? 443 : 80), basePath: String(path))
    }

    /// `host:port`, with brackets around an IPv6 address.
    package var authority: String { "\(Self.bracketed(host)):\(port)" }

    /// `https://host:port/path`, the port left out where it is the scheme's own.
    package var description: String {
        let standard = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(standard ? Self.bracketed(host) : authority)\(basePath)"
    }

    /// Whether the host is this machine.
    package var isLoopback: Bool {
        host.lowercased() == "localhost" || IPAddress(host)?.isLoopback == true
    }

    static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    static func schemeEnd(_ text: Substring) -> Range<Substring.Index>? {
        var at = text.startIndex
        while let colon = text[at...].firstIndex(of: ":") {
            if text[colon...].hasPrefix("://") { return colon..<text.index(colon, offsetBy: 3) }
            at = text.index(after: colon)
        }
        return nil
    }

    /// Splits `host`, `host:port`, `[v6]`, `[v6]:port`; `nil` when there is no host or the port is none.
    static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
        var host = text
        var portText: Substring?
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            guard text[..<colon].firstIndex(of: ":") == nil else { return nil }
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { return nil }
        guard let portText, !portText.isEmpty else { return (String(host), nil) }
        guard portText.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let port = Int(portText), 1...65535 ~= port else {
            return nil
        }
        return (String(host), port)
    }
}
