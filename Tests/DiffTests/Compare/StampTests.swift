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

    private static let helmLabels = "app.kubernetes.io/managed-by: Helm"
    private static let helmAnnotations = "meta.helm.sh/release-name: web, meta.helm.sh/release-namespace: shop"
    private static func release(_ name: String, labels: String = ", owner: helm, status: deployed, version: '3'")
        -> String
    {
        "apiVersion: v1\nkind: Secret\nmetadata: {name: sh.helm.release.v1.\(name).v3, namespace: shop, uid: s, "
            + "labels: {name: \(name)\(labels)}}\ntype: helm.sh/release.v1\ndata: {release: AAAA}\n"
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
