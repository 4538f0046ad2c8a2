import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    /// Named by the person, or by the part; nil where the plan names it.
    let url: URL?

    init(_ arguments: ComparisonArguments, workspace: String) throws {
        if let named = arguments.state {
            url = try Input.url(named.description)
        } else if let shard = arguments.shard {
            let file = try Input.url(workspace), stem = file.deletingPathExtension().lastPathComponent
            url = try Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
        } else {
            url = nil
        }
    }

    func url(of plan: ComparisonPlan) -> URL { url ?? Self.cache.appending(path: "\(plan.fingerprint).comparison") }

    static var cache: URL {
        (Host.folder("XDG_CACHE_HOME", usual: ".cache") ?? Host.temporaryFolder).appending(path: "parallax/comparisons")
    }
}
