import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    let url: URL
    private let isTemporary: Bool

    init(_ arguments: ComparisonArguments, plan: ComparisonPlan, workspace: String) throws {
        let named = try Self.named(arguments, workspace: workspace)
        url = named ?? Self.cache.appending(path: "\(plan.fingerprint).comparison")
        isTemporary = named == nil
    }

    /// Where it is kept for good, if it is: what a person named, or of a part a file of the current folder.
    static func named(_ arguments: ComparisonArguments, workspace: String) throws -> URL? {
        if let named = arguments.state { return try Input.url(named.description) }
        guard let shard = arguments.shard else { return nil }
        let stem = try Input.url(workspace).deletingPathExtension().lastPathComponent
        return try Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
    }

    private static var cache: URL {
        (Host.folder("XDG_CACHE_HOME", usual: ".cache") ?? Host.temporaryFolder).appending(path: "parallax/comparisons")
    }

    func removeIfTemporary() {
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
