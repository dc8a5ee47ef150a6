/// Asks a time-stamping authority over HTTP. Source: RFC 3161 §3.4. The authority learns a digest of the signature, and
/// nothing of the snapshot.
package enum TimestampAuthority {
    /// The authority's response to a request over some bytes, checked to be about them.
    ///
    /// - Parameter authority: the only certificates to trust for the connection, PEM; `nil` for the system's.
    package static func response(
        from url: String, over bytes: [UInt8], toolVersion: String, authority: [UInt8]? = nil
    ) async throws(SealError) -> [UInt8] {
        func failure(_ why: String) -> SealError {
            .signer(
                "the time-stamping authority \(url)", why: why,
                hint: "check the URL and the network; the snapshot is signed without it when you leave --timestamp out")
        }
        let server: ServerURL
        do throws(ServerURL.Malformed) { server = try ServerURL(parsing: url) } catch {
            throw failure("its URL \(error.why)")
        }
        let connection = Connection(
            contextName: "", clusterName: "", userName: "", server: server, namespace: nil,
            trust: ServerTrust(authority: authority, serverName: nil, isVerified: true), proxy: nil,
            allowsCompression: false,
            impersonation: Impersonation(user: nil, groups: []), login: Login(authorization: .none, certificate: nil),
            files: [])
        let request = APIRequest(
            method: .post(Timestamp.request(over: bytes, nonce: UInt64.random(in: .min ... .max))),
            path: server.basePath.isEmpty ? "/" : "",
            headers: [
                Header("Content-Type", "application/timestamp-query"), Header("Accept", "application/timestamp-reply"),
                Header("User-Agent", "snapctl/\(toolVersion)"),
            ], bodyLimit: 1 << 20, timeout: .seconds(30))
        let answer: APIResponse
        do throws(TransportError) {
            let transport = try TransportHTTP(connection)
            do throws(TransportError) {
                answer = try await transport.send(
                    request, as: Credential(authorization: nil, certificate: nil, generation: 0))
            } catch {
                await transport.close()
                throw error
            }
            await transport.close()
        } catch { throw failure(error.summary) }
        guard answer.status == 200 else { throw failure("it answered with HTTP status \(answer.status)") }
        do throws(Timestamp.Fault) {
            guard try Timestamp(answer.body).isAbout(bytes) else { throw .otherBytes }
        } catch { throw failure(error.summary) }
        return answer.body
    }
}
