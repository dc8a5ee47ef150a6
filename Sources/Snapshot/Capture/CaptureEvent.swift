/// A fact about the progress of a capture. Lines, bars and colors are made of it elsewhere.
package enum CaptureEvent: Sendable {
    /// Discovery is done: so many types are in scope.
    case discovered(types: Int)
    /// So many of the schema documents have been read.
    case schema(documents: Int, of: Int)
    /// A page of a type came in.
    case listed(ResourceType, objects: Int)
    /// A list had to be started again.
    case restarted(ResourceType)
    /// A type is read to its end.
    case completed(ResourceType, objects: Int)
    /// Something in scope cannot be read.
    case gap(Gap)
    /// So many files of so many objects were read.
    case files(Int, objects: Int)
}
