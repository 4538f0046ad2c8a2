import Foundation
import ParallaxModels
import Testing

private let largeCheckpoint = ProcessInfo.processInfo.environment["PARALLAX_LARGE_CHECKPOINT"].map { URL(filePath: $0) }

/// By itself, and built for release: memory is counted for the whole process.
@Suite(
    "A checkpoint of the size of real layers",
    .enabled(if: largeCheckpoint != nil, "PARALLAX_LARGE_CHECKPOINT names no folder made by Goldens/large/make.py"))
struct LargeCheckpointTests {
    @Test("it opens in a tenth of a second, and a prompt of 100 tokens takes its weights and at most 300 MB more")
    func opensAndRuns() throws {
        let folder = try #require(largeCheckpoint)
        let weights = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            .filter { $0.pathExtension == "safetensors" }.map { try $0.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0 }.reduce(0, +)
        let clock = ContinuousClock(), start = clock.now
        let model = try LanguageModel.open(folder: folder)
        let opening = clock.now - start
        let ids = (0..<100).map { $0 * 1499 % model.configuration.vocabularySize }
        let first = clock.now
        let logits = try #require(try model.forward(ForwardRequest([.init(.tokens(ids))], logits: .last))[0].logits)
        let running = clock.now - first, peak = try peakResidentBytes()
        // Of the table of embeddings only the rows of these tokens are read, two bytes a value.
        let read = weights - 2 * (model.configuration.vocabularySize - ids.count) * model.configuration.hiddenSize
        print(
            "\(weights / 1_000_000) MB of weights: open in \(opening), 100 tokens in \(running), \((peak - read) / 1_000_000) MB at the most above the weights that are read"
        )
        #expect(logits.values.allSatisfy { $0.isFinite })
        #expect(opening < .milliseconds(100))
        #expect(peak <= read + 300_000_000)
    }

    private func peakResidentBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }) * 1024
    }
}
