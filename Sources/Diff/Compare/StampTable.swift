package import Snapshot

/// Labels and annotations that GitOps tools put on whatever they apply, so that no manifest has them. Printed by
/// `snapctl rules`.
///
/// Source: Flux kustomize-controller and helm-controller; Helm 3 `meta.helm.sh`; Argo CD "resource tracking"; kapp "labels
/// and annotations".
package enum StampTable {
    /// Whose list says that the object is the tool's.
    package enum Evidence: String, Sendable, Hashable, CaseIterable {
        /// `status.inventory` of a Kustomization of Flux.
        case kustomization
        /// A HelmRelease of Flux, and its `status.inventory` where it has one.
        case helmRelease
        /// The Secret in which Helm records a release.
        case release
        /// `status.resources` of an Application of Argo CD.
        case application
        /// The ConfigMap of an app of kapp.
        case app
    }

    /// One label or annotation.
    package struct Row: Sendable, Hashable {
        /// `labels` or `annotations`.
        package let place: String
        package let key: String
        /// Field managers of the tool.
        package let managers: [TextPattern]
        /// What has to list the object.
        package let evidence: Evidence

        /// `metadata.labels["argocd.argoproj.io/instance"]`
        package var rowName: String { "metadata.\(place)[\"\(key)\"]" }
    }

    private static let flux: [TextPattern] = ["kustomize-controller", "gotk-kustomize-controller"]
    private static let fluxHelm: [TextPattern] = ["helm-controller", "gotk-helm-controller"]
    private static let helm: [TextPattern] = ["helm", "helm-controller", "gotk-helm-controller"]
    private static let argo: [TextPattern] = ["argocd-controller", "argocd-application-controller"]
    private static let kapp: [TextPattern] = ["kapp", "kapp-controller"]

    /// All of them.
    package static let rows: [Row] = [
        Row(place: "labels", key: "kustomize.toolkit.fluxcd.io/name", managers: flux, evidence: .kustomization),
        Row(place: "labels", key: "kustomize.toolkit.fluxcd.io/namespace", managers: flux, evidence: .kustomization),
        Row(place: "labels", key: "helm.toolkit.fluxcd.io/name", managers: fluxHelm, evidence: .helmRelease),
        Row(place: "labels", key: "helm.toolkit.fluxcd.io/namespace", managers: fluxHelm, evidence: .helmRelease),
        Row(place: "labels", key: "app.kubernetes.io/managed-by", managers: helm, evidence: .release),
        Row(place: "annotations", key: "meta.helm.sh/release-name", managers: helm, evidence: .release),
        Row(place: "annotations", key: "meta.helm.sh/release-namespace", managers: helm, evidence: .release),
        Row(place: "labels", key: "argocd.argoproj.io/instance", managers: argo, evidence: .application),
        Row(place: "labels", key: "app.kubernetes.io/instance", managers: argo, evidence: .application),
        Row(place: "annotations", key: "argocd.argoproj.io/tracking-id", managers: argo, evidence: .application),
        Row(place: "labels", key: "kapp.k14s.io/app", managers: kapp, evidence: .app),
        Row(place: "labels", key: "kapp.k14s.io/association", managers: kapp, evidence: .app),
        Row(place: "annotations", key: "kapp.k14s.io/identity", managers: kapp, evidence: .app),
        Row(place: "annotations", key: "kapp.k14s.io/original", managers: kapp, evidence: .app),
        Row(place: "annotations", key: "kapp.k14s.io/original-diff-md5", managers: kapp, evidence: .app),
    ]

    /// The row of some about a field.
    static func row(for path: FieldPath, in rows: [Row]) -> Row? {
        guard path.elements.count == 3, case .field("metadata") = path.elements[0],
            case .field(let place) = path.elements[1], case .field(let key) = path.elements[2]
        else { return nil }
        return rows.first { ByteOrder.same($0.place, place) && ByteOrder.same($0.key, key) }
    }

    /// The table for people.
    package static var json: Value {
        .array(
            rows.map { row in
                [
                    "field": .string(row.rowName),
                    "managers": .array(row.managers.map { .string($0.text) }),
                    "listedBy": .string(row.evidence.rawValue),
                ]
            })
    }
}
