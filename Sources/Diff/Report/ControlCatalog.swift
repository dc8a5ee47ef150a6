import Snapshot

/// Reads a catalog of requirements of the user's own: a further file beside ``ControlTable``.
///
/// ```yaml
/// title: Platform standard 2026
/// requirements:
/// - {id: NET-1, asks: every namespace denies by default, needs: [baseline, network, complete], outside: firewalls}
/// ```
package enum ControlCatalog {
    /// The requirements that a file holds, in its order.
    ///
    /// - Parameter file: The file's name as the user wrote it, for complaints.
    package static func read(_ bytes: [UInt8], file: String) throws(BaselineError) -> [Control] {
        let root = try BaselineNode.root(bytes, file: file)
        let members = try root.members(known: ["title", "requirements"])
        let title = try root.required("title", in: members)
        let requirements = try root.required("requirements", in: members)
        let framework = ControlFramework(name: file, title: try title.words())
        var controls: [Control] = []
        var places: [String: InputPosition] = [:]
        for node in try requirements.elements() {
            let control = try self.control(node, of: framework)
            if let first = places[control.id] { throw node.error(.duplicateName(control.id, first: first)) }
            places[control.id] = node.position
            controls.append(control)
        }
        return controls
    }

    private static func control(
        _ node: BaselineNode, of framework: ControlFramework
    ) throws(BaselineError) -> Control {
        let members = try node.members(known: ["id", "asks", "needs", "outside"])
        func words(_ key: String) throws(BaselineError) -> String { try node.required(key, in: members).words() }
        var needs: [ControlNeed] = []
        for need in try members["needs"]?.elements() ?? [] { needs.append(try need.word(ControlNeed.self)) }
        return Control(
            framework: framework, id: try words("id"), title: try words("asks"), needs: needs,
            outside: try words("outside"))
    }
}
