import Snapshot
import TestSupport
import Testing

/// What a server serves, learned in two ways.
@Suite struct DiscoveryTests {
    private static let aggregated: [String: Value] = [
        "/api": [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "items": [
                [
                    "metadata": [:],
                    "versions": [
                        [
                            "version": "v1", "freshness": "Current",
                            "resources": [
                                [
                                    "resource": "pods", "responseKind": ["group": "", "version": "", "kind": "Pod"],
                                    "scope": "Namespaced", "verbs": ["get", "list"], "shortNames": ["po"],
                                    "categories": ["all"],
                                    "subresources": [["subresource": "status"], ["subresource": "log"]],
                                ],
                                [
                                    "resource": "bindings", "responseKind": ["kind": "Binding"], "scope": "Namespaced",
                                    "verbs": ["create"],
                                ],
                            ],
                        ]
                    ],
                ]
            ],
        ],
        "/apis": [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "items": [
                [
                    "metadata": ["name": "example.com"],
                    "versions": [
                        ["version": "v2", "resources": [widgets]],
                        [
                            "version": "v1",
                            "resources": [
                                widgets,
                                [
                                    "resource": "gadgets", "responseKind": ["kind": "Gadget"], "scope": "Cluster",
                                    "verbs": ["list"],
                                ],
                                [
                                    "resource": "../../secrets", "responseKind": ["kind": "Trick"], "scope": "Cluster",
                                    "verbs": ["list"],
                                ],
                            ],
                        ],
                    ],
                ],
                [
                    "metadata": ["name": "external.metrics.k8s.io"],
                    "versions": [["version": "v1beta1", "freshness": "Stale"]],
                ],
            ],
        ],
    ]

    private static let widgets: Value = [
        "resource": "widgets", "responseKind": ["kind": "Widget"], "scope": "Namespaced", "verbs": ["list"],
    ]

    private static let legacy: [String: Value] = [
        "/api": ["kind": "APIVersions", "versions": ["v1"]],
        "/apis": [
            "kind": "APIGroupList",
            "groups": [
                [
                    "name": "example.com", "preferredVersion": ["groupVersion": "example.com/v2", "version": "v2"],
                    "versions": [["version": "v1"], ["version": "v2"]],
                ],
                ["name": "broken.example", "versions": [["version": "v1beta1"]]],
            ],
        ],
        "/api/v1": [
            "resources": [
                [
                    "name": "pods", "kind": "Pod", "namespaced": true, "verbs": ["get", "list"], "shortNames": ["po"],
                    "categories": ["all"],
                ],
                ["name": "pods/status", "kind": "Pod", "namespaced": true, "verbs": ["get"]],
                ["name": "bindings", "kind": "Binding", "namespaced": true, "verbs": ["create"]],
            ]
        ],
        "/apis/example.com/v2": [
            "resources": [["name": "widgets", "kind": "Widget", "namespaced": true, "verbs": ["list"]]]
        ],
        "/apis/example.com/v1": [
            "resources": [
                ["name": "widgets", "kind": "Widget", "namespaced": true, "verbs": ["list"]],
                ["name": "gadgets", "kind": "Gadget", "namespaced": false, "verbs": ["list"]],
            ]
        ],
    ]

    private static let expected = [
        ResourceType(
            group: "", version: "v1", kind: "Pod", plural: "pods", isNamespaced: true, verbs: ["get", "list"],
            shortNames: ["po"], categories: ["all"], hasStatus: true),
        ResourceType(
            group: "example.com", version: "v1", kind: "Gadget", plural: "gadgets", isNamespaced: false, verbs: ["list"]
        ),
        ResourceType(
            group: "example.com", version: "v2", kind: "Widget", plural: "widgets", isNamespaced: true, verbs: ["list"]),
    ]

    private func discover(_ documents: [String: Value]) async throws -> (Discovery, [String]) {
        let answer: HTTPServer.Handler = { request in
            if let document = documents[request.pathOnly] { return HTTPServerResponse(json: document) }
            return request.pathOnly.hasPrefix("/apis/broken")
                ? HTTPServerResponse(status: 503, text: "service unavailable")
                : HTTPServerResponse(status: 404, text: "404 page not found")
        }
        return try await FixtureServer.run(answer: answer) { server in
            let discovery = try await withClient(of: server) { try await Discovery.read($0) }
            return (discovery, server.seen.map(\.line))
        }
    }

    @Test func twoDocumentsSayEverything() async throws {
        let (discovery, requests) = try await discover(Self.aggregated)
        #expect(discovery.source == .aggregated)
        #expect(discovery.types == Self.expected)
        #expect(requests == ["GET /api", "GET /apis"])
        #expect(discovery.gaps.map(\.reason) == [.malformed, .stale])
        #expect(discovery.gaps.last?.subject == "external.metrics.k8s.io")
    }

    @Test func olderServersAreAskedGroupByGroup() async throws {
        let (discovery, _) = try await discover(Self.legacy)
        #expect(discovery.source == .legacy)
        #expect(discovery.types == Self.expected)
        #expect(discovery.gaps.map(\.subject) == ["broken.example"])
        #expect(discovery.gaps.map(\.reason) == [.unavailable])
        #expect(discovery.gaps.map(\.status) == [503])
    }

    private static let noDocuments: [[String: Value]] = [
        ["/api": .null, "/apis": ["kind": "APIGroupDiscoveryList"]],
        ["/api": aggregated["/api"] ?? .null, "/apis": ["kind": "APIGroupDiscoveryList"]],
        ["/api": ["kind": "APIVersions"], "/apis": ["kind": "APIGroupList"]],
    ]

    @Test(arguments: noDocuments)
    func whatIsNoDiscoveryDocumentIsAnErrorAndNotAnEmptyCluster(documents: [String: Value]) async throws {
        let error = await thrown(RequestError.self) { try await discover(documents) }
        #expect(error?.reason == .malformed)
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence), arguments: [Recordings.prodBaseline])
    func aRealServersTypesAreThoseThatWereRecorded(recording: Recordings) async throws {
        let cluster = try RecordedCluster(recording)
        try await FixtureServer.run(authentication: .token, answer: { await cluster.answer($0) }) { server in
            let (discovery, index) = try await withClient(of: server, user: .token()) {
                (try await Discovery.read($0), try await OpenAPI.index($0))
            }
            #expect(discovery.source == .aggregated)
            #expect(discovery.gaps.map(\.subject) == ["external.metrics.k8s.io"])
            #expect(discovery.gaps.map(\.reason) == [.stale])
            for type in discovery.types { #expect(cluster.list(type.listPath) != nil, "\(type.listPath)") }
            // Four of them exist only at a version that their group does not prefer.
            #expect(discovery.types.count == 143)
            #expect(Set(discovery.types.map(\.groupResource)).count == discovery.types.count)
            #expect(index.count == 84)
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence), arguments: [Recordings.prodBaseline])
    func bothWaysOfAskingARealServerAgree(recording: Recordings) async throws {
        let cluster = try RecordedCluster(recording)
        let old: HTTPServer.Handler = { request in
            let headers = request.headers.filter { $0.name.lowercased() != "accept" }
            return await cluster.answer(
                HTTPServerRequest(
                    method: request.method, path: request.path, headers: headers + [.init("Accept", "application/json")]
                ))
        }
        let (aggregated, legacy) = try await FixtureServer.run(answer: { await cluster.answer($0) }) { server in
            let aggregated = try await withClient(of: server) { try await Discovery.read($0) }
            server.answer(with: old)
            return (aggregated, try await withClient(of: server) { try await Discovery.read($0) })
        }
        #expect(legacy.source == .legacy)
        #expect(legacy.types == aggregated.types)
        #expect(legacy.gaps.map(\.subject) == aggregated.gaps.map(\.subject))
    }
}
