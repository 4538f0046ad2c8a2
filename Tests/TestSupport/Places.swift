import Foundation

/// Folders that tests read from.
public enum Places {
    /// The root of this repository.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    public static let sampleData = root.appending(path: "SampleData")
    public static let computeGoldens = root.appending(path: "Tests/Goldens")
    public static let screenGoldens = root.appending(path: "Tests/ParallaxScreenTests/Goldens")

    /// Data beside the checkout that may not be committed; nil where it is absent.
    public static let stories260K: URL? = {
        let folder = root.deletingLastPathComponent().appending(path: "shared/data/stories260K")
        return FileManager.default.fileExists(atPath: folder.appending(path: "config.json").path) ? folder : nil
    }()

    /// A program that was built beside the running test bundle.
    public static func built(_ name: String) -> URL {
        var folder = URL(filePath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: name)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return URL(filePath: name)
    }
}
