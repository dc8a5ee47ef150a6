import Snapshot

/// A small state of our own for the tests of this folder.
enum ServedExample {
    static func pod(_ namespace: String, _ name: String, labels: Object = Object()) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": .object(labels)],
            "spec": ["containers": [["name": "main", "image": "registry.example/main:1"]]],
        ]
    }

    static func namespace(_ name: String) -> Value {
        ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
    }

    static let widgetDefinition: Value = [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "widgets.shop.example"],
        "spec": [
            "group": "shop.example", "scope": "Namespaced",
            "names": [
                "kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "singular": "widget",
                "shortNames": ["wd"], "categories": ["all"],
            ],
            "versions": [
                [
                    "name": "v1beta1", "served": true, "storage": false,
                    "schema": ["openAPIV3Schema": ["type": "object"]],
                ],
                ["name": "v1alpha1", "served": false, "storage": false],
                [
                    "name": "v1", "served": true, "storage": true, "subresources": ["status": [:]],
                    "schema": [
                        "openAPIV3Schema": [
                            "type": "object",
                            "properties": [
                                "spec": [
                                    "type": "object",
                                    "properties": [
                                        "parts": [
                                            "type": "array", "x-kubernetes-list-type": "set",
                                            "items": ["type": "string"],
                                        ]
                                    ],
                                ]
                            ],
                        ]
                    ],
                ],
            ],
        ],
    ]

    static let widget: Value = [
        "apiVersion": "shop.example/v1beta1", "kind": "Widget", "metadata": ["name": "w", "namespace": "b"],
        "spec": ["parts": ["x", "y"]],
    ]

    /// Two namespaces, eleven pods in both given out of order, one custom type with one object.
    static func state() throws -> ServedState {
        var objects = [namespace("b"), namespace("a"), widgetDefinition, widget]
        for number in [7, 3, 1, 9, 5] { objects.append(pod("b", "p\(number)", labels: Object(["tier": "web"]))) }
        for number in [8, 2, 6, 4] { objects.append(pod("a", "p\(number)", labels: Object(["tier": "db"]))) }
        objects.append(pod("a", "p10", labels: Object(["tier": "web", "canary": "yes"])))
        objects.append(pod("a", "p11"))
        return try FolderState.state(of: objects)
    }

    static let podOrder = ["a/p10", "a/p11", "a/p2", "a/p4", "a/p6", "a/p8", "b/p1", "b/p3", "b/p5", "b/p7", "b/p9"]
}
