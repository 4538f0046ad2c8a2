import Foundation
import ParallaxMeasures
import TestSupport
import Testing

/// A dictionary of 32 orthonormal features in 32 dimensions, and activations that it reconstructs exactly: whatever goes wrong was planted.
@Suite("The self-check names what was done wrong")
struct SelfCheckTests {
    private static let width = 32, tokens = 60, active = 4
    let folder: TemporaryFolder
    /// Rows are the features' directions.
    private let directions: [[Float]]
    private let bias: [Float]
    private let activations: Rows

    init() throws {
        folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 21)
        directions = Self.rotation(&generator)
        bias = (0..<Self.width).map { _ in Float.random(in: -6...6, using: &generator) }
        activations = Self.tokens(directions, bias, &generator)
    }

    /// An orthonormal matrix: the identity reflected many times.
    private static func rotation(_ generator: inout SeededGenerator) -> [[Float]] {
        var rows = (0..<width).map { row in (0..<width).map { $0 == row ? Float(1) : 0 } }
        for _ in 0..<40 {
            let v = (0..<width).map { _ in Double.random(in: -1...1, using: &generator) }
            let squares = v.reduce(0) { $0 + $1 * $1 }
            for row in rows.indices {
                let dot = zip(rows[row], v).reduce(0) { $0 + Double($1.0) * $1.1 }
                for i in 0..<width { rows[row][i] -= Float(2 * dot / squares * v[i]) }
            }
        }
        return rows
    }

    /// Each the bias and four features, at 1 to 3.
    private static func tokens(_ directions: [[Float]], _ bias: [Float], _ generator: inout SeededGenerator) -> Rows {
        Rows(
            (0..<tokens).map { _ in
                var x = bias
                for feature in (0..<width).shuffled(using: &generator).prefix(active) {
                    let activation = Float.random(in: 1...3, using: &generator)
                    for i in 0..<width { x[i] += activation * directions[feature][i] }
                }
                return x
            }, width: width)
    }

    /// Writes the dictionary as SAELens would, with a firing fraction that promises four features.
    private func dictionary(site: String = "blocks.3.hook_resid_post", subtracts: Bool = true, transposed: Bool = false, scale: Float = 1)
        throws -> SparseAutoencoder
    {
        let n = Self.width
        let columns = (0..<n).flatMap { i in (0..<n).map { transposed ? directions[i][$0] : directions[$0][i] } }
        try folder.write(
            "sae/cfg.json",
            """
            {"architecture": "jumprelu", "d_in": \(n), "d_sae": \(n), "apply_b_dec_to_input": \(subtracts), "normalize_activations": "none",
             "metadata": {"hook_name": "\(site)", "sae_lens_version": "6.54.12"}}
            """)
        // Trained on scaled inputs: thresholds and b_dec are the scaled ones.
        try SafetensorsWriter.write(
            [
                ("W_enc", .floats([n, n], columns)), ("W_dec", .floats([n, n], directions.flatMap { $0 })),
                ("b_enc", .floats([n], [Float](repeating: 0, count: n))),
                ("b_dec", .floats([n], bias.map { $0 * scale })), ("threshold", .floats([n], [Float](repeating: 0.5 * scale, count: n)))
            ], metadata: [:], to: folder.url.appending(path: "sae/sae_weights.safetensors"))
        let fraction = Float(log10(Double(Self.active) / Double(n)))
        try SafetensorsWriter.write(
            [("sparsity", .floats([n], [Float](repeating: fraction, count: n)))], metadata: [:],
            to: folder.url.appending(path: "sae/sparsity.safetensors"))
        return try SparseAutoencoder.open(folder: folder.url.appending(path: "sae"))
    }

    @Test("nothing is said about a dictionary in its place")
    func sound() throws {
        let check = DictionaryCheck(try dictionary(), CheckMaterial(activations: activations))
        #expect(check.trouble == nil && check.complaint == nil && check.likelyCause == nil)
        #expect(try #require(check.asLoaded.fve) > 0.999)
        #expect(abs(check.asLoaded.l0 - Double(Self.active)) < 0.01)
        #expect(check.asLoaded.silentFeatures < Self.width / 2)
    }

    @Test("a site one block off")
    func site() throws {
        var generator = SeededGenerator(seed: 22)
        let before = Self.tokens(Self.rotation(&generator), bias.map { -2 * $0 }, &generator)
        let after = Self.tokens(Self.rotation(&generator), bias.map { $0 + 4 }, &generator)
        let check = DictionaryCheck(
            try dictionary(site: "blocks.2.hook_resid_post"),
            CheckMaterial(
                activations: before,
                neighbours: [.init(site: .residual(4), activations: activations), .init(site: .residual(2), activations: after)]))
        #expect(check.likelyCause == .site(.residual(4)))
        #expect(
            check.complaint?.remedy.contains("with the activations of site 4 = blocks.3.hook_resid_post") == true,
            "\(check.complaint?.description ?? "no complaint")")
    }

    @Test("a missing input scale")
    func scale() throws {
        let mean = activations.norms.reduce(0, +) / Double(activations.count)
        let factor = Float(Double(Self.width).squareRoot() / mean)
        let check = DictionaryCheck(try dictionary(scale: factor), CheckMaterial(activations: activations))
        guard case .normalisation(.scaled(let found, _))? = check.likelyCause else {
            Issue.record("\(check.complaint?.description ?? "no complaint")")
            return
        }
        #expect(abs(found - factor) < 1e-4 * factor)
        #expect(check.complaint?.remedy.contains("input times") == true)
    }

    @Test("b_dec not subtracted")
    func decoderBias() throws {
        let check = DictionaryCheck(try dictionary(subtracts: false), CheckMaterial(activations: activations))
        #expect(check.likelyCause == .decoderBias(subtracted: true))
        #expect(check.complaint?.remedy.contains("with b_dec subtracted from the input") == true)
    }

    @Test("BOS among the tokens, known by its id or by its norm alone", arguments: [true, false])
    func bos(isMarked: Bool) throws {
        var rows = activations
        rows.values.withUnsafeMutableBufferPointer { for i in 0..<Self.width { $0[i] = i % 2 == 0 ? 900 : -700 } }
        let check = DictionaryCheck(try dictionary(), CheckMaterial(activations: rows, bos: isMarked ? [0] : []))
        #expect(check.likelyCause == .outliers(1))
        #expect(check.complaint?.remedy.contains("without 1 token of BOS") == true, "\(check.complaint?.description ?? "no complaint")")
    }

    @Test("a transposed matrix")
    func transposed() throws {
        let check = DictionaryCheck(try dictionary(transposed: true), CheckMaterial(activations: activations))
        #expect(check.likelyCause == .transposedEncoder)
        #expect(check.complaint?.remedy.contains("the encoder's matrix transposed") == true)
    }

    @Test("what nothing explains is reported with the causes in order")
    func unexplained() throws {
        var generator = SeededGenerator(seed: 23)
        let foreign = Rows(
            (0..<Self.tokens).map { _ in (0..<Self.width).map { _ in Float.random(in: -50...50, using: &generator) } }, width: Self.width)
        let check = DictionaryCheck(try dictionary(), CheckMaterial(activations: foreign))
        #expect(check.trouble?.contains("features active a token where 4") == true, "\(check.trouble ?? "")")
        #expect(check.likelyCause == nil)
        #expect(check.complaint?.remedy.contains("in their order: a site one block off") == true)
    }

    @Test("dictionaries of the sample are in their places")
    func sample() throws {
        for name in DictionaryGolden.names(in: DictionaryGolden.sampleFolder) {
            let golden = try DictionaryGolden(name, file: "sample")
            let dictionary = try SparseAutoencoder.open(folder: DictionaryGolden.sampleFolder.appending(path: name))
            #expect(DictionaryCheck(dictionary, CheckMaterial(activations: golden.input)).complaint == nil, "\(name)")
        }
    }
}
