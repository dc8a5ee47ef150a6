/// What kind of writer somebody is.
package enum WriterClass: String, Sendable, Hashable, CaseIterable {
    /// A controller that applies what Git says.
    case gitops
    /// The provider of the cluster, the control plane, an add-on.
    case platform
    /// A person at a terminal, or a script that behaves like one.
    case humanCLI = "human-cli"
    /// A person in front of a page.
    case humanUI = "human-ui"
    /// A program with an account of its own.
    case automation
    /// Nobody knows; never silently trusted.
    case unknown

    /// Whether it is a person.
    package var isPerson: Bool { self == .humanCLI || self == .humanUI }
}
