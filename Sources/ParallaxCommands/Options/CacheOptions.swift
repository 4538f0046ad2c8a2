import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

/// `--cache`: how much a session remembers.
struct CacheOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Megabytes for what could be computed again; else PARALLAX_CACHE, else a 32nd of the memory (64 to 1024).", valueName: "MB"))
    var cache: Int?

    func validate() throws {
        if let cache, !CacheBudget.megabytes.contains(cache) {
            throw ValidationError("--cache: expected megabytes from 0 to \(CacheBudget.megabytes.upperBound), found \(cache)")
        }
    }

    var budget: CacheBudget {
        get throws { try CacheBudget(megabytes: cache, environment: Host.environment) }
    }
}
