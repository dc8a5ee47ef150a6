import Snapshot

extension BaselineNode {
    /// A member that has to be there.
    func required(
        _ key: String, in members: [String: BaselineNode]
    ) throws(BaselineError) -> BaselineNode {
        guard let member = members[key] else { throw error(.missing(key, place: name)) }
        return member
    }

    /// Reads a list of things of which each has a name, once in the list, by which reports refer to it.
    func eachNamed(
        known: [String],
        _ read: (String, BaselineNode, [String: BaselineNode]) throws(BaselineError) -> Void
    ) throws(BaselineError) {
        var positions: [String: InputPosition] = [:]
        for element in try elements() {
            let members = try element.members(known: known)
            let nameNode = try element.required("name", in: members)
            let name = try nameNode.words()
            if let first = positions.updateValue(nameNode.position, forKey: name) {
                throw nameNode.error(.duplicateName(name, first: first))
            }
            try read(name, element, members)
        }
    }
}
