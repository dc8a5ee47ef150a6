import Snapshot
import Testing

/// A state answered as an API, without a network.
@Suite struct APIRouterTests {
    let router: APIRouter

    init() throws { router = APIRouter(try ServedExample.state()) }

    private func get(_ path: String, accept: String = "application/json") throws -> (status: Int, body: Value) {
        let response = router.answer(
            HTTPServerRequest(method: "GET", path: path, headers: [.init("Accept", accept)]))
        guard case .bytes(let bytes) = response.body else { return (response.status, .null) }
        return (response.status, try JSONReader.value(bytes))
    }

    private func names(_ list: Value) -> [String] {
        (list["items"]?.array ?? []).map { item in
            let namespace = item[["metadata", "namespace"]]?.string
            return (namespace.map { "\($0)/" } ?? "") + (item[["metadata", "name"]]?.string ?? "?")
        }
    }

    @Test(arguments: [1, 2, 3, 10, 11, 500]) func pagesOfAnySizeGiveTheSameObjectsInTheSameOrder(limit: Int) throws {
        var found: [String] = []
        var path: String? = "/api/v1/pods?limit=\(limit)"
        var revisions: Set<String> = []
        while let next = path {
            let (status, page) = try get(next)
            #expect(status == 200)
            found += names(page)
            revisions.insert(page[["metadata", "resourceVersion"]]?.string ?? "")
            let token = page[["metadata", "continue"]]?.string
            #expect((page[["metadata", "remainingItemCount"]]?.int ?? 0) == ServedExample.podOrder.count - found.count)
            path = token.map { "/api/v1/pods?limit=\(limit)&continue=\($0)" }
        }
        #expect(found == ServedExample.podOrder)
        #expect(revisions.count == 1)
    }

    @Test func tokensOfAnotherListOrStateOrOfNobodyAreExpired() throws {
        let (_, page) = try get("/api/v1/pods?limit=2")
        let token = try #require(page[["metadata", "continue"]]?.string)
        let newer = ContinueToken(revision: "999", list: "/api/v1/pods?&", offset: 2).text
        let beyond = ContinueToken(revision: router.state.revision, list: "/api/v1/pods?&", offset: 12).text
        for wrong in [
            "/api/v1/namespaces?limit=2&continue=\(token)", "/api/v1/namespaces/a/pods?limit=2&continue=\(token)",
            "/api/v1/pods?labelSelector=tier%3Dweb&continue=\(token)", "/api/v1/pods?continue=bogus",
            "/api/v1/pods?continue=\(newer)", "/api/v1/pods?continue=\(beyond)",
        ] {
            let (status, body) = try get(wrong)
            #expect(status == 410, "\(wrong)")
            #expect(body["kind"]?.string == "Status")
            #expect(body["reason"]?.string == "Expired")
            #expect(body["code"]?.int == 410)
        }
        #expect(try get("/api/v1/pods?limit=2&continue=\(token)").status == 200)
    }

    @Test(arguments: [
        ("/api/v1/pods?labelSelector=tier%3Dweb", 6), ("/api/v1/pods?labelSelector=tier%3D%3Ddb", 4),
        ("/api/v1/pods?labelSelector=tier!%3Ddb", 7), ("/api/v1/pods?labelSelector=tier+in+(web,db)", 10),
        ("/api/v1/pods?labelSelector=tier+notin+(web)", 5), ("/api/v1/pods?labelSelector=tier", 10),
        ("/api/v1/pods?labelSelector=!tier", 1), ("/api/v1/pods?labelSelector=tier%3Dweb,!canary", 5),
        ("/api/v1/namespaces/a/pods", 6), ("/api/v1/namespaces/a/pods?labelSelector=tier%3Ddb", 4),
        ("/api/v1/pods?fieldSelector=metadata.name%3Dp4", 1), ("/api/v1/pods?fieldSelector=metadata.namespace!%3Da", 5),
        ("/api/v1/namespaces/nowhere/pods", 0), ("/api/v1/namespaces", 2),
    ]) func selectorsAndNamespacesNarrowALlist(path: String, count: Int) throws {
        let (status, list) = try get(path)
        #expect(status == 200)
        #expect(names(list).count == count)
    }

    @Test(arguments: [
        "/api/v1/pods?labelSelector=a+b", "/api/v1/pods?labelSelector=a+of+(b)",
        "/api/v1/pods?fieldSelector=spec.nodeName%3Dn", "/api/v1/pods?limit=-1", "/api/v1/pods?limit=many",
    ]) func questionsThatCannotBeReadAreRefused(path: String) throws {
        let (status, body) = try get(path)
        #expect(status == 400)
        #expect(body["reason"]?.string == "BadRequest")
    }

    @Test func oneObjectComesWithItsKindAndListItemsOfBuiltinTypesWithout() throws {
        let (status, pod) = try get("/api/v1/namespaces/a/pods/p4")
        #expect(status == 200)
        #expect(pod["kind"]?.string == "Pod")
        #expect(pod["apiVersion"]?.string == "v1")
        let (_, pods) = try get("/api/v1/pods")
        #expect(pods["kind"]?.string == "PodList")
        #expect(pods["items"]?.array?.allSatisfy { $0["kind"] == nil && $0["apiVersion"] == nil } == true)
        let (_, widgets) = try get("/apis/shop.example/v1/widgets")
        #expect(widgets["items"]?.array?.first?["kind"]?.string == "Widget")
        #expect(widgets["items"]?.array?.first?["apiVersion"]?.string == "shop.example/v1")
        #expect(widgets[["metadata", "continue"]]?.string == "")
    }

    @Test(arguments: [
        "/api/v1/namespaces/b/pods/p4", "/api/v1/pods/p4", "/api/v1/namespaces/a/nodes", "/api/v2/pods", "/apis/none",
        "/apis/apps/v9/deployments", "/apis/shop.example/v1alpha1/widgets", "/api/v1/namespaces/a/pods/p4/log",
        "/openapi/v3/apis/none/v1", "/openapi/v2", "/metrics",
    ]) func whatIsNotThereIsNotFound(path: String) throws {
        let (status, body) = try get(path)
        #expect(status == 404)
        #expect(body["kind"]?.string == "Status")
        #expect(body["reason"]?.string == "NotFound")
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"]) func nothingCanBeWritten(method: String) {
        for path in ["/api/v1/namespaces/a/pods", "/api/v1/namespaces/a/pods/p4", "/apis/shop.example/v1/widgets"] {
            let response = router.answer(HTTPServerRequest(method: method, path: path, body: Array("{}".utf8)))
            #expect(response.status == 405)
        }
        let watch = router.answer(HTTPServerRequest(method: "GET", path: "/api/v1/pods?watch=true"))
        #expect(watch.status == 405)
    }

    @Test func theOneQuestionThatIsPostedIsAnswered() throws {
        let response = router.answer(
            HTTPServerRequest(
                method: "POST", path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                client: CertificateSubject(commonName: "ada", organizations: ["auditors"])))
        guard case .bytes(let bytes) = response.body else { return }
        let user = try JSONReader.value(bytes)[["status", "userInfo"]]
        #expect(response.status == 201)
        #expect(user?["username"]?.string == "ada")
        #expect(user?["groups"]?.array == ["auditors", "system:authenticated"])
    }

    @Test func bothFormsOfDiscoveryNameTheSameTypes() throws {
        let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
        var modern: Set<String> = []
        for root in ["/api", "/apis"] {
            let (_, list) = try get(root, accept: "\(aggregated),application/json")
            #expect(list["kind"]?.string == "APIGroupDiscoveryList")
            for group in list["items"]?.array ?? [] {
                for version in group["versions"]?.array ?? [] {
                    for resource in version["resources"]?.array ?? [] {
                        let name = group[["metadata", "name"]]?.string ?? ""
                        modern.insert(
                            "\(name)/\(version["version"]?.string ?? "")/\(resource["resource"]?.string ?? "")")
                    }
                }
            }
        }
        var older: Set<String> = []
        var paths: [(String, String)] = []
        for version in try get("/api").body["versions"]?.array ?? [] {
            paths.append(("", "/api/\(version.string ?? "")"))
        }
        for group in try get("/apis").body["groups"]?.array ?? [] {
            let name = group["name"]?.string ?? ""
            #expect(try get("/apis/\(name)").body["kind"]?.string == "APIGroup")
            for version in group["versions"]?.array ?? [] {
                paths.append((name, "/apis/\(version["groupVersion"]?.string ?? "")"))
            }
        }
        for (group, path) in paths {
            for resource in try get(path).body["resources"]?.array ?? [] {
                let name = resource["name"]?.string ?? ""
                let version = path.split(separator: "/").last ?? ""
                if !name.contains("/") { older.insert("\(group)/\(version)/\(name)") }
            }
        }
        #expect(modern == older)
        #expect(
            modern.isSuperset(of: [
                "/v1/pods", "apps/v1/deployments", "shop.example/v1/widgets", "shop.example/v1beta1/widgets",
            ]))
        #expect(!modern.contains("shop.example/v1alpha1/widgets"))
        #expect(try get("/apis/shop.example").body[["preferredVersion", "version"]]?.string == "v1")
    }

    @Test func clientsThatTakeNoJSONAreToldSo() throws {
        #expect(try get("/api/v1/pods", accept: "application/vnd.kubernetes.protobuf").status == 406)
        #expect(
            try get("/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList").status
                == 406)
        #expect(
            try get("/api/v1/pods", accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json").status
                == 200)
    }

    @Test func definitionsBecomeOpenAPIDocuments() throws {
        let (_, index) = try get("/openapi/v3")
        let url = try #require(index[["paths", "apis/shop.example/v1", "serverRelativeURL"]]?.string)
        let (status, document) = try get(url)
        #expect(status == 200)
        let schema = document[["components", "schemas", "example.shop.v1.Widget"]]
        #expect(schema?["x-kubernetes-group-version-kind"]?.array?.first?["kind"]?.string == "Widget")
        #expect(schema?[["properties", "spec", "properties", "parts", "x-kubernetes-list-type"]]?.string == "set")
        #expect(schema?[["properties", "metadata", "allOf"]] != nil)
    }

    @Test func aTokenIsAskedForWhereOneIsSet() throws {
        let closed = APIRouter(router.state, token: "secret")
        func status(_ headers: [HTTPServerRequest.Header], _ client: CertificateSubject? = nil) -> Int {
            closed.answer(HTTPServerRequest(method: "GET", path: "/version", headers: headers, client: client)).status
        }
        #expect(status([]) == 401)
        #expect(status([.init("Authorization", "Bearer secret2")]) == 401)
        #expect(status([.init("Authorization", "Bearer secret")]) == 200)
        #expect(status([], CertificateSubject(commonName: "ada")) == 200)
    }

    @Test(arguments: [
        ("127.0.0.1:8001", 200), ("localhost", 200), ("[::1]:443", 200), ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
    ]) func withoutATokenOnlyLoopbackNamesAreAnswered(host: String, expected: Int) {
        let request = HTTPServerRequest(method: "GET", path: "/version", headers: [.init("Host", host)])
        #expect(router.answer(request).status == expected)
    }
}
