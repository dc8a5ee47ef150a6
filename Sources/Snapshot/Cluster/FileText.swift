import FoundationEssentials

/// Reads the small files that logins are made of.
enum FileText {
    /// The bytes of a file, or why there are none.
    enum Outcome {
        case bytes([UInt8])
        case missing
        case unreadable(String)
    }

    /// The most bytes that a kubeconfig, a certificate or a token file may have.
    static let limit = 16 << 20

    static func read(_ path: String) -> Outcome {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return .missing }
        if isFolder { return .unreadable("it is a folder") }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            guard data.count <= limit else { return .unreadable("it is larger than \(limit >> 20) MiB") }
            return .bytes(Array(data))
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            return .unreadable("permission denied")
        } catch {
            return .unreadable("it cannot be opened")
        }
    }
}
