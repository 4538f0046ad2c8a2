import Foundation
@testable import ParallaxText
import ParallaxWorld
import TestSupport
import Testing

/// Folders without tokenizer.json, with what transformers makes of texts by them (Goldens/tokenization/make_folder_goldens.py, make_class_goldens.py).
private struct FolderGoldens: Decodable {
    struct Folder: Decodable, CustomTestStringConvertible {
        let name: String
        /// By their names; "@" and a name stand for a vocabulary that several have.
        let files: [String: String]
        /// `plain`, `decoded` and `skipped` may be of the first texts only.
        let size: Int, ids: [[Int]], plain: [[Int]], decoded: [String], skipped: [String]
        var testDescription: String { name }
    }

    let vocabularies: [String: String], texts: [String], folders: [Folder]

    static let all = read("folders.json"), classes = read("classes.json")

    private static func read(_ name: String) -> FolderGoldens {
        try! JSONDecoder().decode(FolderGoldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: name)))
    }
}

@Suite("Tokenizers without tokenizer.json")
struct TokenizerFolderTests {
    private func open(_ files: [String: String]) throws -> Tokenizer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let data = text.hasPrefix("base64:") ? try #require(Data(base64Encoded: String(text.dropFirst(7)))) : Data(text.utf8)
            try data.write(to: folder.appending(path: name))
        }
        return try Tokenizer.open(folder: folder)
    }

    private func complaint(_ files: [String: String]) -> String {
        do {
            _ = try open(files)
            return "none"
        } catch { return "\(error)" }
    }

    @Test(
        "a bare vocabulary is read as transformers reads it, by its class and the tokens that its files name",
        arguments: FolderGoldens.all.folders)
    private func agrees(_ folder: FolderGoldens.Folder) throws { try agrees(folder, of: .all) }

    @Test(
        "a class says what stands around a vocabulary: special pieces, normaliser, words, what begins and ends a text",
        arguments: FolderGoldens.classes.folders)
    private func agreesByClass(_ folder: FolderGoldens.Folder) throws { try agrees(folder, of: .classes) }

    private func agrees(_ folder: FolderGoldens.Folder, of all: FolderGoldens) throws {
        let tokenizer = try open(
            folder.files.mapValues { text in text.first == "@" ? all.vocabularies[String(text.dropFirst())] ?? "" : text })
        #expect(tokenizer.vocabularySize == folder.size || folder.name.contains("twice"))
        for (index, text) in all.texts.enumerated() {
            let ids = try tokenizer.encode(text, addSpecialTokens: true)
            #expect(
                ids == folder.ids[index],
                "\(text.debugDescription): \(ids.map { tokenizer.piece($0) ?? "" }), not \(folder.ids[index].map { tokenizer.piece($0) ?? "" })"
            )
            if index < folder.plain.count {
                #expect(try tokenizer.encode(text, addSpecialTokens: false) == folder.plain[index], "\(text.debugDescription)")
            }
            if index < folder.decoded.count {
                #expect(
                    tokenizer.decode(folder.ids[index], skipSpecialTokens: false).isIdentical(to: folder.decoded[index]),
                    "\(text.debugDescription)")
            }
            if index < folder.skipped.count {
                #expect(
                    tokenizer.decode(folder.ids[index], skipSpecialTokens: true).isIdentical(to: folder.skipped[index]),
                    "\(text.debugDescription)")
            }
        }
    }

    @Test("inspect says what a bare vocabulary is, and what is wrong with it")
    func inspected() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"{"a":0,"b":1,"ab":2}"#.utf8).write(to: folder.appending(path: "vocab.json"))
        try Data("a b\n".utf8).write(to: folder.appending(path: "merges.txt"))
        var found = try Inspection.of(folder.path)
        #expect(
            found.family == "tokenizer (vocab.json and merges.txt)" && found.odd.isEmpty
                && found.facts.contains { $0.name == "vocabulary" && $0.value == "4" })
        try Data("a c\n".utf8).write(to: folder.appending(path: "merges.txt"))
        found = try Inspection.of(folder.path)
        #expect(found.odd.contains { $0.contains("merges.txt") })
    }

    @Test("what lies there instead is named, with the command that converts it")
    func named() {
        let cases: [([String: String], String)] = [
            (["tekken.json": "{}"], "tekken.json"), (["tokenizer.model": "IQ== 0\nIg== 1\n"], "tiktoken"),
            (["tokenizer.model": "x", "tokenizer_config.json": #"{"tokenizer_class":"RemBertTokenizer"}"#], "RemBertTokenizer"),
            (["tokenizer.model": "x", "config.json": #"{"model_type":"qwen2"}"#], "qwen2")
        ]
        for (files, named) in cases {
            let sentence = complaint(files)
            #expect(sentence.contains(named) && sentence.contains("AutoTokenizer") && sentence.contains("save_pretrained"), "\(sentence)")
        }
        #expect(complaint(["vocab.json": "{}"]).contains("vocab.json alone"))
        #expect(complaint(["merges.txt": ""]).contains("merges.txt alone"))
        let others = complaint(["weights.bin": "", "notes.md": ""])
        #expect(others.contains("notes.md, weights.bin") && others.contains("tokenizer.json"), "\(others)")
        #expect(complaint([:]).contains("no file"))
    }

    @Test("what has no tokenizer.json in any library is not sent to be converted")
    func unconverted() {
        let model = ["sentencepiece.bpe.model": "x"]
        for (files, named) in [
            (["source.spm": "x", "target.spm": "x", "vocab.json": "{}"], "a Marian tokenizer (source.spm, target.spm and vocab.json)"),
            (model.merging(["vocab.json": "{}"]) { $1 }, "sentencepiece.bpe.model beside a vocab.json"),
            (["spiece.model": "x", "tokenizer_config.json": #"{"tokenizer_class":"SiglipTokenizer"}"#], "SiglipTokenizer"),
            (
                ["vocab.txt": "x", "config.json": #"{"model_type":"bert","tokenizer_class":"BertJapaneseTokenizer"}"#],
                "BertJapaneseTokenizer"
            ),
            (
                model.merging(["vocab.json": "{}", "config.json": #"{"model_type":"m2m_100"}"#]) { $1 },
                "sentencepiece.bpe.model beside a vocab.json"
            ),
            (["spiece.model": "x", "tokenizer_config.json": #"{"tokenizer_class":"PLBartTokenizer"}"#], "PLBartTokenizer")
        ] {
            let sentence = complaint(files)
            #expect(
                sentence.contains(named) && sentence.contains("give token ids (--ids, token_ids in documents)")
                    && !sentence.contains("AutoTokenizer"), "\(sentence)")
        }
        // Of a class, or of none: only tokenizer.model may be of none.
        #expect(complaint(["spiece.model": "x"]).contains("spiece.model of LlamaTokenizer, T5Tokenizer"))
    }

    @Test(
        "a class whose settings or whose model do not fit it says what is missing",
        arguments: [
            (
                "mBART", #"{"tokenizer_class":"MBartTokenizer","src_lang":"xx_XX"}"#,
                "a language of MBartTokenizer as src_lang, like en_XX, found \"xx_XX\""
            ), ("T5", #"{"tokenizer_class":"T5Tokenizer","extra_ids":1000000000}"#, "at most 65536 as extra_ids"),
            ("T5", #"{"tokenizer_class":"T5Tokenizer","extra_ids":-1}"#, "extra_ids"),
            ("Pegasus", #"{"tokenizer_class":"PegasusTokenizer","offset":999999999}"#, "at most 65536 as offset"),
            (
                "Pegasus", #"{"tokenizer_class":"PegasusTokenizer","unk_token":"nowhere"}"#,
                "the unknown piece where PegasusTokenizer has it"
            ), ("ALBERT", #"{"tokenizer_class":"AlbertTokenizer","keep_accents":"no"}"#, "keep_accents")
        ])
    func misfits(_ name: String, _ settings: String, _ said: String) throws {
        let all = FolderGoldens.classes, files = try #require(all.folders.first { $0.name == name }).files
        let whole = files.mapValues { text in text.first == "@" ? all.vocabularies[String(text.dropFirst())] ?? "" : text }
        #expect(
            complaint(whole.merging(["tokenizer_config.json": settings]) { $1 }).contains(said),
            "\(complaint(whole.merging(["tokenizer_config.json": settings]) { $1 }))")
    }

    @Test("a class that is not known is named, not guessed")
    func unknownClass() {
        let pairs = ["vocab.json": #"{"a":0,"b":1,"ab":2}"#, "merges.txt": "a b\n"]
        #expect(
            complaint(pairs.merging(["tokenizer_config.json": #"{"tokenizer_class":"HerbertTokenizer"}"#]) { $1 }).contains(
                "HerbertTokenizer"))
        #expect(
            complaint(pairs.merging(["tokenizer_config.json": #"{"tokenizer_class":"BertTokenizer"}"#]) { $1 }).contains("BertTokenizer"))
        #expect(complaint(pairs.merging(["config.json": #"{"model_type":"ctrl"}"#]) { $1 }).contains("ctrl"))
        #expect(complaint(["vocab.txt": "a\nb\n"]).contains("tokenizer_class"))
        #expect(complaint(["vocab.txt": "a\nb\n", "config.json": #"{"model_type":"splinter"}"#]).contains("splinter"))
    }

    @Test("a SentencePiece model that is damaged at any place is read or refused, never believed to be longer than it is")
    func damagedModels() throws {
        let files = try #require(FolderGoldens.all.folders.first { $0.name == "SentencePiece BPE" }).files,
            text = try #require(files["tokenizer.model"])
        let whole = [UInt8](try #require(Data(base64Encoded: String(text.dropFirst(7)))))
        var random = SeededGenerator(seed: 21), refused = 0
        for round in 0..<300 {
            var bytes = whole
            switch round % 3 {
            case 0: bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &random)...)
            case 1: for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            default:
                bytes.insert(
                    contentsOf: (0..<5).map { _ in UInt8.random(in: 128...255, using: &random) },
                    at: Int.random(in: 0..<bytes.count, using: &random))
            }
            do {
                let file = try SentencePieceFile(bytes, subject: "tokenizer.model")
                let kinds: [SentencePieceConversion.Kind] = [.plain, .llama] + SentencePieceClass.allCases.map { .classed($0) }
                let settings = ComponentSettings(subject: "tokenizer.model", part: "tokenizer_config.json", value: .object([]))
                let conversion = try SentencePieceConversion(file, kinds[round % kinds.count], names: [:], subject: "tokenizer.model")
                _ = try conversion.model(conversion.standardTokens, settings)
            } catch let complaint as Complaint {
                #expect(complaint.description.contains("tokenizer.model") && complaint.description.utf8.count < 500)
                refused += 1
            }
        }
        #expect(refused > 100)
        for bytes in [[], [0xFF], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x0B]] as [[UInt8]] {
            #expect(throws: Complaint.self) { try SentencePieceFile(bytes, subject: "tokenizer.model") }
        }
    }

    @Test(
        "damage is a sentence that names the file",
        arguments: [
            (["vocab.json": "[]", "merges.txt": ""], "vocab.json"), (["vocab.json": #"{"a":0}"#, "merges.txt": "a b\n"], "merges.txt"),
            (["vocab.json": #"{"a":0}"#, "merges.txt": "#version: 0.2\n\na\n"], "merges.txt: expected \"a b\" in line 3"),
            (["vocab.json": #"{"a":-1}"#, "merges.txt": ""], "vocab.json"),
            (["vocab.json": #"{"a":0}"#, "merges.txt": "", "tokenizer_config.json": "[]"], "tokenizer_config.json"),
            (["vocab.json": #"{"a":0}"#, "merges.txt": "", "special_tokens_map.json": "3"], "special_tokens_map.json"),
            (["vocab.json": #"{"a":0}"#, "merges.txt": "", "added_tokens.json": "null"], "added_tokens.json"),
            (["vocab.json": #"{"a":0}"#, "merges.txt": "", "tokenizer_config.json": #"{"add_prefix_space":"yes"}"#], "add_prefix_space")
        ])
    func damaged(_ files: [String: String], _ name: String) { #expect(complaint(files).contains(name), "\(complaint(files))") }
}
