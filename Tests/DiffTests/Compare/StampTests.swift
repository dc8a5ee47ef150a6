import Diff
import Snapshot
import TestSupport
import Testing

/// Marks of GitOps tools are theirs where their inventory lists the object, and differences elsewhere.
@Suite struct StampTests {
    private static let manifest =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}\n"

    private static func live(_ labels: String, _ annotations: String, _ manager: String) -> String {
        func owned(_ map: String) -> String {
            map.split(separator: ",").map { entry in
                let key = entry.split(separator: " ")[0].dropLast()
                return "'f:\(key)': {}"
            }.joined(separator: ", ")
        }
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: c
              namespace: shop
              uid: u
              labels: {\(labels)}
              annotations: {\(annotations)}
              managedFields:
              - {manager: \(manager), operation: Apply, apiVersion: v1, fieldsType: FieldsV1, time: '2026-01-01T00:00:00Z',
                 fieldsV1: {'f:data': {}, 'f:metadata': {'f:labels': {\(owned(labels))}, 'f:annotations': {\(owned(annotations))}}}}
            data: {a: b}
            ---

            """
    }

    private static let kustomize = "kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux"
    private static func kustomization(_ id: String) -> String {
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux, uid: k}\n"
            + "status: {inventory: {entries: [{id: \(id), v: v1}]}}\n"
    }

    private static let argo = "argocd.argoproj.io/instance: shop"
    private static func application(_ name: String) -> String {
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop, namespace: argocd, uid: k}\n"
            + "status: {resources: [{kind: ConfigMap, version: v1, namespace: shop, name: \(name)}]}\n"
    }

    private static let argoLabel = "app.kubernetes.io/instance: shop"

    private static let helmLabels = "app.kubernetes.io/managed-by: Helm"
    private static let helmAnnotations = "meta.helm.sh/release-name: web, meta.helm.sh/release-namespace: shop"
    private static func release(_ name: String, labels: String = ", owner: helm, status: deployed, version: '3'")
        -> String
    {
        "apiVersion: v1\nkind: Secret\nmetadata: {name: sh.helm.release.v1.\(name).v3, namespace: shop, uid: s, "
            + "labels: {name: \(name)\(labels)}}\ntype: helm.sh/release.v1\ndata: {release: AAAA}\n"
    }

    private static let fluxHelm = "helm.toolkit.fluxcd.io/name: web, helm.toolkit.fluxcd.io/namespace: flux"
    private static func helmRelease(_ status: String) -> String {
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: flux, uid: k}\n"
            + "status: {\(status)}\n"
    }
    private static func listing(_ id: String) -> String { "inventory: {entries: [{id: \(id), v: v1}]}" }

    private static let kapp = "kapp.k14s.io/app: '1700', kapp.k14s.io/association: v1.abc"
    private static func kappIdentity(_ name: String) -> String {
        "kapp.k14s.io/identity: v1;shop//ConfigMap/\(name);v1, kapp.k14s.io/original: x, "
            + "kapp.k14s.io/original-diff-md5: m"
    }
    private static func app(_ label: String, name: String = "shop.apps.k14s.io") -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: kapp, uid: k}\n"
            + "data: {spec: '{\"labelKey\":\"kapp.k14s.io/app\",\"labelValue\":\"\(label)\"}'}\n"
    }

    typealias Case = (String, String, String, String, Int)

    private static let cases: [Case] = [
        (kustomize, "", "kustomize-controller", kustomization("shop_c__ConfigMap"), 0),
        (kustomize, "", "kustomize-controller", kustomization("shop_other__ConfigMap"), 2),
        (kustomize, "", "kustomize-controller", "", 2),
        (kustomize, "", "kubectl-label", kustomization("shop_c__ConfigMap"), 2),
        (
            kustomize.replacing("apps", with: "more"), "", "kustomize-controller", kustomization("shop_c__ConfigMap"), 2
        ),
        (argo, "argocd.argoproj.io/tracking-id: 'shop:/ConfigMap:shop/c'", "argocd-controller", application("c"), 0),
        (argo, "", "argocd-controller", application("d"), 1),
        (helmLabels, helmAnnotations, "helm", release("web"), 0),
        (helmLabels, helmAnnotations, "helm", release("api"), 3),
        (helmLabels, helmAnnotations, "helm", release("web", labels: ""), 3),
        ("app.kubernetes.io/managed-by: me", helmAnnotations, "helm", release("web"), 1),
        (argoLabel, "", "argocd-controller", application("c"), 0),
        (argoLabel, "", "argocd-application-controller", application("c"), 0),
        (argoLabel, "", "argocd-controller", application("d"), 1),
        (argoLabel, "", "argocd-controller", "", 1), (argoLabel, "", "helm", application("c"), 1),
        ("app.kubernetes.io/instance: other", "", "argocd-controller", application("c"), 1),
        (fluxHelm, "", "helm-controller", helmRelease(listing("shop_c__ConfigMap")), 0),
        (fluxHelm, "", "gotk-helm-controller", helmRelease(listing("shop_c__ConfigMap")), 0),
        // Releases of before the inventory have none.
        (fluxHelm, "", "helm-controller", helmRelease(""), 0),
        (fluxHelm, "", "helm-controller", helmRelease(listing("shop_other__ConfigMap")), 2),
        (fluxHelm, "", "helm-controller", helmRelease(listing("more_c__ConfigMap")), 2),
        (fluxHelm, "", "helm-controller", "", 2),
        (fluxHelm, "", "kubectl-edit", helmRelease(listing("shop_c__ConfigMap")), 2),
        (
            fluxHelm.replacing("web", with: "api"), "", "helm-controller",
            helmRelease(listing("shop_c__ConfigMap")), 2
        ),
        (kapp, kappIdentity("c"), "kapp", app("1700"), 0),
        (kapp, kappIdentity("c"), "kapp-controller", app("1700"), 0),
        (kapp, "", "kapp", app("1700"), 0), (kapp, kappIdentity("d"), "kapp", app("1700"), 5),
        (kapp, kappIdentity("c"), "kapp", app("1800"), 5), (kapp, kappIdentity("c"), "kapp", "", 5),
        (kapp, kappIdentity("c"), "kapp", app("1700", name: "shop"), 5),
        (kapp, kappIdentity("c"), "kubectl-label", app("1700"), 5),
    ]

    @Test(arguments: cases)
    func whoListsTheObjectMayMarkIt(
        _ labels: String, _ annotations: String, _ manager: String, _ inventory: String, _ count: Int
    ) async throws {
        let live = Self.live(labels, annotations, manager) + inventory
        let comparison = try await Comparing.compare(
            try await WrittenState.state(Self.manifest), try await WrittenState.state(live),
            expectation: .manifests(.before))
        #expect(comparison.changes.flatMap(\.fields).count == count, "\(comparison.changes.flatMap(\.fields))")
    }

    /// Between two states a mark that comes is a difference, whoever lists the object.
    @Test func betweenStatesAMarkIsADifference() async throws {
        let inventory = Self.kustomization("shop_c__ConfigMap")
        let comparison = try await Comparing.compare(
            try await WrittenState.state(Self.manifest + "---\n" + inventory),
            try await WrittenState.state(Self.live(Self.kustomize, "", "kustomize-controller") + inventory))
        #expect(comparison.changes.flatMap(\.fields).count == 2)
    }
}
