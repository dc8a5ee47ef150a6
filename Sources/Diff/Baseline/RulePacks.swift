extension RulePack {
    /// What is shipped.
    package static let all: [RulePack] = [aksPlatform, aksPCI, flux, gatekeeper]

    private static let aksPlatform = RulePack(
        name: "aks/platform",
        summary: "what AKS replaces by itself on its nodes, within bounds, and what every cluster of it needs to work",
        text: #"""
            rules:
            - name: aks-node-images
              match: {kind: Node, labels: {kubernetes.azure.com/role: agent}, path: 'metadata.labels["kubernetes.azure.com/node-image-version"]'}
              allow: {pattern: 'AKS[A-Za-z0-9]+-[A-Za-z0-9]+-[0-9.]+'}
              reason: AKS replaces node images every week; only the version of an image may change
            require:
            - name: aks-nodes-ready
              match: {kind: Node, labels: {kubernetes.azure.com/role: agent}}
              atLeast: 1
              condition: {Ready: "True"}
              reason: a node that is not ready runs nothing and reports nothing
            severities:
            - severity: critical
              meaning: changes which keys of the vault reach the pods
              match: {kind: SecretProviderClass}
              events: [modified, removed]
            """#)

    private static let aksPCI = RulePack(
        name: "aks/pci",
        summary: "network access to cardholder data, as the AKS baseline for PCI-DSS asks for it",
        text: #"""
            rules:
            - name: pci-scope-label
              match: {path: 'metadata.labels["pci-scope"]'}
              severity: critical
              reason: the label decides which network policies protect cardholder data (PCI-DSS 1.2)
            - name: pci-ingress-sources
              match: {kind: Ingress, path: 'metadata.annotations["nginx.ingress.kubernetes.io/whitelist-source-range"]'}
              severity: critical
              reason: restricts network access, although it is only an annotation (PCI-DSS 1.3)
            require:
            - name: pci-nothing-in-default
              noneOf:
              - {kind: [Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod], namespace: default}
              severity: critical
              reason: the namespace default has no network policies of its own (PCI-DSS 2.2)
            - name: pci-no-way-past-git
              noneOf:
              - {kind: Deployment, name: ["kubernetes-dashboard*", "tiller*"]}
              severity: critical
              reason: no page or tool writes past Git (PCI-DSS 6.5)
            - name: pci-default-deny
              match: {kind: NetworkPolicy, namespace: default, name: default-deny}
              severity: critical
              reason: what is put into default by mistake reaches nothing (PCI-DSS 1.3)
            """#)

    private static let flux = RulePack(
        name: "flux",
        summary: "Flux runs, has its sources, and has applied what they say",
        text: #"""
            require:
            - name: flux-controllers
              match: {kind: Deployment, namespace: flux-system, name: [source-controller, kustomize-controller]}
              exactly: 2
              complete: true
              severity: critical
              reason: without them nothing is put right
            - name: flux-sources
              match: {kind: [GitRepository, OCIRepository, Bucket], group: source.toolkit.fluxcd.io}
              atLeast: 1
              condition: {Ready: "True"}
              reason: what cannot be read is not applied
            - name: flux-applied
              match: {kind: Kustomization, group: kustomize.toolkit.fluxcd.io}
              atLeast: 1
              condition: {Ready: "True"}
              severity: critical
              reason: what runs is what Git says
            """#)

    private static let gatekeeper = RulePack(
        name: "gatekeeper",
        summary: "Gatekeeper runs, and what it enforces is not broken by what was there before it",
        text: #"""
            require:
            - name: gatekeeper-complete
              match: {kind: Deployment, namespace: gatekeeper-system}
              complete: true
              severity: critical
              reason: while it is away, its webhook judges nothing
            - name: gatekeeper-templates
              match: {kind: ConstraintTemplate}
              atLeast: 1
              severity: critical
              reason: without templates there is no policy
            """#)
}
