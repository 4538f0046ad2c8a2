import Foundation
import ParallaxText
import TestSupport
import Testing

/// Tokenizer files in the forms of published models, with what tokenizers makes of texts (Goldens/tokenization/make_real_forms.py).
private struct RealForms: Decodable {
    struct Form: Decodable, CustomTestStringConvertible {
        let name: String, tokenizer: String
        /// By text: ids with and without special tokens, and the first of them decoded with and without.
        let ids: [[Int]], plain: [[Int]], decoded: [String], skipped: [String]
        var testDescription: String { name }
    }

    let texts: [String], forms: [Form]

    static let all = try! JSONDecoder().decode(
        RealForms.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "real-forms.json")))
}

@Suite("Forms of published tokenizers")
struct RealFormTests {
    @Test("there are two dozen of them")
    func forms() { #expect(RealForms.all.forms.count >= 24 && RealForms.all.texts.count > 70) }

    @Test("ids and texts are those of tokenizers, streamed too", arguments: RealForms.all.forms)
    private func agrees(_ form: RealForms.Form) throws {
        let tokenizer = try Tokenizer(json: Array(form.tokenizer.utf8), subject: "tokenizer.json")
        for (index, text) in RealForms.all.texts.enumerated() {
            let ids = try tokenizer.encode(text, addSpecialTokens: true)
            #expect(
                ids == form.ids[index],
                "\(text.debugDescription): \(ids.map { tokenizer.piece($0) ?? "" }), not \(form.ids[index].map { tokenizer.piece($0) ?? "" })"
            )
            #expect(try tokenizer.encode(text, addSpecialTokens: false) == form.plain[index], "\(text.debugDescription)")
            let decoded = tokenizer.decode(form.ids[index], skipSpecialTokens: false),
                skipped = tokenizer.decode(form.ids[index], skipSpecialTokens: true)
            #expect(
                decoded.isIdentical(to: form.decoded[index]),
                "\(text.debugDescription): \(decoded.debugDescription), not \(form.decoded[index].debugDescription)")
            #expect(
                skipped.isIdentical(to: form.skipped[index]),
                "\(text.debugDescription): \(skipped.debugDescription), not \(form.skipped[index].debugDescription)")
            var decoder = tokenizer.streamingDecoder()
            #expect(
                (form.ids[index].map { decoder.append($0) }.joined() + decoder.flush()).isIdentical(to: decoded), "\(text.debugDescription)"
            )
        }
    }

    @Test("an unknown token that the vocabulary has not is no fault where it is never needed")
    func missingUnknown() throws {
        struct Golden: Decodable {
            struct Row: Decodable { let text: String, ids: [Int] }
            let rows: [Row]
        }
        let folder = TokenizerGoldens.folder.appending(path: "unknown-missing"), tokenizer = try Tokenizer.open(folder: folder)
        for row in try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json"))).rows {
            #expect(try tokenizer.encode(row.text, addSpecialTokens: true) == row.ids, "\(row.text.debugDescription)")
        }
    }
}
