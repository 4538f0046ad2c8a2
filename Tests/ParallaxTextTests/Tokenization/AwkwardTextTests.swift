import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Awkward texts")
struct AwkwardTextTests {
    static let texts = try! JSONDecoder().decode(
        [String].self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "awkward-texts.json")))

    @Test(
        "every tokenizer tokenises every one of them, alone and hundreds of times over, and byte-level ones give them back",
        arguments: GoldenTokenizer.all)
    func tokenised(_ golden: GoldenTokenizer) throws {
        let tokenizer = try golden.open()
        #expect(Self.texts.count == 40)
        // Its expressions take the square of a text.
        let times = golden.name == "expressions" ? 10 : 1000
        for text in Self.texts {
            let long = String(repeating: text, count: times)
            var ids: [Int] = [], many: [Int] = []
            let seconds = try ProcessorTime.of {
                ids = try tokenizer.encode(text, addSpecialTokens: false)
                many = try tokenizer.encode(long, addSpecialTokens: false)
            }
            #expect(seconds < 1 * ProcessorTime.slowness, "\(text.debugDescription): \(seconds) s")
            #expect(many.count >= ids.count)
            if ["sample", "llama3", "tekken"].contains(golden.name) {
                #expect(tokenizer.decode(ids, skipSpecialTokens: false).isIdentical(to: text))
                #expect(tokenizer.decode(many, skipSpecialTokens: false).isIdentical(to: long))
            }
        }
    }
}
