import ArgumentParser
import Foundation
import ParallaxCompute

struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parts of a comparison as one result, or statistics of parts of a corpus as one file.",
        discussion: """
            What the files are is told by their contents. Parts are taken in the order of the documents, whatever their order here: merged
            shards give the same figures as one run, to the last digit.

            EXAMPLES
              parallax merge part1.comparison part2.comparison --json
              parallax merge part*.statistics -o corpus.statistics
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Parts, all of one kind.", valueName: "PARTIAL")) var partials: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("Also keep the merged parts.", valueName: "FILE")) var output: String?
    @Option(help: ArgumentHelp("Also one page with figures.", valueName: "FILE")) var html: String?
    @OptionGroup var format: FormatOptions

    func run() throws {
        threads.apply()
        let urls = try partials.map(Input.url)
        for (url, name) in zip(urls, partials) where !url.isThere {
            throw Complaint(name, expected: "a part to merge", found: "no such file", remedy: "check the path")
        }
        let ofComparisons = urls.filter(PartialFile.recognises)
        if ofComparisons.count == urls.count { return try mergeComparisons(urls) }
        guard ofComparisons.isEmpty else {
            throw Complaint("merge", expected: "files of one kind", found: "\(ofComparisons.count) parts of comparisons among \(urls.count) files", remedy: "merge comparisons and statistics apart")
        }
        try mergeStatistics(urls)
    }

    private func mergeComparisons(_ urls: [URL]) throws {
        let parts = try urls.map { try PartialFile($0) }
        let records = try PartialRecords(parts)
        let expected = parts[0].plan.documents.count
        if records.count < expected { Output.warn("warning: \(records.count) of \(expected) documents: run the missing shards and merge again for the whole") }
        if let output { try PartialFile.merge(parts, into: Input.url(output)) }
        let builder = ReportBuilder(plan: parts[0].plan, basis: parts[0].basis)
        try ComparisonOutput(try builder.report(of: records), format: format).print(html: html) { try builder.strips(of: records) }
    }

    private func mergeStatistics(_ urls: [URL]) throws {
        guard let output else {
            throw Complaint("merge", expected: "a file to write the merged statistics to", found: "none", remedy: "name it with -o FILE")
        }
        let merged = try StatisticsCollection.merging(try urls.map { try StatisticsCollection.open($0) })
        try merged.write(to: Input.url(output))
        guard let site = merged.files.keys.max() else { return }
        let counts = try merged.counts(at: site)
        Output.line("\(counts.tokens) tokens of \(counts.documents) documents at \(merged.files.count) sites, \(counts.excluded) positions excluded: \(output)")
    }
}
