import Foundation
import ParallaxCompute
import TestSupport
import Testing

/// A mutant opens or is refused with a sentence; anything else would have ended the program. Enough of them must get far enough to test
/// more than the reader of JSON.
@Suite("Mutated files", .serialized)
struct FuzzTests {
    private struct Tally {
        var opened = 0
        var refusedLate = 0
        var refusedEarly = 0

        func check(_ what: String) {
            let all = opened + refusedLate + refusedEarly
            print(
                "\(what): of \(all) mutants \(opened) opened, \(refusedLate) were refused for what they say, \(refusedEarly) for their form"
            )
            #expect(5 * (opened + refusedLate) >= all, "the mutants do not get past the header")
            #expect(opened > 0 && refusedLate > 0)
        }
    }

    /// - Parameter isEarly: whether a complaint about a mutant is about the form of the file.
    private func fuzz(
        _ what: String, _ originals: [[UInt8]], fragments: [String] = [], isEarly: (Complaint, [UInt8]) -> Bool,
        _ open: ([UInt8]) throws -> Void
    ) throws {
        var mutator = Mutator(seed: 29, fragments: fragments), tally = Tally()
        for round in 0..<Mutator.count {
            let mutant = mutator.mutate(originals[round % originals.count])
            do {
                try open(mutant)
                tally.opened += 1
            } catch let complaint as Complaint {
                #expect(!complaint.description.isEmpty && complaint.description.utf8.count < 4000)
                if isEarly(complaint, mutant) { tally.refusedEarly += 1 } else { tally.refusedLate += 1 }
            }
        }
        tally.check(what)
    }

    private func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    @Test("config.json of every family, old and new, up to the model")
    func configurations() throws {
        let folder = try TemporaryFolder(), file = folder.url.appending(path: "config.json")
        let originals = try Architecture.families.flatMap { family in
            try ["config.json", "config.v4.json"].map { (family, try bytes(family.folder.appending(path: $0))) }
        }
        var stores: [String: WeightStore] = [:]
        for family in Architecture.families { stores[family.name] = try WeightStore(folder: family.folder) }
        var round = 0
        try fuzz("config.json", originals.map(\.1), isEarly: { complaint, _ in complaint.expected == "a JSON object" }) { mutant in
            let store = try #require(stores[originals[round % originals.count].0.name])
            round += 1
            try Data(mutant).write(to: file)
            let model = try DecoderCheckpoint(ModelConfiguration(folder: folder.url), store).model(role: .language)
            // What opens also runs.
            _ = try model.forward(ForwardRequest([.init(.tokens([5, 6, 7]))], logits: .last))
        }
    }

    @Test("tokenizer.json of every family, up to ids and text")
    func tokenizers() throws {
        let names = ["byte-level-flags", "sentencepiece", "metaspace", "qwen", "llama3", "tekken", "gemma", "expressions"]
        let originals = try names.map { try bytes(TokenizerGoldens.folder.appending(path: "\($0)/tokenizer.json")) }
        let expressions = ["(?:", "(?=", "(?!", "(?>", "[^", "\\\\p{L}", "\\\\s+", "{1,3}", "{0,1000}", "*", "+?", "|", ")", "]", "(?i:"]
        try fuzz(
            "tokenizer.json", originals, fragments: expressions,
            isEarly: { complaint, _ in
                complaint.expected.contains("JSON") || complaint.found.contains("byte ") || complaint.found.contains("no sense")
            }
        ) { mutant in
            let tokenizer = try Tokenizer(json: mutant, subject: "tokenizer.json")
            let ids = try tokenizer.encode("The <a> river é🙂\n\n 42 <s>word  \t don't", addSpecialTokens: true)
            _ = tokenizer.decode(ids, skipSpecialTokens: false)
            _ = tokenizer.texts(ids)
        }
    }

    @Test("chat templates of published models")
    func templates() throws {
        let folder = TokenizerGoldens.folder.appending(path: "published")
        let originals = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            try bytes(folder.appending(path: $0))
        }
        let fragments = [
            "{%", "%}", "{{", "}}", "-", "'", "(", ")", "[", "]", "|", ".", " if ", " in ", " is ", "not ", "0", "loop", "{# ", "\n", "🙂",
            "{% for x in messages %}", "{% endfor %}"
        ]
        try fuzz(
            "chat template", originals, fragments: fragments,
            isEarly: { complaint, _ in complaint.expected.contains("%}") || complaint.expected.contains("}}") }
        ) { mutant in
            let template = try ChatTemplate(
                String(decoding: mutant, as: UTF8.self), specialTokens: [("bos_token", "<s>"), ("eos_token", "</s>")])
            _ = try template.render(
                [ChatMessage(role: "system", content: "Be brief."), ChatMessage(role: "user", content: "Hi")], addGenerationPrompt: true)
        }
    }

    @Test("headers of safetensors, up to the numbers")
    func safetensors() throws {
        let folder = try TemporaryFolder(), file = folder.url.appending(path: "x.safetensors")
        let whole = try bytes(RewrittenCheckpoint.tinyTied.appending(path: "model.safetensors"))
        let length = Int(whole.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }), header = Array(whole[8..<8 + length]),
            body = whole[(8 + length)...]
        var random = SeededGenerator(seed: 31)
        try fuzz("safetensors", [header], isEarly: { _, mutant in (try? JSONSerialization.jsonObject(with: Data(mutant))) == nil }) {
            mutant in
            // Now and then the length lies, too.
            let stated =
                Int.random(in: 0..<20, using: &random) == 0
                ? UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random) : UInt64(mutant.count)
            try Data(withUnsafeBytes(of: stated.littleEndian) { Array($0) } + mutant + body).write(to: file)
            let opened = try SafetensorsFile(file.path)
            for view in opened.tensors.values where view.count < 100_000 { _ = view.floats() }
        }
    }
}
