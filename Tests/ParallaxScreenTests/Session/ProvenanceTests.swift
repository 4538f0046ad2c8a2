import Foundation
import ParallaxCompute
@testable import ParallaxSession
@testable import ParallaxViews
import TestSupport
import Testing

/// Every N on the screen is the N of the tokens that the figures beside it rest on.
@Suite("What figures rest on, as the screen says it") struct ProvenanceTests {
    /// A token with an embedding far above the others', so that it is left out wherever it stands.
    private static let outlier = "~"
    private static let bos = "<|endoftext|>"

    @Test("every N on the screen equals a recount from the tokens used, in random workspaces", arguments: 0..<12)
    func recount(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 77)
        let texts = Self.texts(&random)
        try Self.world(texts) { workspace in
            let bench = ModelBench(try Instrument(workspace))
            var drive = Drive(bench)
            drive.state.readings.fill.isOn = false
            drive.settle()
            let row = drive.state.inventory.sites.count - 1
            for document in Set([0, texts.count / 2, texts.count - 1]) {
                drive.state.show(document: DocumentID(document))
                drive.send(.placed(row: document % (row + 1), position: 0))
                drive.settle()
                let site = drive.state.inventory.sites[drive.state.row]
                let counted = try Self.recount(bench.instrument, site, texts, leavingOut: document)
                try Self.check(drive, counted, of: document)
            }
        }
    }

    @Test("few tokens, few documents and a Var that moves with every document are marked in the cells of F, G and B, and of nothing else")
    func marks() throws {
        let few = try Self.figures(documents: 2, tokens: 300, spread: 0), steady = try Self.figures(documents: 30, tokens: 900, spread: 0)
        let moving = try Self.figures(documents: 4, tokens: 400, spread: 1)
        func marked(_ figures: TokenFigures) -> [String] {
            figures.all.filter { FigureText.fraction($0).hasPrefix("~") }.map(\.definition.symbol)
        }
        #expect(marked(steady) == [])
        #expect(few.normalisedFVE.instability == "fewer than 3 documents, unstable" && few.cosine.instability == nil)
        #expect(few.centredFVE().instability != nil && few.centredCosine.instability != nil)
        #expect(moving.normalisedFVE.instability?.hasPrefix("Var ± ") == true, "\(moving.normalisedFVE.provenance)")
        // μ is no number and has no interval: its tokens and documents are enough.
        #expect(moving.centredFVE().instability == nil)
        #expect(FigureText.fraction(moving.normalisedFVE).hasPrefix("~") && !FigureText.fraction(moving.cosine).hasPrefix("~"))
    }

    @Test("the interval of Var is that of the delete-one jackknife, taken document by document from the vectors themselves")
    func jackknife() throws {
        var random = SeededGenerator(seed: 5)
        let parts = (0..<7).map { document in
            (0..<(3 + document * 4)).map { _ in
                (0..<5).map { (i: Int) -> Float in Float.random(in: -1...1, using: &random) + Float(i) / 3 + Float(document) / 9 }
            }
        }
        func variance(_ rows: [[Float]]) -> Double {
            let units = rows.map { row -> [Double] in
                let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                return row.map { Double($0) / length }
            }
            let mean = (0..<5).map { i in units.reduce(0.0) { $0 + $1[i] } / Double(units.count) }
            return 1 - mean.reduce(0) { $0 + $1 * $1 }
        }
        let left = parts.indices.map { out in variance(parts.indices.filter { $0 != out }.flatMap { parts[$0] }) }
        let mean = left.reduce(0, +) / 7, error = (6.0 / 7 * left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        let file = try StatisticsFile(
            site: nil, model: nil, width: 5,
            documents: parts.enumerated().map {
                DocumentStatistics(
                    index: $0, name: "\($0)", activations: Rows(count: $1.count, width: 5, values: $1.flatMap { $0 }), bos: [], rule: .none)
            })
        let found = try #require(try file.estimate(leavingOut: "").provenance.varianceMargin)
        #expect(abs(found / (2.446912 * error / variance(parts.flatMap { $0 })) - 1) < 2e-3)
    }

    // MARK: Tools

    private struct Count: Equatable {
        var tokens = 0
        var documents = 0
        var excluded = 0
    }

    /// From texts and activations alone: no BOS, nothing above ten times the median of what remains of its document, nothing of a copy of the
    /// shown document, and what copies say once.
    private static func recount(_ instrument: Instrument, _ site: Site, _ texts: [String], leavingOut shown: Int) throws -> Count {
        var count = Count()
        // Random texts are copies where they are equal, or where one begins the other.
        let said = texts.map { $0.hasPrefix(bos) ? String($0.dropFirst(bos.count)) : $0 }
        func areCopies(_ a: Int, _ b: Int) -> Bool { said[a].hasPrefix(said[b]) || said[b].hasPrefix(said[a]) }
        for document in 0..<instrument.library.count where !areCopies(document, shown) {
            let before = (0..<document).filter { areCopies($0, document) }.map { said[$0].count }.max() ?? 0
            let ids = try instrument.library.tokens(of: DocumentID(document)).ids
            let states = try instrument.model.forward(ForwardRequest([.init(.tokens(ids))], capture: [site]), cancellation: Cancellation())[
                0
            ]
            .states
            let rows = try #require(states[site])
            let norms = ids.indices.map { sqrt(rows[$0].reduce(0.0) { $0 + Double($1) * Double($1) }) }
            let rest = ids.indices.filter { $0 > 0 || !texts[document].hasPrefix(bos) }
            let sorted = rest.map { norms[$0] }.sorted(), middle = sorted.count / 2
            let median = sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
            // A token a letter.
            let repeated = Set(rest.prefix(before))
            let used = rest.filter { norms[$0] <= 10 * median && !repeated.contains($0) }.count
            count.tokens += used
            count.documents += used > 0 ? 1 : 0
            count.excluded += ids.count - used
        }
        return count
    }

    /// Everything on the screen, in the list of warnings and in a finding that names a number of tokens behind μ and Var.
    private static func check(_ drive: Drive, _ count: Count, of document: Int) throws {
        let state = drive.state
        guard count.tokens > 0 else {
            #expect(StatisticsText.short(state).hasPrefix("no statistics") && state.provenance == nil)
            return
        }
        let provenance = try #require(state.provenance)
        #expect(provenance.tokens == count.tokens && provenance.documents.count == count.documents)
        #expect(provenance.excluded.reduce(0) { $0 + $1.count } == count.excluded, "\(provenance.excluded)")
        var texts = StatisticsText.wordings(state) + state.warnings.filter { $0.hasPrefix("μ and Var from") }
        #expect(
            state.warnings.contains { $0.hasPrefix("μ and Var from") } == (state.dictionary != nil && provenance.varianceInstability != nil)
        )
        for width in [80, 120, 200] {
            texts += ExplorerView.frame(state, size: Size(width: width, height: 40), style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid
                .text.split(separator: "\n").map(String.init).filter { $0.contains("μ, Var") }
        }
        // The mark stands in the cell itself.
        let whole = ExplorerView.frame(state, size: Size(width: 200, height: 50), style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid.text
        if let figures = state.dictionaryReading?.figures {
            #expect(whole.contains(" " + FigureText.fraction(figures.normalisedFVE) + " "))
            #expect(FigureText.fraction(figures.normalisedFVE).hasPrefix("~") == (provenance.varianceInstability != nil))
        }
        let figures = [state.dictionaryReading?.figures, state.verbalReading?.figures].compactMap { $0 }
        texts += figures.flatMap(\.all).filter { $0.varianceSource != .notUsed }.map {
            $0.provenance.components(separatedBy: "Var from")[1]
        }
        for text in texts {
            let numbers = text.matches(of: /(\d[\d,]*) tokens?( of (\d+) document)?/)
            for match in numbers {
                #expect(Int(match.1.replacing(",", with: "")) == count.tokens, "\(text)")
                if let documents = match.3 { #expect(Int(documents) == count.documents, "\(text)") }
            }
        }
        #expect(texts.contains { !$0.matches(of: /\d tokens?/).isEmpty })
        let json = try JSONEncoder().encode(try #require(state.finding(screen: "")))
        let found = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
        let counted = try #require(found["provenance"] as? [String: Any])
        #expect(counted["tokens"] as? Int == count.tokens && counted["documents"] as? Int == count.documents)
    }

    private static func texts(_ random: inout SeededGenerator) -> [String] {
        var texts: [String] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            if let copied = texts.randomElement(using: &random), Int.random(in: 0..<5, using: &random) == 0 {
                texts.append(copied)
                continue
            }
            var text = Bool.random(using: &random) ? bos : ""
            for _ in 0..<Int.random(in: 3...400, using: &random) {
                text += Int.random(in: 0..<40, using: &random) == 0 ? outlier : String("abcdefgh ijkl".randomElement(using: &random) ?? "a")
            }
            texts.append(text)
        }
        return texts
    }

    private static func world(_ texts: [String], _ body: (Workspace) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "provenance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var contents = TinyWorld.Contents()
        contents.hasVerbalizer = false
        contents.documents = texts.enumerated().map { ("text \($0)", $1) }
        let world = try TinyWorld(in: folder, contents)
        try enlarge(world.model.appending(path: "model.safetensors"))
        try body(Workspace.open(world.workspace))
    }

    /// Makes the outlier's embedding a thousand times as long.
    private static func enlarge(_ file: URL) throws {
        var data = try Data(contentsOf: file)
        let length = Int(data.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        let header = try #require(JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
        let tensor = try #require(header["model.embed_tokens.weight"] as? [String: Any])
        let offset = try #require((tensor["data_offsets"] as? [Int])?.first), shape = try #require(tensor["shape"] as? [Int])
        let token = 3 + Int(try #require(outlier.utf8.first))
        for i in 0..<shape[1] {
            let place = 8 + length + offset + (token * shape[1] + i) * 4
            let bits = data[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            withUnsafeBytes(of: (Float(bitPattern: bits) * 1000).bitPattern.littleEndian) {
                data.replaceSubrange(place..<place + 4, with: $0)
            }
        }
        try data.write(to: file)
    }

    /// Figures that rest on documents whose directions differ by `spread`.
    private static func figures(documents: Int, tokens: Int, spread: Float) throws -> TokenFigures {
        var random = SeededGenerator(seed: 9)
        let each = tokens / documents
        let parts = (0..<documents).map { document -> DocumentStatistics in
            let first = 1 + 3 * spread * Float(document)
            var rows: [Float] = []
            for value in 0..<each * 4 { rows.append((value % 4 == 0 ? first : 0) + Float.random(in: -1...1, using: &random)) }
            return DocumentStatistics(
                index: document, name: "\(document)", activations: Rows(count: each, width: 4, values: rows), bos: [], rule: .workspace)
        }
        let file = try StatisticsFile(site: nil, model: nil, width: 4, documents: parts)
        return TokenFigures(
            activation: [1, 2, 3, 4], reconstruction: [1, 2, 3, 3], reference: MeasureReference(try file.estimate(leavingOut: "")))
    }
}
