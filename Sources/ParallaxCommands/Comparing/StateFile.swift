import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    let url: URL
    private let isTemporary: Bool

    init(_ arguments: ComparisonArguments, plan: ComparisonPlan, workspace: String) {
        let named = Self.named(arguments, workspace: workspace)
        url = named ?? Self.cache.appending(path: "\(plan.fingerprint).comparison")
        isTemporary = named == nil
    }

    /// Where it is kept for good, if it is: what a person named, or of a part a file of the current folder.
    static func named(_ arguments: ComparisonArguments, workspace: String) -> URL? {
        if let named = arguments.state { return Input.url(named.description) }
        guard let shard = arguments.shard else { return nil }
        let stem = Input.url(workspace).deletingPathExtension().lastPathComponent
        return Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
    }

    private static var cache: URL {
        let environment = ProcessInfo.processInfo.environment
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil } ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
        return base.appending(path: "parallax/comparisons")
    }

    func removeIfTemporary() {
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
