import Foundation
@testable import ParallaxComparisons
import TestSupport
import Testing

@Suite("Memory of a merge")
struct MergeMemoryTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private static let width = 64, tokens = 6

    /// A partial of as many made-up documents; what it holds grows with them, 9 kB each.
    private func partial(_ documents: Int) throws -> String {
        var options = ComparisonOptions()
        options.resamples = 40
        options.splicing = .none
        let methods = [("sae", ComparisonMethod.Recipe.dictionary(0)), ("other", .dictionary(0)), ("mean", .mean)].map {
            ComparisonMethod(name: $0.0, recipe: $0.1, target: .activation, options: options)
        }
        let plan = ComparisonPlan(
            site: "blocks.3.hook_resid_post", width: Self.width, options: options, rule: .workspace, methods: methods,
            documents: (0..<documents).map { .init(index: $0, title: "\($0)", tokens: Self.tokens) }, statisticsFrom: "made up",
            statistics: .init(name: "made up", fingerprint: "0"),
            model: .init(name: "none", fingerprint: "0"), dictionaries: [.init(name: "sae", fingerprint: "0")], verbalizers: [], mimics: [])
        let basis = ReportBasis(
            mean: PackedDoubles([Double](repeating: 0, count: Self.width)), variance: 0.8, varianceMissing: nil, tokens: 1000,
            documents: ["other"], pool: 100,
            eigenvalues: PackedDoubles([0.4, 0.2]), curveNote: nil, costs: methods.map { _ in nil }, writingCosts: [], textReferences: [],
            vocabularies: [])
        let layout = RecordLayout(methods), url = folder.url.appending(path: "\(documents).comparison")
        let file = try PartialFile(url, plan: plan, basis: basis)
        for index in 0..<documents {
            var stream = RandomStream(seed: 1, stream: index)
            var record = DocumentRecord(
                index: index, title: "\(index)", tokens: (0..<Self.tokens).map { "t\($0)" },
                strata: (0..<Self.tokens).map { $0 < 3 ? .opening : .rest }, layout: layout, width: Self.width)
            for column in 0..<layout.count { for token in 0..<Self.tokens { record.set(column, token, .value(stream.unit())) } }
            for token in 0..<Self.tokens {
                let x = (0..<Self.width).map { _ in Float(stream.unit()) }, y = (0..<Self.width).map { _ in Float(stream.unit()) }
                record.activations[record.strata[token]].add(x)
                for method in methods.indices { record.add(x, less: y, of: method, token) }
            }
            record.shareTargets(layout)
            try file.append(record)
        }
        return url.path
    }

    @Test("ten times the documents in the file, no more memory but for their names")
    func bounded() throws {
        let few = try partial(200), many = try partial(2000)
        func size(_ path: String) throws -> Int { try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) }
        let growth = try size(many) - size(few)
        #expect(growth > 10_000_000, "a file that would be felt, \(growth) bytes")
        let before = try Program.peakMemory(["merge", few, "--json"]), after = try Program.peakMemory(["merge", many, "--json"])
        // The pages of the file that were looked at are counted, too; they are the kernel's, and go when somebody needs the room.
        #expect(after - before - growth < 4_000_000, "\(before) and \(after) bytes, \(growth) of them the file")
    }
}
