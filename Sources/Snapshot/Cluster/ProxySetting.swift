/// Through what a server is reached.
package struct ProxySetting: Sendable, Hashable {
    /// How the proxy is spoken to.
    package enum Kind: Sendable, Hashable {
        /// HTTP `CONNECT`.
        case http
        /// SOCKS version 5 without a login; names are resolved by the proxy.
        case socks5
    }

    package let kind: Kind
    package let host: String
    package let port: Int
    /// `user:password`, for an HTTP proxy.
    package let login: Confidential<Login>?

    /// A user of a proxy.
    package struct Login: Sendable, Hashable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// Why a text is no proxy that can be used. Never holds the login.
    package struct Unusable: Error {
        package let why: String
    }

    /// Reads `http://user:password@host:port` or `socks5://host:port`.
    package init(parsing text: String) throws(Unusable) {
        guard let range = ServerURL.schemeEnd(text[...]) else { throw Unusable(why: "it is not a URL") }
        let scheme = text[..<range.lowerBound].lowercased()
        var rest = text[range.upperBound...]
        if let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
        var login: Login?
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = Percent.decode(parts[0]), let password = Percent.decode(parts.count > 1 ? parts[1] : "")
            else { throw Unusable(why: "its user name or password is malformed") }
            login = Login(user: user, password: password)
            rest = rest[rest.index(after: at)...]
        }
        guard let (host, port) = ServerURL.hostAndPort(rest) else {
            throw Unusable(why: "it has no host, or a bad port")
        }
        switch scheme {
        case "http":
            kind = .http
            self.port = port ?? 80
        case "socks5", "socks5h":
            guard login == nil else { throw Unusable(why: "a login at a SOCKS5 proxy is not supported") }
            kind = .socks5
            self.port = port ?? 1080
        case "https": throw Unusable(why: "TLS between snapctl and the proxy is not supported")
        default: throw Unusable(why: "its scheme is neither http nor socks5")
        }
        self.host = host
        self.login = login.map { Confidential($0) }
    }
}
