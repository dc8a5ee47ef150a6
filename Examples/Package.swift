// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as a stranger would write it: it sees what is `public` in the libraries and nothing else.
let package = Package(
    name: "Examples",
    dependencies: [.package(name: "snapctl", path: "..")],
    targets: [
        .executableTarget(
            name: "compare-states",
            dependencies: [
                .product(name: "Snapshot", package: "snapctl"), .product(name: "Diff", package: "snapctl"),
            ])
    ]
)
