import Foundation
import ParallaxCompute
@testable import ParallaxSession
import TestSupport
import Testing

/// What the keys of a feature's page and of the list of dictionaries do.
@Suite("Features in a session") struct FeatureSessionTests {
    private static func open() -> Drive {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.nextPane, .moveDown, .showFeature)
        return drive
    }

    private static func page(_ drive: Drive) throws -> FeaturePage {
        guard case .feature(let page) = drive.state.mode else { throw Missing() }
        return page
    }

    private struct Missing: Error {}

    private static func isReading(_ question: AnyQuestion) -> Bool { question.of(FiringsQuestion.self) != nil }

    @Test("F opens the page of the highlighted feature; documents are read in the background, and what is known shows at once")
    func opening() throws {
        var drive = Self.open()
        let page = try Self.page(drive), reading = try #require(drive.open.first(where: Self.isReading))
        #expect(
            page.feature == drive.state.dictionaryReading?.features[1].id && drive.state.firings(page) == nil && drive.state.isReading(page)
        )
        drive.answer(reading)
        #expect(drive.state.firings(page)?.documents == 30 && !drive.state.isReading(page))
        drive.settle()
        #expect(drive.state.nearest(page)?.isEmpty == false && drive.open.isEmpty)
    }

    @Test("leaving stops the reading; opened again it goes on")
    func leaving() throws {
        var drive = Self.open()
        drive.send(.cancel)
        #expect(drive.state.mode == .browsing && !drive.open.contains(where: Self.isReading))
        drive.send(.showFeature)
        #expect(drive.open.contains(where: Self.isReading))
    }

    @Test("Enter goes to the place, with the feature highlighted in its dictionary's row; on a neighbour to its page")
    func going() throws {
        var drive = Self.open()
        drive.settle()
        let place = try #require(drive.state.firings(try Self.page(drive))?.places[2])
        drive.send(.moveDown, .moveDown, .confirm)
        #expect(
            drive.state.mode == .browsing && drive.state.document == place.document && drive.state.position == place.position
                && drive.state.pane == .features)

        drive = Self.open()
        drive.settle()
        let near = try #require(drive.state.nearest(try Self.page(drive))?[1])
        drive.send(.nextPane, .moveDown, .confirm)
        #expect(try Self.page(drive) == FeaturePage(dictionary: near.dictionary, feature: near.id))
    }

    @Test("← → turn to the features beside it and stop at the ends; / finds another by its label")
    func others() throws {
        var drive = Self.open()
        drive.settle()
        let feature = try Self.page(drive).feature
        drive.send(.moveRight)
        #expect(try Self.page(drive).feature == feature + 1)
        for _ in 0..<feature + 5 { drive.send(.moveLeft) }
        #expect(try Self.page(drive).feature == 0)
        drive.send(.search)
        drive.type("key")
        drive.settle()
        drive.send(.moveDown, .confirm)
        #expect(try Self.page(drive).feature == 330)
    }

    @Test("where nothing is open that has features, a sentence says so")
    func without() {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.placed(row: 6, position: 3))
        drive.settle()
        drive.send(.showFeature)
        #expect(drive.state.mode == .browsing && drive.state.notice?.contains("no dictionary at site 6") == true)
    }

    @Test("d holds the dictionaries of the row side by side; ← → walk on, Enter takes one")
    func sideBySide() throws {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.chooseDictionary)
        drive.settle()
        let position = drive.state.position
        #expect(drive.state.reading(by: 0) != nil && drive.state.reading(by: 1) != nil && drive.state.swept(1)?.divergence == .value(0.004))
        drive.send(.moveRight)
        #expect(drive.state.position == position + 1 && drive.state.swept(1) == nil)
        drive.settle()
        drive.send(.moveDown, .confirm)
        #expect(drive.state.mode == .browsing && drive.state.dictionary == 1)
    }

    @Test("on the sample: counts and places are those of a plain loop over all documents; neighbours those of plain cosines")
    func sample() throws {
        let workspace = """
            model: \(Places.sampleData.path)/subject
            dictionaries:
              - path: \(Places.sampleData.path)/sae/blocks.3.hook_resid_post-k16
                labels: \(Places.sampleData.path)/labels/blocks.3.hook_resid_post-k16.jsonl
              - path: \(Places.sampleData.path)/sae/blocks.3.hook_resid_post-k8
            documents:
              - file: \(Places.sampleData.path)/documents.jsonl
            """
        let folder = FileManager.default.temporaryDirectory.appending(path: "features-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try workspace.write(to: folder.appending(path: "parallax.yaml"), atomically: true, encoding: .utf8)
        let instrument = try Instrument(Workspace.open(folder)), bench = ModelBench(instrument),
            dictionary = instrument.dictionaries.elements[0].autoencoder
        let
            first = dictionary.encode(
                try instrument.trace(0, predicts: false, Cancellation()).states[#require(dictionary.placement).site]!)[20],
            feature = first.features[0]

        var count = 0, tokens = 0, strongest: (document: DocumentID, position: Int, activation: Float) = (0, 0, 0)
        for document in (0..<instrument.library.count).map(DocumentID.init) {
            let codes = dictionary.encode(
                try instrument.trace(document, predicts: false, Cancellation()).states[#require(dictionary.placement).site]!)
            for position in codes.indices.dropFirst() {
                tokens += 1
                let activation = codes[position].activation(of: feature)
                if activation != 0 { count += 1 }
                if activation > strongest.activation { strongest = (document, position, activation) }
            }
        }
        var partial = 0
        let found = try bench.firings(of: feature, 0, Cancellation()) { _ in partial += 1 }
        #expect(found.tokens == tokens && found.firing == count && found.documents == instrument.library.count && partial > 3)
        let place = try #require(found.places.first)
        #expect(
            place.document == strongest.document && place.position == strongest.position
                && abs(place.activation - strongest.activation) < 1e-4)
        #expect(
            found.allPlaces.map(\.activation) == found.allPlaces.map(\.activation).sorted(by: >)
                && found.allPlaces.count == min(count, FeatureFirings.mostPlaces))
        // One a document, its strongest.
        #expect(Set(found.places.map(\.document)).count == found.places.count && found.places.count <= instrument.library.count)
        #expect(found.places.map(\.activation) == found.places.map(\.activation).sorted(by: >))
        #expect(found.leftOut == instrument.library.count, "each BOS")
        let quantiles = try #require(found.quantiles)
        #expect(abs(quantiles.maximum - Double(strongest.activation)) < 1e-4)
        #expect(
            quantiles.median <= quantiles.ninety && quantiles.ninety <= quantiles.ninetyNine && quantiles.ninetyNine <= quantiles.maximum)
        #expect(place.token == instrument.tokenizer.texts([try instrument.library.tokens(of: place.document).ids[place.position]])[0])

        let nearest = try bench.nearest(to: feature, 0, Cancellation()), own = dictionary.decoderRow(feature)
        func cosine(_ a: [Float], _ b: [Float]) -> Double {
            func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
            return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        }
        #expect(Set(nearest.map(\.dictionary)) == [0, 1] && !nearest.contains { $0.dictionary == 0 && $0.id == feature })
        for near in nearest {
            #expect(
                abs(
                    Double(near.cosine)
                        - cosine(own, instrument.dictionaries.elements[near.dictionary.index].autoencoder.decoderRow(near.id))) < 1e-4)
        }
        let best = (0..<dictionary.featureCount).filter { $0 != feature }.map { cosine(own, dictionary.decoderRow($0)) }.max()
        #expect(abs(Double(try #require(nearest.first { $0.dictionary == 0 }).cosine) - (best ?? 0)) < 1e-4)

        let cancelled = Cancellation()
        cancelled.cancel()
        #expect(throws: CancellationError.self) { try bench.firings(of: feature, 0, cancelled) { _ in } }
        #expect(throws: Complaint.self) { try bench.firings(of: dictionary.featureCount, 0, Cancellation()) { _ in } }
    }
}
