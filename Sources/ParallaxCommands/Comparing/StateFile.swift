import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    /// Named by the person, or by the part; nil where the plan names it.
    let url: URL?

    init(_ arguments: ComparisonArguments, workspace: String) {
        if let named = arguments.state {
            url = Input.url(named.description)
        } else if let shard = arguments.shard {
            let file = Input.url(workspace), stem = file.deletingPathExtension().lastPathComponent
            url = Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
        } else {
            url = nil
        }
    }

    func url(of plan: ComparisonPlan) -> URL { url ?? Self.cache.appending(path: "\(plan.fingerprint).comparison") }

    private static var cache: URL {
        let environment = ProcessInfo.processInfo.environment
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil } ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
        return base.appending(path: "parallax/comparisons")
    }
}
