/// A field of a custom type that says nothing when it is empty.
package struct EmptyRule: Sendable, Hashable {
    /// The kinds; one whose kind is `*` stands for all of its group.
    package let kinds: [GroupKind]
    /// Names joined by dots; `[]` behind one is every element of a list.
    package let path: String

    package init(kinds: [GroupKind], path: String) {
        self.kinds = kinds
        self.path = path
    }
}
