/// Where bytes go one after another: a file that appears when it is whole, or a stream.
package protocol ByteSink: ~Copyable {
    /// Takes all of the bytes.
    mutating func write(_ bytes: [UInt8]) throws(DiskError)
}

extension Descriptor: ByteSink {}
extension AtomicFile: ByteSink {}
