/// Finds, reads and merges kubeconfig files the way kubectl does.
package enum KubeconfigReader {
    /// The merged configuration; `nil` when no file was named and none of the usual ones exists.
    ///
    /// - Parameters:
    ///   - path: `--kubeconfig`: only this file, and it must exist.
    ///   - environment: for `KUBECONFIG`, a list separated by colons: empty and missing entries are skipped.
    ///   - home: the home folder, for `.kube/config`.
    package static func load(
        path: String?, environment: [String: String], home: String?
    ) throws(KubeconfigError) -> Kubeconfig? {
        if let path {
            guard let config = try read(path) else {
                throw KubeconfigError(.unreadable("it does not exist"), at: SourcePlace(file: path))
            }
            return config
        }
        var merged: Kubeconfig?
        for candidate in candidates(environment: environment, home: home) {
            guard let config = try read(candidate) else { continue }
            if merged == nil { merged = config } else { merged?.merge(config) }
        }
        return merged
    }

    /// The files that are looked at when none is named.
    static func candidates(environment: [String: String], home: String?) -> [String] {
        if let list = environment["KUBECONFIG"], !list.isEmpty {
            var paths: [String] = []
            for path in list.split(separator: ":").map(String.init) where !paths.contains(path) { paths.append(path) }
            return paths
        }
        return home.map { ["\($0)/.kube/config"] } ?? []
    }

    private static func read(_ path: String) throws(KubeconfigError) -> Kubeconfig? {
        switch FileText.read(path) {
        case .missing: return nil
        case .unreadable(let why): throw KubeconfigError(.unreadable(why), at: SourcePlace(file: path))
        case .bytes(let bytes): return try KubeconfigDocument(file: path, bytes: bytes).kubeconfig()
        }
    }
}
