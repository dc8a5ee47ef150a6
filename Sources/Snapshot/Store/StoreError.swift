/// Why a store cannot be used. What is wrong with the evidence in it is said by ``LineageVerifier`` instead.
package enum StoreError: ExplainedError, Hashable {
    case disk(DiskError)
    case snapshot(SnapshotError)
    case seal(SealError)
    /// The log is not what a log is.
    case log(String)
    /// There is no store.
    case absent(String)
    /// No snapshot has that number.
    case noSuchSnapshot(Int)

    /// One of the errors that it wraps.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DiskError: self = .disk(error)
        case let error as SnapshotError: self = .snapshot(error)
        case let error as SealError: self = .seal(error)
        default: self = .log("an error that is not known")
        }
    }

    /// Whether the evidence is wrong.
    package var isEvidence: Bool {
        switch self {
        case .log: true
        case .snapshot(let error): error.isEvidence
        case .seal(let error): error.isEvidence
        case .disk, .absent, .noSuchSnapshot: false
        }
    }

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .disk(let error): error.summary
        case .snapshot(let error): error.summary
        case .seal(let error): error.summary
        case .log(let why): "the log of the store is damaged: \(why)"
        case .absent(let path): "`\(path)` is no store of snapshots"
        case .noSuchSnapshot(let number): "the store has no snapshot \(number)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .disk(let error): error.hint
        case .snapshot(let error): error.hint
        case .seal(let error): error.hint
        case .log: "do not add to it; compare it with a checkpoint and a copy that you kept"
        case .absent: "`snapctl capture --store FOLDER` makes one"
        case .noSuchSnapshot: "see `snapctl verify FOLDER`"
        }
    }
}
