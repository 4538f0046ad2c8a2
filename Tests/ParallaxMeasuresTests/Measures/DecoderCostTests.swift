import ParallaxMeasures
import TestSupport
import Testing

@Suite("Parameters and FLOPs of decoders")
struct DecoderCostTests {
    /// Numbers in all tensors of a file whose names pass.
    private static func stored(_ path: String, _ counts: (String) -> Bool = { _ in true }) throws -> Int {
        let file = try SafetensorsFile(Places.sampleData.appending(path: path).path)
        return file.tensors.filter { counts($0.key) }.reduce(0) { $0 + $1.value.shape.reduce(1, *) }
    }

    @Test("a mean is d numbers; PCA of rank k is k + 1 of them, and a product with k")
    func linear() {
        #expect(DecoderCost.mean(width: 128) == DecoderCost(parameters: 128, flops: 0))
        #expect(DecoderCost.principalComponents(rank: 0, width: 128) == DecoderCost(parameters: 128, flops: 128))
        #expect(DecoderCost.principalComponents(rank: 16, width: 128) == DecoderCost(parameters: 2176, flops: 4224))
    }

    @Test("a dictionary stores every row and reads the active ones: 17 d FLOPs at L0 8")
    func dictionary() throws {
        let cost = DecoderCost.dictionary(features: 1024, width: 128, l0: 8)
        #expect(cost.parameters == 131_200 && cost.flops == 17 * 128)
        let dense = DecoderCost.denseDictionary(features: 1024, width: 128)
        #expect(dense.parameters == 131_200 && dense.flops == 2049 * 128)
        // The decoder of a 16k dictionary of a model 3840 wide, the published example.
        #expect(DecoderCost.dictionary(features: 16384, width: 3840, l0: 60).parameters == 62_918_400)
        let folder = "sae/blocks.3.hook_resid_post-k8"
        let sample = try SparseAutoencoder.open(folder: Places.sampleData.appending(path: folder))
        #expect(
            Int(sample.decoderCost(l0: 8).parameters)
                == (try Self.stored(folder + "/sae_weights.safetensors") { $0 == "W_dec" || $0 == "b_dec" }))
    }

    @Test("the sample's AR by hand: four blocks, the embeddings and the value head")
    func reconstructor() throws {
        let configuration = try ModelConfiguration(folder: Places.sampleData.appending(path: "ar"))
        // A block: four matrices 128 × 128, three 128 × 384, two norms of 128.
        let matrices = 4 * 128 * 128 + 3 * 128 * 384, embeddings = 1536 * 128, head = 128 * 128
        #expect(matrices == 212_992)
        let cost = DecoderCost.reconstructor(configuration, promptTokens: 20)
        #expect(cost.parameters == Double(4 * (matrices + 256) + embeddings + head) && cost.parameters == 1_065_984)
        // 20 tokens through the matrices; 1 + 2 + … + 20 = 210 pairs, each 2 · 128 for its score and for its value, in four blocks.
        #expect(cost.flops == Double(2 * 4 * matrices * 20 + 4 * 4 * 128 * 210 + 2 * head) && cost.flops == 34_541_568)
        // Five of them known already: 15 tokens, and the pairs 6 + 7 + … + 20 = 195.
        let later = DecoderCost.reconstructor(configuration, promptTokens: 20, cachedTokens: 5)
        #expect(later.flops == Double(2 * 4 * matrices * 15 + 4 * 4 * 128 * 195 + 2 * head) && later.parameters == cost.parameters)
        #expect(later.note == "its first 5 tokens are computed once for all texts")
    }

    @Test("what is counted is what the sample's files store")
    func stored() throws {
        let ar = try ActivationReconstructor.open(folder: Places.sampleData.appending(path: "ar"))
        let body = try Self.stored("ar/model.safetensors") { $0 != "model.norm.weight" && $0 != "lm_head.weight" }
        #expect(Int(try ar.decoderCost(of: "A letter.").parameters) == body + (try Self.stored("ar/value_head.safetensors")))
        let av = try ActivationVerbalizer.open(folder: Places.sampleData.appending(path: "av"))
        #expect(Int(av.encoderCost(generatedTokens: 40).parameters) == (try Self.stored("av/model.safetensors")))
    }

    @Test("a longer text costs more; an AV costs more than the AR that reads the same text")
    func longer() throws {
        let ar = try ActivationReconstructor.open(folder: Places.sampleData.appending(path: "ar"))
        let short = try ar.decoderCost(of: "A letter."), long = try ar.decoderCost(of: "A letter. Also named is Sam.")
        #expect(long.flops > short.flops && short.flops > 0)
        let av = try ActivationVerbalizer.open(folder: Places.sampleData.appending(path: "av"))
        #expect(av.encoderCost(generatedTokens: 40).flops > long.flops)
        #expect(av.encoderCost(generatedTokens: 40).note == "writes the text: a cost of encoding")
        // One more token: itself through six blocks, the pairs with all before it, one more row of logits.
        let position = Double(av.promptTokenIDs.count + 40)
        let more = av.encoderCost(generatedTokens: 41).flops - av.encoderCost(generatedTokens: 40).flops
        #expect(more == 6 * (2 * 212_992 + 4 * 128 * position) + 2 * 1536 * 128)
    }
}
