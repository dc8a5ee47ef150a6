import Foundation
package import Testing

/// Python with reference implementations and readers from PyPI, in `.build/peers`; `Tests/setup.sh test` makes it.
package enum Peers {
    /// An interpreter that has all these modules; `nil` when there is none.
    package static func python(with modules: String...) -> String? {
        let named = ProcessInfo.processInfo.environment["SNAPCTL_PEERS"]
        let imports = modules.map { "import \($0)" }.joined(separator: "; ")
        return [named, "\(SourceFile.root)/.build/peers/bin/python", "python3"].compactMap { $0 }
            .first { (try? Tool.run([$0, "-c", imports])) != nil }
    }

    /// Why a test was skipped.
    package static func absence(_ module: String) -> Comment {
        "no Python module \(module): `make test` installs it, or set SNAPCTL_PEERS"
    }
}
