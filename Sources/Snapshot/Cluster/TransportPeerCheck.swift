import NIOCore
import NIOSSL

/// Ends a connection before its first request when its certificate is not for the server that was meant. The chain of the
/// certificate is verified by then; the library's own check of names would also take the address that was connected to.
struct TransportPeerCheck: Sendable {
    let name: PeerName

    /// For the hooks that run once a connection is encrypted and before anything is sent on it.
    func run(on channel: any Channel) -> EventLoopFuture<Void> {
        guard channel.eventLoop.inEventLoop else { return channel.eventLoop.flatSubmit { run(on: channel) } }
        do {
            guard let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
                throw NIOSSLError.noCertificateToValidate
            }
            if let mismatch = name.mismatch(try CertificateFields(der: try certificate.toDERBytes())) { throw mismatch }
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            // The pool has to learn of the failure first: it does not expect a connection to end that it still waits for.
            channel.eventLoop.execute { channel.close(promise: nil) }
            return channel.eventLoop.makeFailedFuture(error)
        }
    }
}
