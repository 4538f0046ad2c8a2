import Foundation
import ParallaxMeasures
import TestSupport
import Testing

/// The bits that `EntropyModel` reports are bits that a file can be written in: an arithmetic coder with the model frozen on other
/// documents does it, and reads the file back.
@Suite("Entropy bits, written and read")
struct EntropyBitsTests {
    private static let coefficientBits = 4

    private struct Line: Decodable { let token_ids: [Int] }

    /// Activations of the sample's subject at site 4, all tokens but BOS, of documents `range`.
    private static func activations(_ range: Range<Int>) throws -> Rows {
        let lines = try String(contentsOf: Places.sampleData.appending(path: "documents.jsonl"), encoding: .utf8).split(separator: "\n")
        let subject = try LanguageModel.open(folder: Places.sampleData.appending(path: "subject"))
        let inputs = try lines[range].map {
            ForwardRequest.SequenceInput(.tokens(try JSONDecoder().decode(Line.self, from: Data($0.utf8)).token_ids))
        }
        var values: [Float] = []
        for result in try subject.forward(ForwardRequest(inputs, capture: [.residual(4)])) {
            let states = try #require(result.states[.residual(4)])
            values += states.values[states.width...]
        }
        return Rows(count: values.count / 128, width: 128, values: values)
    }

    /// Cumulative frequencies of a distribution, none of them empty.
    private static func bounds(_ probabilities: [Double]) -> [UInt64] {
        let free = Double(ArithmeticEncoder.total) - Double(probabilities.count)
        var sum = 0.0, bounds: [UInt64] = [0]
        for (index, p) in probabilities.enumerated() {
            sum += p
            bounds.append(index + 1 == probabilities.count ? ArithmeticEncoder.total : UInt64(min(sum, 1) * free) + UInt64(index + 1))
        }
        return bounds
    }

    /// The distributions of a model in the order in which a code is written: for each feature whether it is active, and if so its bin.
    private struct Tables {
        let active: [[UInt64]]
        let bins: [[UInt64]]

        init(_ model: EntropyModel) {
            active = (0..<model.featureCount).map { bounds([1 - model.firingProbability($0), model.firingProbability($0)]) }
            bins = (0..<model.featureCount).map { feature in bounds((0..<model.bins).map { model.binProbability(feature, bin: $0) }) }
        }
    }

    @Test("the sample's codes take the bits that are reported, within 1 %, and come back as the quantised codes", arguments: ["k8", "k16"])
    func coded(name: String) throws {
        let dictionary = try SparseAutoencoder.open(folder: Places.sampleData.appending(path: "sae/blocks.3.hook_resid_post-\(name)"))
        let others = dictionary.encode(try Self.activations(8..<60)), x = try Self.activations(0..<8)
        let quantiser = try CoefficientQuantiser(bits: Self.coefficientBits, fittedTo: others.flatMap(\.activations))
        var model = try EntropyModel(featureCount: dictionary.featureCount, bins: quantiser.levels)
        for code in others { model.count(features: code.features, bins: code.activations.map(quantiser.bin)) }

        // What is reported: bits, and the distortion of the quantised codes.
        let codes = dictionary.encode(x), silence = model.silence
        let reported = codes.reduce(0.0) {
            $0 + (model.bits(features: $1.features, bins: $1.activations.map(quantiser.bin), silence: silence).number ?? .nan)
        }
        let quantised = codes.map { code in
            SparseCode(
                features: code.features, activations: code.activations.map { quantiser.value(quantiser.bin($0)) },
                outputScale: code.outputScale, outputShift: code.outputShift)
        }

        // Written and read.
        let tables = Tables(model)
        var encoder = ArithmeticEncoder()
        for code in codes {
            let bins = Dictionary(uniqueKeysWithValues: zip(code.features, code.activations.map(quantiser.bin)))
            for feature in 0..<dictionary.featureCount {
                let bin = bins[feature], active = bin == nil ? 0 : 1
                encoder.encode(tables.active[feature][active]..<tables.active[feature][active + 1])
                if let bin { encoder.encode(tables.bins[feature][bin]..<tables.bins[feature][bin + 1]) }
            }
        }
        encoder.finish()
        #expect(abs(Double(encoder.bits.count) / reported - 1) < 0.01, "\(encoder.bits.count) bits written, \(reported) reported")

        var decoder = ArithmeticDecoder(encoder.bits)
        let read = codes.map { _ in
            var features: [Int] = [], activations: [Float] = []
            for feature in 0..<dictionary.featureCount where decoder.decode(tables.active[feature]) == 1 {
                features.append(feature)
                activations.append(quantiser.value(decoder.decode(tables.bins[feature])))
            }
            return SparseCode(features: features, activations: activations)
        }
        for (read, code) in zip(read, quantised) {
            #expect(
                Dictionary(uniqueKeysWithValues: zip(read.features, read.activations))
                    == Dictionary(uniqueKeysWithValues: zip(code.features, code.activations)))
        }
        // What was read says what was reported of it: the same figures, up to the order in which a reconstruction is summed.
        let (a, b) = (
            try MeasureFixtures.measures(x, dictionary.decode(read)), try MeasureFixtures.measures(x, dictionary.decode(quantised))
        )
        let exact = try MeasureFixtures.measures(x, dictionary.decode(codes))
        for definition in [Definition.global, .normalised, .nmseRaw] {
            let figure = try #require(b.measure(definition).number)
            #expect(MeasureFixtures.isClose(a.measure(definition).number, figure, 1e-6), "\(definition)")
            #expect(exact.measure(definition).number != figure, "quantising costs something, and the figure beside the bits must show it")
        }
    }

    @Test("the entropy code is shorter than the set code, which is shorter than the naive one")
    func order() throws {
        let dictionary = try SparseAutoencoder.open(folder: Places.sampleData.appending(path: "sae/blocks.3.hook_resid_post-k8"))
        let others = dictionary.encode(try Self.activations(8..<60)), codes = dictionary.encode(try Self.activations(0..<8))
        let quantiser = try CoefficientQuantiser(bits: Self.coefficientBits, fittedTo: others.flatMap(\.activations))
        var model = try EntropyModel(featureCount: 1024, bins: quantiser.levels)
        for code in others { model.count(features: code.features, bins: code.activations.map(quantiser.bin)) }
        func mean(_ bits: (SparseCode) -> Outcome) -> Double { codes.reduce(0) { $0 + (bits($1).number ?? .nan) } / Double(codes.count) }
        let entropy = mean { model.bits(features: $0.features, bins: $0.activations.map(quantiser.bin)) }
        let set = mean { CodeLength.set(active: $0.l0, features: 1024, coefficientBits: 4) }
        let naive = mean { CodeLength.naive(active: $0.l0, features: 1024, coefficientBits: 4) }
        #expect(naive == 112, "L0 8 of 1024 in 4 bits, as the recipe counts")
        #expect(entropy < set && set < naive)
    }
}

@Suite("The arithmetic coder of these tests")
struct ArithmeticCoderTests {
    @Test("a thousand random symbols come back, in the bits of their entropy")
    func roundTrip() {
        let bounds: [UInt64] = [0, 10, 1 << 20, 1 << 23, ArithmeticEncoder.total - 3, ArithmeticEncoder.total]
        var noise = MeasureFixtures.Noise(seed: 5)
        let symbols =
            (0..<1000).map { _ in
                let place = UInt64(noise.uniform() * Double(ArithmeticEncoder.total))
                return bounds.lastIndex { $0 <= place } ?? 0
            } + [0, 4, 0, 4]
        var encoder = ArithmeticEncoder(), ideal = 0.0
        for symbol in symbols {
            encoder.encode(bounds[symbol]..<bounds[symbol + 1])
            ideal -= log2(Double(bounds[symbol + 1] - bounds[symbol]) / Double(ArithmeticEncoder.total))
        }
        encoder.finish()
        var decoder = ArithmeticDecoder(encoder.bits)
        #expect(symbols.map { _ in decoder.decode(bounds) } == symbols)
        #expect(Double(encoder.bits.count) > ideal - 1 && Double(encoder.bits.count) < ideal + 4)
    }
}
