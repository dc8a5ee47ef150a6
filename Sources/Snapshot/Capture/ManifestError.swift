/// Why a file of manifests cannot be taken: a broken file is never passed over in silence.
package struct ManifestError: ExplainedError, Hashable {
    /// The file, as it was named.
    package let file: String
    /// Where in it; `nil` when the file as a whole is meant.
    package let position: InputPosition?
    /// What is wrong, in a sentence without the place.
    package let what: String
    /// What to do next.
    package let hint: String

    package init(
        file: String, position: InputPosition?, what: String,
        hint: String = "correct the file, or leave it out of the path that is read"
    ) {
        self.file = file
        self.position = position
        self.what = what
        self.hint = hint
    }

    /// A template that nobody rendered.
    static func template(file: String, position: InputPosition) -> ManifestError {
        ManifestError(
            file: file, position: position, what: "this is a template of Helm (`{{ … }}`), not a manifest",
            hint: "render it (`helm template CHART > manifests.yaml`) and read the result")
    }

    /// What happened to which thing.
    package var summary: String { "\(file)\(position.map { ":\($0)" } ?? ""): \(what)" }
}
