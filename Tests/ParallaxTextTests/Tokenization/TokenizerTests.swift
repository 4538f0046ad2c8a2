import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Tokenizer against transformers")
struct TokenizerTests {
    private func compare(_ tokenizer: Tokenizer, _ goldens: TokenizerGoldens) throws {
        for golden in goldens.texts {
            #expect(try tokenizer.encode(golden.text, addSpecialTokens: true) == golden.ids, "\(golden.text.debugDescription)")
            #expect(try tokenizer.encode(golden.text, addSpecialTokens: false) == golden.plain, "\(golden.text.debugDescription)")
            let decoded = tokenizer.decode(golden.ids, skipSpecialTokens: false)
            #expect(
                decoded.isIdentical(to: golden.decoded),
                "\(golden.ids): \(decoded.debugDescription), not \(golden.decoded.debugDescription)")
            let skipped = tokenizer.decode(golden.ids, skipSpecialTokens: true)
            #expect(
                skipped.isIdentical(to: golden.skipped),
                "\(golden.ids): \(skipped.debugDescription), not \(golden.skipped.debugDescription)")
        }
        for golden in goldens.decodings {
            let decoded = tokenizer.decode(golden.ids, skipSpecialTokens: false)
            #expect(
                decoded.isIdentical(to: golden.decoded),
                "\(golden.ids): \(decoded.debugDescription), not \(golden.decoded.debugDescription)")
        }
    }

    @Test("ids and texts are those of transformers", arguments: GoldenTokenizer.all)
    func agrees(_ golden: GoldenTokenizer) throws {
        let goldens = try TokenizerGoldens(golden.name)
        #expect(goldens.texts.count > 100)
        try compare(try golden.open(), goldens)
    }

    @Test(
        "a tokenizer of the outside world (stories260K) agrees too",
        .enabled(if: Places.stories260K != nil, "the data beside the checkout is absent"))
    func outsideTokenizer() throws {
        try compare(try Tokenizer.open(folder: try #require(Places.stories260K)), try TokenizerGoldens("stories260k"))
    }

    @Test("a long word, which is cut where no merge reaches across, gets the ids of transformers")
    func longWords() throws {
        for name in ["sentencepiece", "unknowns", "unknowns-fused"] {
            let tokenizer = try GoldenTokenizer(name: name).open()
            // Without a pre-tokenizer a text is one word: the goldens with many repetitions are longer than what is encoded whole.
            let long = try TokenizerGoldens(name).texts.filter { $0.text.utf8.count > 256 }
            #expect(long.count > 1)
            for golden in long { #expect(try tokenizer.encode(golden.text, addSpecialTokens: true) == golden.ids) }
        }
    }

    @Test("the streamed text is the decoded text, whatever the tokens", arguments: GoldenTokenizer.all)
    func streams(_ golden: GoldenTokenizer) throws {
        let tokenizer = try golden.open()
        let goldens = try TokenizerGoldens(golden.name)
        for ids in goldens.texts.map(\.ids) + goldens.decodings.map(\.ids) {
            for skips in [false, true] {
                var decoder = tokenizer.streamingDecoder(skipSpecialTokens: skips)
                let parts = ids.map { decoder.append($0) }
                let text = parts.joined() + decoder.flush()
                let whole = tokenizer.decode(ids, skipSpecialTokens: skips)
                #expect(text.isIdentical(to: whole), "\(ids): \(text.debugDescription), not \(whole.debugDescription)")
            }
        }
    }

    @Test("the streamed text never holds half a character that is completed later")
    func streamsWholeCharacters() throws {
        let tokenizer = try GoldenTokenizer(name: "sample").open()
        let ids = try tokenizer.encode("a 👩‍👩‍👧‍👦 東京 é", addSpecialTokens: false)
        #expect(tokenizer.texts(ids).contains { $0.contains("\u{FFFD}") }, "no character of this text is split, so nothing is tested")
        var decoder = tokenizer.streamingDecoder()
        for id in ids {
            let part = decoder.append(id)
            #expect(!part.unicodeScalars.contains("\u{FFFD}"))
        }
        #expect(decoder.flush().isEmpty)
    }

    @Test("what each token adds, joined, is the text where no character is split", arguments: GoldenTokenizer.all)
    func textsOfTokens(_ golden: GoldenTokenizer) throws {
        let tokenizer = try golden.open()
        for text in try TokenizerGoldens(golden.name).texts {
            let parts = tokenizer.texts(text.ids)
            #expect(parts.count == text.ids.count)
            guard !parts.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) else { continue }
            #expect(parts.joined().isIdentical(to: text.decoded), "\(parts) of \(text.decoded.debugDescription)")
        }
    }

    @Test("a token that is part of a character shows U+FFFD")
    func partialCharacters() throws {
        let tokenizer = try GoldenTokenizer(name: "sentencepiece").open()
        let ids = try tokenizer.encode("é東", addSpecialTokens: false)
        #expect(tokenizer.decode(ids, skipSpecialTokens: false) == "é東")
        #expect(tokenizer.texts(ids).suffix(3) == ["\u{FFFD}", "\u{FFFD}", "\u{FFFD}"])
    }

    @Test("an id outside the vocabulary decodes to nothing")
    func foreignIDs() throws {
        let tokenizer = try GoldenTokenizer(name: "sample").open()
        for id in [-1, tokenizer.vocabularySize, Int.max, Int.min] {
            #expect(tokenizer.decode([id], skipSpecialTokens: false) == "")
            #expect(tokenizer.texts([id]) == [""])
            #expect(tokenizer.piece(id) == nil)
            var decoder = tokenizer.streamingDecoder()
            #expect(decoder.append(id) + decoder.flush() == "")
        }
    }

    @Test("pieces and ids are each other's inverse")
    func piecesAndIDs() throws {
        // Those without added tokens that normalising changes: such a piece is no name of its id.
        for golden in GoldenTokenizer.all where !golden.name.hasPrefix("unknowns") {
            let tokenizer = try golden.open()
            for id in 0..<tokenizer.vocabularySize {
                guard let piece = tokenizer.piece(id) else { continue }
                #expect(tokenizer.id(of: piece) == id)
            }
            #expect(tokenizer.id(of: "no such piece") == nil)
        }
    }

    @Test("special tokens are those that the files call special")
    func specialTokens() throws {
        let tokenizer = try GoldenTokenizer(name: "byte-level-flags").open()
        let special = (0..<tokenizer.vocabularySize).filter(tokenizer.isSpecial).compactMap(tokenizer.piece)
        #expect(special == ["<s>", "</s>", "<pad>"])
    }

    @Test("random Unicode comes back from a byte-level tokenizer as it went in")
    func roundTrip() throws {
        let tokenizer = try GoldenTokenizer(name: "sample").open()
        var random = SeededGenerator(seed: 7)
        for _ in 0..<400 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let range: ClosedRange<UInt32> = [0...0x7F, 0...0x7FF, 0x300...0x36F, 0x2000...0x30FF, 0...0xFFFF, 0...0x10FFFF][
                    Int.random(in: 0..<6, using: &random)]
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
            }
            let ids = try tokenizer.encode(String(text), addSpecialTokens: false)
            #expect(tokenizer.decode(ids, skipSpecialTokens: false).isIdentical(to: String(text)))
        }
    }
}
