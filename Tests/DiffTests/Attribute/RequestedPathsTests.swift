import Diff
import Snapshot
import Testing

/// Which fields a request speaks of.
struct RequestedPathsTests {
    struct Request: Sendable, CustomTestStringConvertible {
        let json: String
        let paths: [String]?
        var testDescription: String { json }
    }

    @Test(arguments: [
        Request(json: #"{"spec":{"replicas":4}}"#, paths: ["spec.replicas"]),
        Request(json: #"{"metadata":{"labels":{"tmp":null}}}"#, paths: ["metadata.labels.tmp"]),
        Request(json: #"{"data":{"a.b":"x"}}"#, paths: [#"data["a.b"]"#]),
        Request(
            json: #"{"spec":{"containers":[{"name":"web","image":"x"},{"name":"side"}]}}"#,
            paths: ["spec.containers[name=web].image", "spec.containers[name=side]"]),
        Request(
            json:
                #"{"spec":{"$setElementOrder/containers":[{"name":"web"}],"containers":[{"name":"web","image":"x"}]}}"#,
            paths: ["spec.containers[name=web].image"]),
        Request(json: #"{"spec":{"$setElementOrder/initContainers":[{"name":"a"}]}}"#, paths: ["spec.initContainers"]),
        Request(json: #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["x"]}}"#, paths: ["metadata.finalizers"]),
        Request(json: #"{"spec":{"ports":[{"port":80}]}}"#, paths: ["spec.ports"]),
        Request(json: #"{"spec":{"podSelector":{}}}"#, paths: ["spec.podSelector"]),
        Request(
            json: #"{"apiVersion":"v1","kind":"X","metadata":{"name":"a","namespace":"b"},"spec":{"x":1}}"#,
            paths: ["spec.x"]),
        Request(
            json: #"[{"op":"replace","path":"/webhooks/0/timeoutSeconds","value":1}]"#,
            paths: ["webhooks[0].timeoutSeconds"]),
        Request(json: #"[{"op":"add","path":"/rules/-","value":{}}]"#, paths: ["rules"]),
        Request(json: #"[{"op":"test","path":"/spec/x","value":1}]"#, paths: nil),
        Request(json: #"[{"op":"replace","path":"/data/8080","value":"x"}]"#, paths: ["data[8080]"]),
        // Only what RFC 6901 takes for a position is one.
        Request(
            json:
                #"[{"op":"remove","path":"/data/08"},{"op":"remove","path":"/data/+8"},{"op":"remove","path":"/data/-8"}]"#,
            paths: ["data.08", #"data["+8"]"#, "data.-8"]),
        Request(json: #"[{"op":"remove","path":"/metadata/labels/a~1b~0c"}]"#, paths: [#"metadata.labels["a/b~c"]"#]),
        Request(json: #""text""#, paths: nil),
    ])
    func aRequestNamesItsFieldsAndNoValue(request: Request) throws {
        let value = try JSONReader.value(Array(request.json.utf8))
        #expect(RequestedPaths.paths(of: value)?.map(\.description) == request.paths)
    }

    @Test(arguments: [
        (
            #"{"spec":{"containers":[{"name":"web","env":[{"name":"A"}]}],"x":{"y":[]}}}"#,
            ["spec.containers", "spec.x.y"]
        ),
        (#"{"items":[1],"metadata":{"finalizers":["a"],"managedFields":[{}]}}"#, ["items", "metadata.finalizers"]),
        (
            #"{"spec":{"$setElementOrder/containers":[{"name":"web"}],"containers":[{"name":"web"}]}}"#,
            ["spec.containers"]
        ),
        (#"[{"op":"add","path":"/rules","value":[]}]"#, []), (#"{"data":{"a":"b"}}"#, []),
    ])
    func theListsOfARequestAreNamedOnce(json: String, lists: [String]) throws {
        let value = try JSONReader.value(Array(json.utf8))
        #expect(RequestedPaths.lists(of: value).map(\.description) == lists)
    }

    @Test func aNumberInAPointerIsAPositionAndAName() {
        let requested = FieldPath([.field("data"), .index(8080)])
        #expect(RequestedPaths.overlap(requested, FieldPath(fields: "data", "8080")))
        #expect(RequestedPaths.overlap(requested, FieldPath([.field("data"), .index(3)])))
        #expect(!RequestedPaths.overlap(requested, FieldPath(fields: "data", "9090")))
        #expect(!RequestedPaths.overlap(FieldPath(fields: "data", "8080"), FieldPath([.field("data"), .index(8080)])))
    }

    @Test func placesMeetWhenOneIsWithinTheOther() {
        func named(_ name: String) -> PathElement { .key(Object(["name": .string(name)])) }
        let image = FieldPath([.field("containers"), named("web"), .field("image")])
        #expect(RequestedPaths.overlap(FieldPath(fields: "containers"), image))
        #expect(RequestedPaths.overlap(image, FieldPath(fields: "containers")))
        #expect(RequestedPaths.overlap(FieldPath([.field("containers"), .index(0), .field("image")]), image))
        #expect(!RequestedPaths.overlap(FieldPath([.field("containers"), named("side"), .field("image")]), image))
        #expect(!RequestedPaths.overlap(FieldPath([.field("containers"), named("web"), .field("env")]), image))
    }
}
