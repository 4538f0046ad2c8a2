import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parts of a comparison as one result, or statistics of parts of a corpus as one file.",
        discussion: """
            What the files are is told by their contents. Parts are taken in the order of the documents, whatever their order here: merged
            shards give the same figures as one run, to the last digit. What is missing is warned of, part by part, with what makes it, and
            so are damaged records, which are left out; compare with such a part as --state computes them again.

            EXAMPLES
              parallax merge part1.comparison part2.comparison --json
              parallax merge part*.statistics -o corpus.statistics
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Parts, all of one kind.", valueName: "PARTIAL")) var partials: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("Also keep the merged parts.", valueName: "FILE")) var output: OutputPath?
    @Option(help: ArgumentHelp("Also one page with figures.", valueName: "FILE")) var html: OutputPath?
    @OptionGroup var outputs: OutputOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        try threads.apply()
        let urls = try partials.map(Input.url)
        for (url, name) in zip(urls, partials) where !url.isThere {
            throw Complaint(name, expected: "a part to merge", found: "no such file", remedy: "check the path")
        }
        let ofComparisons = urls.filter(PartialFile.recognises)
        var places = OutputPlaces(reading: urls, outputs)
        if ofComparisons.count == urls.count {
            let page = try places.open(html, "--html", .page)
            return try mergeComparisons(urls, try places.open(output, "-o", .comparison), page)
        }
        guard ofComparisons.isEmpty else {
            throw Complaint(
                "merge", expected: "files of one kind", found: "\(ofComparisons.count) parts of comparisons among \(urls.count) files",
                remedy: "merge comparisons and statistics apart")
        }
        guard let output else {
            throw Complaint("merge", expected: "a file to write the merged statistics to", found: "none", remedy: "name it with -o FILE")
        }
        guard html == nil else {
            throw Complaint("--html", expected: "parts of comparisons, which make a page", found: "statistics", remedy: "leave it out")
        }
        try mergeStatistics(urls, try places.open(output, "-o", .statistics))
    }

    private func mergeComparisons(_ urls: [URL], _ place: OutputPlace?, _ page: OutputPlace?) throws {
        let parts = try urls.map { try PartialFile($0) }
        let records = try PartialRecords(parts)
        try tell(parts, records)
        try place?.write { try PartialFile.merge(parts, into: $0) }
        let builder = ReportBuilder(plan: parts[0].plan, basis: parts[0].basis)
        try ComparisonOutput(try builder.report(of: records), Making(merged: parts[0].plan), format: format).print(page: page) {
            try builder.strips(of: records)
        }
    }

    /// What is missing, part by part: the result is that of the documents that are there, and says how many they are.
    private func tell(_ parts: [PartialFile], _ records: PartialRecords) throws {
        guard records.count > 0 else {
            let damaged = parts.compactMap { part in part.damageTold.map { "\(part.url.lastPathComponent) has \($0)" } }
            throw Complaint(
                "merge", expected: "a document in one of the parts", found: (["none"] + damaged).joined(separator: "; "),
                remedy: "run parallax compare with these files as --state")
        }
        let missing = PartialRecords.missing(parts)
        if missing.isEmpty { return }
        Output.warning("\(records.count) of \(parts[0].plan.documents.count) documents; merge again when the others are there")
        for sentence in missing { Output.warning("\(sentence)") }
    }

    private func mergeStatistics(_ urls: [URL], _ place: OutputPlace) throws {
        let merged = try StatisticsCollection.merging(
            try urls.map { try StatisticsCollection.open($0) }, names: urls.map(\.lastPathComponent))
        if let missing = merged.missing { Output.warning("\(missing)") }
        try place.write(merged.write)
        guard let site = merged.files.keys.max() else { return }
        let counts = try merged.counts(at: site)
        Output.line(
            "\(counts.tokens) tokens of \(counts.documents) documents at \(merged.files.count) sites, \(counts.excluded) positions excluded: \(place.name)"
        )
    }
}
