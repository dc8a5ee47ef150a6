import Snapshot
import Testing

/// Server URLs, addresses, proxies from the environment, times.
@Suite struct AddressTests {
    @Test(arguments: [
        ("https://host", "https://host", "host", 443), ("https://host:6443/", "https://host:6443", "host", 6443),
        ("HTTPS://h/k8s/c-1/", "https://h/k8s/c-1", "h", 443), ("http://[::1]:8080", "http://[::1]:8080", "::1", 8080),
        ("localhost:8080", "http://localhost:8080", "localhost", 8080),
        ("https://[fe80::1]", "https://[fe80::1]", "fe80::1", 443),
    ])
    func serverURLsAreRead(text: String, shown: String, host: String, port: Int) throws {
        let url = try ServerURL(parsing: text)
        #expect(url.description == shown)
        #expect(url.host == host)
        #expect(url.port == port)
    }

    @Test(arguments: [
        "", "https://", "https://h:0", "https://h:x", "https://h:70000", "https://a b", "https://h?x=1", "https://u@h",
        "ftp://h", "https://[::1", "https://::1", "https://h\u{1B}[2J", "https://hö",
    ])
    func nonsenseIsNoServerURL(text: String) {
        #expect(throws: ServerURL.Malformed.self) { try ServerURL(parsing: text) }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("192.168.1.128/25", "192.168.1.127", false), ("fd00::/8", "fdab::1", true), ("fd00::/8", "10.0.0.1", false),
        ("::ffff:10.0.0.0/8", "10.0.0.1", true),
    ])
    func rangesHoldAddresses(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(IPAddress(address)).isInside(range: range) == isInside)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.256", "1.2.3.4.5", "::1::", "1::2::3", "12345::", "g::", "host", "1:2:3:4:5:6:7",
    ])
    func nonsenseIsNoAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("https://api.example.com:6443", "", "http://p:1"), ("https://api.example.com", "example.com", nil),
        ("https://api.example.com", ".example.com", nil), ("https://example.com", ".example.com", "http://p:1"),
        ("https://api.example.com", "*.example.com", nil), ("https://notexample.com", "example.com", "http://p:1"),
        ("https://api.example.com:6443", "example.com:443", "http://p:1"),
        ("https://api.example.com:443", "example.com:443", nil), ("https://10.2.3.4", "10.0.0.0/8, other", nil),
        ("https://10.2.3.4", "10.2.3.4", nil), ("https://10.2.3.4", "10.2.3.5", "http://p:1"),
        ("https://[fd00::2]", "fd00::2", nil), ("https://API.example.com", "EXAMPLE.com", nil), ("https://a", "*", nil),
        ("https://127.0.0.1", "", nil), ("https://localhost", "", nil), ("http://plain", "", "http://q:2"),
    ])
    func theEnvironmentsProxyKnowsItsExceptions(server: String, exceptions: String, proxy: String?) throws {
        let environment = ["HTTPS_PROXY": "p:1", "http_proxy": "http://q:2", "no_proxy": exceptions]
        #expect(ProxyEnvironment.proxy(for: try ServerURL(parsing: server), in: environment) == proxy)
    }

    @Test func aProxysLoginIsDecodedAndHidden() throws {
        let proxy = try ProxySetting(parsing: "http://jo%40e:p%3Aw@proxy:3128/")
        #expect(proxy.host == "proxy")
        #expect(proxy.login?.reveal == ProxySetting.Login(user: "jo@e", password: "p:w"))
        #expect(!"\(proxy)".contains("p:w"))
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-31T12:30:45Z", 1_774_960_245_000),
        ("2026-03-31T14:30:45.5+02:00", 1_774_960_245_500), ("2024-02-29T23:59:59.123456789Z", 1_709_251_199_123),
        ("2000-03-01T00:00:00-01:30", 951_874_200_000),
    ])
    func timesOfLoginsAreRead(text: String, milliseconds: Int) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: ["", "2026-03-31", "2026-03-31 12:30:45", "2026-13-01T00:00:00Z", "2026-03-31T12:30:45", "x"])
    func nonsenseIsNoTime(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func datesOfServersAreRead() {
        #expect(Instant(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT")?.milliseconds == 784_111_777_000)
        #expect(Instant(httpDate: "Sunday, 06-Nov-94 08:49:37 GMT") == nil)
    }
}
