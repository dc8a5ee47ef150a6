package import Snapshot

/// A catalog of requirements that a report can speak to.
package struct ControlFramework: Sendable, Hashable {
    /// What it is asked for by: `pci-dss`, or the file that it came from.
    package let name: String
    /// Its name and edition.
    package let title: String

    /// PCI DSS 4.0.1.
    package static let pci = ControlFramework(name: "pci-dss", title: "PCI DSS 4.0.1")
    /// SOC 2, trust services criteria of 2017 with the points of focus of 2022.
    package static let soc2 = ControlFramework(name: "soc2", title: "SOC 2 (TSC 2017, 2022)")
    /// NIST SP 800-53 revision 5.
    package static let nist = ControlFramework(name: "nist-800-53", title: "NIST SP 800-53r5")
    /// ISO/IEC 27001:2022, annex A.
    package static let iso = ControlFramework(name: "iso-27001", title: "ISO/IEC 27001:2022")

    /// Those that snapctl knows by itself.
    package static let builtIn = [pci, soc2, nist, iso]
}

/// Something that a report may show, and requirements may ask for.
package enum ControlNeed: String, Sendable, Hashable, CaseIterable {
    /// A golden baseline judged the state.
    case baseline
    /// Two captures in time, or a state and its baseline, were compared field by field.
    case difference
    /// Every type in scope was read to the end and compared.
    case complete
    /// Network policies, ingresses and services are in the population.
    case network
    /// Roles, bindings and service accounts are in the population.
    case access
    /// Admission webhooks or policies are in the population.
    case admission
    /// Every kind of object is counted by type.
    case inventory
    /// Each difference names its author, or says that the author is unknown.
    case authors
    /// An audit log was read.
    case audit
    /// Accepted differences name reason, owner and ticket.
    case reasons
    /// The state is a snapshot with digests that hold.
    case integrity
    /// Times of the capture in UTC, with the skew against the API server.
    case time

    /// The kinds that it is about, `*` for all of a group; `nil` for what is about every object.
    package var kinds: [GroupKind]? {
        switch self {
        case .network:
            [
                GroupKind(group: "networking.k8s.io", kind: "*"),
                GroupKind(group: "gateway.networking.k8s.io", kind: "*"),
                GroupKind(group: "policy.networking.k8s.io", kind: "*"), GroupKind(group: "cilium.io", kind: "*"),
                GroupKind(group: "networking.istio.io", kind: "*"), GroupKind(group: "security.istio.io", kind: "*"),
                GroupKind(group: "", kind: "Service"),
            ]
        case .access:
            [
                GroupKind(group: "rbac.authorization.k8s.io", kind: "*"), GroupKind(group: "", kind: "ServiceAccount"),
                GroupKind(group: "certificates.k8s.io", kind: "*"),
            ]
        case .admission:
            [
                GroupKind(group: "admissionregistration.k8s.io", kind: "*"),
                GroupKind(group: "templates.gatekeeper.sh", kind: "*"),
                GroupKind(group: "constraints.gatekeeper.sh", kind: "*"), GroupKind(group: "kyverno.io", kind: "*"),
                GroupKind(group: "", kind: "Namespace"),
            ]
        case .baseline, .difference, .complete, .inventory, .authors, .audit, .reasons, .integrity, .time: nil
        }
    }

    /// Whether it is about an object.
    package func concerns(_ identity: Identity) -> Bool {
        kinds?.contains { $0.group == identity.group && ($0.kind == "*" || $0.kind == identity.kind) } ?? true
    }

    /// What the report shows when it is there.
    package var words: String {
        switch self {
        case .baseline: "judged by a golden baseline with its digest"
        case .difference: "every difference with the value before and after"
        case .complete: "everything in scope was read and compared"
        case .network: "network policies, ingresses and services are in the population"
        case .access: "roles, bindings and service accounts are in the population"
        case .admission: "admission checks are in the population"
        case .inventory: "objects counted by type, read to the end"
        case .authors: "who changed what, or that the author is unknown"
        case .audit: "an audit log was read"
        case .reasons: "what was accepted, with reason, owner and ticket"
        case .integrity: "a snapshot with digests that hold"
        case .time: "times of capture in UTC, with the skew against the API server"
        }
    }
}

/// One requirement and what of a report speaks to it.
package struct Control: Sendable, Hashable {
    /// The catalog.
    package let framework: ControlFramework
    /// The requirement's number.
    package let id: String
    /// What it asks, shortened; the catalog's own text decides.
    package let title: String
    /// What of a report speaks to it; empty when nothing does.
    package let needs: [ControlNeed]
    /// What it asks for that no report of this kind can show.
    package let outside: String
}

/// Requirements and what of a report speaks to them, as data. Printed by `snapctl rules`.
///
/// Source: PCI DSS 4.0.1; AICPA TSC; NIST SP 800-53r5; ISO/IEC 27001:2022. Titles are shortened in our own words.
package enum ControlTable {
    /// Every row.
    package static let all: [Control] =
        read(pci, .pci) + read(soc2, .soc2) + read(nist, .nist) + read(iso, .iso)

    /// Number | what it asks | needs | what is outside.
    private static func read(_ table: String, _ framework: ControlFramework) -> [Control] {
        table.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard cells.count == 4 else { return nil }
            return Control(
                framework: framework, id: cells[0], title: cells[1],
                needs: cells[2].split(separator: " ").compactMap { ControlNeed(rawValue: String($0)) },
                outside: cells[3])
        }
    }

    private static let pci = """
        1.2.1 | configuration standards for network security controls are in use | baseline network complete | the standard and its approval
        1.2.2 | changes to network security controls go through change control | difference network authors reasons | the tickets and approvals themselves
        1.2.7 | configurations of network security controls are reviewed every six months | baseline network complete | that a person reviewed; the lines for it are left to fill
        1.2.8 | configuration files are secured and agree with the active configuration | baseline network complete integrity | who may write to the repository
        2.2.1 | configuration standards cover all system components | baseline complete inventory | components outside of the Kubernetes API; the approved standard
        2.2.4 | only necessary services and functions are enabled | baseline complete | why a service is necessary; what runs on the nodes
        2.2.6 | security parameters prevent misuse | baseline admission complete | parameters outside of the Kubernetes API
        3.5.1 | stored account numbers are unreadable |  | stored account data is not looked at
        6.5.1 | changes to production follow change control | difference authors reasons complete | impact, approval, tests and back-out of each change
        6.5.2 | after a significant change all requirements are confirmed | baseline difference complete | requirements outside of the Kubernetes API
        7.2.4 | access rights of users are reviewed every six months | access baseline complete | members of groups at the identity provider; that a person reviewed
        7.2.5 | accounts of applications have the least rights they need | access baseline complete | why a right is needed
        8.2.2 | shared and generic accounts are exceptions | access authors audit | who used an account, beyond its name
        10.2.1 | audit logs are on for all components | audit | this report is no audit log
        10.3.4 | changes to audit logs are detected |  | audit logs are not watched
        10.5.1 | audit logs are kept for twelve months |  | how long logs are kept
        10.6.1 | clocks are synchronized | time | the clocks of other components
        11.5.2 | unauthorized change to critical files is detected, weekly at least | baseline difference complete integrity authors | the schedule, the alert and its disposition; files on nodes
        12.5.1 | an inventory of components in scope is kept | inventory complete | components outside of the Kubernetes API; what is in scope
        12.5.2 | the scope is confirmed every twelve months and after significant change | inventory difference | the confirmation itself
        """

    private static let soc2 = """
        CC6.1 | logical access is restricted | access baseline complete | access outside of the Kubernetes API
        CC6.3 | access is changed and removed by role | access difference authors | requests and approvals
        CC7.1 | changes of configuration that bring vulnerabilities are detected | baseline difference complete | the schedule and the response
        CC7.2 | anomalies are monitored | authors audit | monitoring between captures
        CC8.1 | changes are authorized, tested, approved | difference authors reasons complete | authorization and test of each change
        """

    private static let nist = """
        AU-8 | time stamps | time | the clocks of other components
        AU-10 | non-repudiation | integrity authors audit | identities behind names
        CM-2 | baseline configuration | baseline complete | review and update of the baseline
        CM-2(2) | automation for accuracy and currency | baseline difference complete | the schedule
        CM-2(3) | retention of previous configurations | integrity difference | how long snapshots are kept
        CM-3 | configuration change control | difference authors reasons | the board and its decisions
        CM-5(1) | automated access enforcement and audit records | access authors audit | enforcement itself
        CM-6 | configuration settings and approved deviations | baseline reasons complete | the settings' own justification
        CM-8 | component inventory | inventory complete | components outside of the Kubernetes API
        CM-8(3) | unauthorized components are detected | baseline inventory complete | components outside of the Kubernetes API
        SI-7 | integrity of software and information | baseline difference integrity | software inside of images
        """

    private static let iso = """
        A.5.28 | collection of evidence | integrity time complete | the chain of custody after the capture
        A.8.2 | privileged access rights | access baseline complete | rights outside of the Kubernetes API
        A.8.9 | configuration management | baseline difference complete reasons | approval and review of the baseline
        A.8.15 | logging | audit | this report is no log
        A.8.17 | clock synchronization | time | the clocks of other components
        A.8.32 | change management | difference authors reasons | the procedure and its records
        """
}
