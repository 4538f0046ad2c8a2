import Foundation
import ParallaxCompute
@testable import ParallaxComparisons
@testable import ParallaxSession
import TestSupport
import Testing

@Suite("Copies are no evidence") struct CopiesTests {
    private static let words = ["fox", "rain", "ring", "sea", "wind", "tree", "stone", "light", "door", "bird", "road", "king"]

    private static func texts(_ count: Int, words length: Int = 8) -> [(title: String, text: String)] {
        var random = SeededGenerator(seed: 5)
        return (0..<count).map { number in
            ("doc\(number)", (0..<length).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " "))
        }
    }

    private static func compare(
        _ documents: [(title: String, text: String)], lines: [String] = [], _ body: (ComparisonRunner, ComparisonReport) throws -> Void
    ) throws {
        let folder = try TemporaryFolder()
        var contents = TinyWorld.Contents()
        contents.documents = documents
        contents.hasVerbalizer = false
        contents.furtherLines = lines
        let world = try TinyWorld(in: folder.url, contents)
        let instrument = try Instrument(Workspace.open(world.workspace))
        var options = ComparisonOptions()
        (options.splicing, options.ranks, options.forcedL0s) = (.none, [2], [])
        let runner = try ComparisonPreparation(
            subject: instrument.comparisonSubject(), documents: WorkspaceDocuments(instrument), options: options
        ).runner(cancellation: Cancellation())
        let records = try runner.plan.documents.indices.map { try runner.run($0, cancellation: Cancellation()) }
        try body(runner, ReportBuilder(plan: runner.plan, basis: runner.basis).report(of: RecordList(records)))
    }

    private static func intervals(_ report: ComparisonReport) -> [String: ComparisonFigure.Interval] {
        var found: [String: ComparisonFigure.Interval] = [:]
        for method in report.methods {
            for figure in method.figures { found["\(method.name) \(figure.definition) \(figure.scale)"] = figure.interval }
        }
        return found
    }

    @Test("a corpus with its documents written twice, one of them eighteen times, or their beginnings, has the figures of the distinct one")
    func copies() throws {
        let distinct = Self.texts(36)
        let twice = distinct + distinct.map { ("again \($0.title)", $0.text) }
        let often = distinct + (0..<17).map { ("copy \($0)", distinct[4].text) }
        let begun = distinct + distinct.map { ("part \($0.title)", String($0.text.prefix($0.text.count / 2))) }
        var figures: [String: ComparisonFigure.Interval] = [:], count = 0
        try Self.compare(distinct) { runner, report in
            (figures, count) = (Self.intervals(report), report.count)
            let plan = String(decoding: try JSONEncoder().encode(runner.plan), as: UTF8.self)
            #expect(runner.plan.copies == nil && !plan.contains("repeated") && !plan.contains("group"))
        }
        #expect(figures.count > 10 && figures.values.contains { $0.high > $0.low })
        for corpus in [twice, often, begun] {
            try Self.compare(corpus) { runner, report in
                #expect(report.count == count)
                #expect(Self.intervals(report) == figures)
                #expect(report.notes.contains { $0.hasPrefix("copies, near-copies") })
                #expect(report.excluded.contains { $0.name == "said in a copy before" })
            }
        }
    }

    @Test("near-copies give the intervals of the distinct corpus within what chance does")
    func nearCopies() throws {
        let distinct = Self.texts(36, words: 20)
        // Another word somewhere.
        var random = SeededGenerator(seed: 9)
        let near =
            distinct
            + distinct.map { title, text in
                var words = text.split(separator: " ").map(String.init)
                words[Int.random(in: 0..<20, using: &random)] = Self.words.randomElement(using: &random) ?? ""
                return ("near \(title)", words.joined(separator: " "))
            }
        var figures: [String: ComparisonFigure.Interval] = [:]
        try Self.compare(distinct) { _, report in figures = Self.intervals(report) }
        try Self.compare(near) { runner, report in
            #expect(runner.plan.documents.allSatisfy { $0.group != nil })
            for (name, interval) in Self.intervals(report) {
                let own = try #require(figures[name]), width = own.high - own.low
                // Half of the documents again, were they counted as evidence, would make it narrower by a third.
                guard width > 1e-6 else { continue }
                #expect((0.8...1.3).contains((interval.high - interval.low) / width), "\(name): \(interval) and \(own)")
                #expect(abs(interval.low + interval.high - own.low - own.high) <= width, "\(name): \(interval) and \(own)")
            }
        }
    }

    @Test("a figure on the screen leaves out the copies of the document that is shown, however it came in, and says on what it rests")
    func shown() throws {
        let folder = try TemporaryFolder(), distinct = Self.texts(8)
        var contents = TinyWorld.Contents()
        contents.documents =
            distinct + [("copy", distinct[0].text), ("part", String(distinct[0].text.prefix(20))), ("again", distinct[3].text)]
        contents.hasVerbalizer = false
        let world = try TinyWorld(in: folder.url, contents)
        let bench = ModelBench(try Instrument(Workspace.open(world.workspace)))
        bench.add(OwnDocument(title: "typed", content: .text(distinct[0].text)))
        _ = try bench.gatherStatistics(Cancellation()) { _ in }
        func rest(_ document: DocumentID) throws -> Provenance {
            let all = try ProvenanceQuestion(document: document, version: 1).answer(on: bench, Cancellation()) { (_: Never) in }
            return try #require(all[0])
        }
        for shown in [0, 8, 9, 11].map({ DocumentID($0) }) {
            let rest = try rest(shown)
            #expect(Set(rest.documents).isDisjoint(with: ["doc0", "copy", "part"]) && rest.judged == .leftOut)
            #expect(rest.documents.count == 7, "of two copies the one that says nothing new has no token that counts")
            let site = bench.instrument.sites[0]
            #expect(bench.statistics(for: shown, at: site)?.count == rest.tokens)
        }
        #expect(try rest(1).documents.count == 7 && rest(1).excluded.contains { $0.name == "said in a copy before" })
        #expect(try !rest(3).documents.contains("again"))
    }

    @Test("the margin of Var leaves out groups, not documents: copies make nothing more certain")
    func margin() throws {
        var noise = MeasureFixtures.Noise(seed: 3)
        let rows = (0..<4).map { _ in noise.rows(30, 8, mean: 1) }
        func file(_ documents: [(String, Rows)]) throws -> StatisticsFile {
            try StatisticsFile(
                site: nil, model: nil, width: 8,
                documents: documents.enumerated().map { DocumentStatistics(index: $0, name: $1.0, activations: $1.1, bos: []) })
        }
        let distinct = try file(rows.enumerated().map { ("d\($0)", $1) })
        let copied = try file((0..<5).flatMap { copy in rows.enumerated().map { ("d\($0) \(copy)", $1) } })
        let groups = Dictionary(uniqueKeysWithValues: copied.documents.map { ($0.name, Int(String($0.name.dropFirst().prefix(1))) ?? 0) })
        let one = try distinct.estimate(leavingOut: "").provenance, many = try copied.estimate(leavingOut: [], groups: groups).provenance
        #expect(abs(try #require(one.varianceMargin) - (try #require(many.varianceMargin))) < 1e-9)
        #expect(many.copies == 16 && many.text == "600 tokens of 20 documents (16 of them copies)" && one.copies == 0)
        let few = try copied.estimate(leavingOut: ["d0 0"], groups: groups.mapValues { $0 / 2 }).provenance
        #expect(few.instability == "fewer than 3 documents, unstable")
    }

    @Test("wherever copies stand, and whatever a person calls a group, none has documents on both sides")
    func sides() throws {
        var random = SeededGenerator(seed: 2)
        let distinct = Self.texts(12)
        for _ in 0..<3 {
            let mixed = (distinct + distinct.prefix(6).map { ("again \($0.title)", $0.text) }).shuffled(using: &random)
            try Self.compare(mixed, lines: ["  - text: a voice", "    group: people", "  - text: the other one", "    group: people"]) {
                runner, report in
                let evaluated = Set(runner.plan.documents.map(\.title)), estimating = Set(runner.frozen.documents)
                #expect(evaluated.isDisjoint(with: estimating) && !evaluated.isEmpty && !estimating.isEmpty)
                for (title, _) in distinct.prefix(6) {
                    #expect(evaluated.contains(title) == evaluated.contains("again \(title)"))
                    #expect(estimating.contains(title) == estimating.contains("again \(title)"))
                }
                #expect(evaluated.contains("text 1") == evaluated.contains("text 2"))
            }
        }
    }

    @Test("a corpus of copies of one text is refused in words")
    func nothingElse() throws {
        let one = (0..<6).map { ("doc\($0)", "the same words in all of them") }
        #expect(throws: Complaint.self) { try Self.compare(one) { _, _ in } }
    }
}
