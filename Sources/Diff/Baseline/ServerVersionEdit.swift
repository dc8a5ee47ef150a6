import Snapshot

/// Writes the version of the server that the resources were taken from into the text of a `baseline.yaml`, and leaves every
/// other byte as a person wrote it.
package enum ServerVersionEdit {
    /// The text with this version; `nil` where it has no line of its own for it below `metadata`, or says so already.
    package static func text(of bytes: [UInt8], file: String, version: String) -> String? {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        guard let metadata = lines.firstIndex(of: "metadata:") else { return nil }
        let end = lines[(metadata + 1)...].firstIndex { !$0.hasPrefix(" ") && !$0.hasPrefix("#") } ?? lines.endIndex
        let line = "  kubernetes: \(FlowText.text(.string(version)))"
        if let place = lines[metadata..<end].firstIndex(where: { $0.hasPrefix("  kubernetes:") }) {
            if lines[place] == line { return nil }
            lines[place] = line
        } else {
            lines.insert(line, at: end)
        }
        let text = lines.joined(separator: "\n")
        guard let old = try? BaselineReader.document(bytes, file: file),
            let new = try? BaselineReader.document(Array(text.utf8), file: file), old.stages.isEmpty,
            let read = try? new.baseline(new.bindings(in: nil)), let known = read.kubernetes,
            ByteOrder.same(known, version)
        else { return nil }
        return text
    }
}
