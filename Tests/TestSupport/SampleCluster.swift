package import Snapshot

/// A cluster on whose objects a claim is proved: the example, which is ours, or a recording of a real API server.
package enum SampleCluster: Sendable {
    case example
    case recording(Recordings)

    /// The example, and these recordings where they are available.
    package static func all(with recordings: Recordings...) -> [Self] {
        [.example] + (Recordings.areAvailable ? recordings.map(Self.recording) : [])
    }

    /// Its state as a capture.
    package func capture() async throws -> CapturedState {
        switch self {
        case .example: try await ExampleCluster.cluster.capture()
        case .recording(let recording): try await Capturing.capture(recording)
        }
    }
}
