import Foundation
import ParallaxCompute

/// Where a comparison keeps what is done. Without `--state` it is a file in the cache that a finished run removes.
struct StateFile {
    let url: URL
    private let isTemporary: Bool

    init(_ arguments: ComparisonArguments, plan: ComparisonPlan, workspace: String) throws {
        if let named = arguments.state {
            url = Input.url(named)
            isTemporary = false
        } else if let shard = arguments.shard {
            let file = Input.url(workspace), stem = file.deletingPathExtension().lastPathComponent
            url = Input.url("\(stem)-\(shard.index)of\(shard.count).comparison")
            isTemporary = false
        } else {
            url = Self.cache.appending(path: "\(plan.fingerprint).comparison")
            isTemporary = true
        }
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
