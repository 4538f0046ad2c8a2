import Foundation
import ParallaxCompute
@testable import ParallaxSession
import TestSupport
import Testing

/// A dictionary that reads what the MLP reads and says what the MLP adds, in a session on the sample's model.
@Suite("A session with a transcoder") struct TranscoderSessionTests {
    private static let width = 128, features = 48
    private static let source = Site.mlpNormalized(block: 3), target = Site.mlpOut(block: 3)

    /// A skip transcoder of SAELens with random weights.
    private struct Weights {
        let encoder: [Float], encoderBias: [Float], decoder: [Float], decoderBias: [Float], skip: [Float]

        init() {
            var generator = SeededGenerator(seed: 7)
            func random(_ count: Int, _ scale: Float) -> [Float] {
                (0..<count).map { _ in Float.random(in: -scale...scale, using: &generator) }
            }
            encoder = random(width * features, 0.2)
            encoderBias = random(features, 0.5)
            decoder = random(features * width, 0.1)
            decoderBias = random(width, 0.1)
            skip = random(width * width, 0.05)
        }

        func write(to folder: URL) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let json = """
                {"architecture": "skip_transcoder", "d_in": \(width), "d_out": \(width), "d_sae": \(features), "dtype": "float32", "apply_b_dec_to_input": false,
                 "normalize_activations": "none", "metadata": {"hook_name": "\(source.hookName)", "hook_name_out": "\(target.hookName)", "model_name": "subject"}}
                """
            try json.write(to: folder.appending(path: "cfg.json"), atomically: true, encoding: .utf8)
            func matrix(_ values: [Float], _ width: Int) -> OutputTensor { .floats([values.count / width, width], values) }
            try SafetensorsWriter.write(
                [
                    ("W_enc", matrix(encoder, features)), ("b_enc", .floats([features], encoderBias)), ("W_dec", matrix(decoder, width)),
                    ("b_dec", .floats([width], decoderBias)), ("W_skip", matrix(skip, width))
                ], metadata: [:], to: folder.appending(path: "sae_weights.safetensors"))
        }

        /// relu(x W_enc + b_enc) and f W_dec + b_dec + W_skip x, by plain loops.
        func run(_ x: [Float]) -> (l0: Int, output: [Float]) {
            let active = (0..<features).map { feature in
                max(0, (0..<width).reduce(Double(encoderBias[feature])) { $0 + Double(x[$1]) * Double(encoder[$1 * features + feature]) })
            }
            let output = (0..<width).map { out in
                let decoded = (0..<features).reduce(Double(decoderBias[out])) { $0 + active[$1] * Double(decoder[$1 * width + out]) }
                return Float((0..<width).reduce(decoded) { $0 + Double(x[$1]) * Double(skip[out * width + $1]) })
            }
            return (active.count { $0 > 0 }, output)
        }
    }

    private static func instrument() throws -> Instrument {
        let folder = FileManager.default.temporaryDirectory.appending(path: "transcoder-\(UUID().uuidString)")
        try Weights().write(to: folder.appending(path: "skip"))
        let workspace = """
            model: \(Places.sampleData.path)/subject
            dictionaries:
              - path: skip
              - path: \(Places.sampleData.path)/sae/blocks.3.hook_resid_post-k16
            documents:
              - file: \(Places.sampleData.path)/documents.jsonl
            """
        try workspace.write(to: folder.appending(path: "parallax.yaml"), atomically: true, encoding: .utf8)
        let instrument = try Instrument(Workspace.open(folder))
        // Mapped files stay readable.
        _ = instrument.dictionaries
        try FileManager.default.removeItem(at: folder)
        return instrument
    }

    @Test("it has a row where its output belongs, is judged against what the model adds there, and is put back there")
    func session() throws {
        let instrument = try Self.instrument(), bench = ModelBench(instrument)
        #expect(instrument.dictionaries.complaints.isEmpty, "\(instrument.dictionaries.complaints)")
        #expect(instrument.sites == [0, 1, 2, 3].map(Site.residual) + [Self.target] + [4, 5, 6].map(Site.residual))
        var drive = Drive(bench)
        drive.state.readings.fill.isOn = false
        drive.send(.showing([.splice, .lens]))
        drive.settle()
        drive.send(.placed(row: 4, position: 12))
        drive.settle()
        #expect(drive.state.site == Self.target && drive.state.failures.isEmpty, "\(drive.state.failures)")

        let states = try instrument.trace(0, predicts: false, Cancellation()).states, ids = try instrument.library.tokens(of: 0).0
        let expected = Weights().run(try #require(states[Self.source])[12]), truth = try #require(states[Self.target])[12]
        let reading = try #require(drive.state.dictionaryReading)
        #expect(reading.l0 == expected.l0)
        let cosine = try #require(TokenFigures(activation: truth, reconstruction: expected.output, reference: .none).cosine.number)
        #expect(abs(try #require(reading.figures.cosine.number) - cosine) < 1e-5)
        #expect(reading.figures.normalisedFVE.number != nil, "μ and Var of that site come from the other documents")

        let splice = try #require(drive.state.splice?.rows.first { $0.name == "SAE" })
        let own = try Splice(model: instrument.model, ids: ids, position: 12, site: Self.target, following: 0, continuation: 0, top: 1)
            .run([SpliceVariant(name: "by hand", vector: expected.output)], cancellation: Cancellation())
        #expect(abs(try #require(splice.divergence.number) - (try #require(own[1].divergence.number))) < 1e-4)

        // The lens reads the residual stream: it has no line here, and its cells say why.
        #expect(drive.state.lens?.count == 7)
        #expect(drive.state.gridCell(row: 4, position: 12, colour: .entropy) == .undefined("the logit lens reads the residual stream"))
    }

    @Test("the comparison leaves it aside where others meet, and takes it where its output belongs, reading what it reads")
    func comparison() throws {
        let instrument = try Self.instrument()
        let whole = try instrument.comparisonSubject()
        #expect(whole.site == .residual(4) && whole.dictionaries.count == 1 && whole.sources.isEmpty && whole.complaints.isEmpty)
        let own = try instrument.comparisonSubject(at: Self.target)
        #expect(own.dictionaries.map(\.name) == ["skip"] && own.sources == [Self.source])
        #expect(throws: Complaint.self) { try instrument.comparisonSubject(at: Self.source) }

        var options = ComparisonOptions()
        (options.splicing, options.ranks, options.forcedL0s) = (.main, [4], [])
        let documents = WorkspaceDocuments(instrument)
        let runner = try ComparisonPreparation(subject: own, documents: documents, options: options).runner(
            evaluating: [1], cancellation: Cancellation())
        let record = try runner.run(0, cancellation: Cancellation())
        let report = try ReportBuilder(plan: runner.plan, basis: runner.basis).report(
            of: RecordList([record]), cancellation: Cancellation())
        let method = try #require(report.method("transcoder skip"))
        #expect(
            report.notes.contains { $0.contains("transcoder skip reads \(Self.source.hookName) and reconstructs \(Self.target.hookName)") })

        // The figure is that of its own reading of the document, token by token.
        let states = try instrument.trace(1, predicts: false, Cancellation()).states
        let inputs = try #require(states[Self.source]), truth = try #require(states[Self.target])
        let counted = record.strata.indices.filter { record.strata[$0].isInHeadline }
        let cosines = try counted.map { token in
            try #require(
                TokenFigures(activation: truth[token], reconstruction: Weights().run(inputs[token]).output, reference: .none).cosine.number)
        }
        #expect(abs(try #require(method.value(.cosine)) - cosines.reduce(0, +) / Double(cosines.count)) < 1e-4)
        #expect(method.bits.contains { $0.bits != nil }, "its code was learnt from what it reads in other documents")
    }
}
