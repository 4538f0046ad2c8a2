import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    let url: URL
    private let isTemporary: Bool

    init(_ arguments: ComparisonArguments, plan: ComparisonPlan, workspace: String) throws {
        if let named = arguments.state {
            url = try Input.url(named)
            isTemporary = false
        } else if let shard = arguments.shard {
            let file = try Input.url(workspace), stem = file.deletingPathExtension().lastPathComponent
            url = try Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
            isTemporary = false
        } else {
            url = Self.cache.appending(path: "\(plan.fingerprint).comparison")
            isTemporary = true
        }
    }

    private static var cache: URL {
        (Host.folder("XDG_CACHE_HOME", usual: ".cache") ?? Host.temporaryFolder).appending(path: "parallax/comparisons")
    }

    func removeIfTemporary() {
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
