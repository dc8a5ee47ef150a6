/// Who decides what an object says.
public enum ObjectRole: String, Sendable, Hashable, CaseIterable {
    /// Somebody declares it: a difference is drift.
    case declared
    /// A controller makes it from another object: it is compared with its owner's template, not on its own.
    case derived
    /// A system object, such as a Lease: never compared.
    case bookkeeping
}
