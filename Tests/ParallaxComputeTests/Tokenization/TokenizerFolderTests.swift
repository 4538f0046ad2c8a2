import Foundation
@testable import ParallaxText
import ParallaxCompute
import TestSupport
import Testing

/// Folders without tokenizer.json, with what transformers makes of texts by them (Goldens/tokenization/make_folder_goldens.py).
private struct FolderGoldens: Decodable {
    struct Folder: Decodable, CustomTestStringConvertible {
        let name: String
        /// By their names; "@" and a name stand for a vocabulary that several have.
        let files: [String: String]
        let size: Int, ids: [[Int]], plain: [[Int]], decoded: [String], skipped: [String]
        var testDescription: String { name }
    }

    let vocabularies: [String: String], texts: [String], folders: [Folder]

    static let all = try! JSONDecoder().decode(FolderGoldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "folders.json")))
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

    @Test("a bare vocabulary is read as transformers reads it, by its class and the tokens that its files name", arguments: FolderGoldens.all.folders)
    private func agrees(_ folder: FolderGoldens.Folder) throws {
        let all = FolderGoldens.all
        let tokenizer = try open(folder.files.mapValues { text in text.first == "@" ? all.vocabularies[String(text.dropFirst())] ?? "" : text })
        #expect(tokenizer.vocabularySize == folder.size || folder.name.contains("twice"))
        for (index, text) in all.texts.enumerated() {
            let ids = try tokenizer.encode(text, addSpecialTokens: true)
            #expect(ids == folder.ids[index], "\(text.debugDescription): \(ids.map { tokenizer.piece($0) ?? "" }), not \(folder.ids[index].map { tokenizer.piece($0) ?? "" })")
            #expect(try tokenizer.encode(text, addSpecialTokens: false) == folder.plain[index], "\(text.debugDescription)")
            #expect(tokenizer.decode(folder.ids[index], skipSpecialTokens: false).isIdentical(to: folder.decoded[index]), "\(text.debugDescription)")
            #expect(tokenizer.decode(folder.ids[index], skipSpecialTokens: true).isIdentical(to: folder.skipped[index]), "\(text.debugDescription)")
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
        #expect(found.family == "tokenizer (vocab.json and merges.txt)" && found.odd.isEmpty && found.facts.contains { $0.name == "vocabulary" && $0.value == "4" })
        try Data("a c\n".utf8).write(to: folder.appending(path: "merges.txt"))
        found = try Inspection.of(folder.path)
        #expect(found.odd.contains { $0.contains("merges.txt") })
    }

    @Test("what lies there instead is named, with the command that converts it")
    func named() {
        let cases: [([String: String], String)] = [
            (["tekken.json": "{}"], "tekken.json"), (["tokenizer.model": "IQ== 0\nIg== 1\n"], "tiktoken"), (["tokenizer.model": "x", "tokenizer_config.json": #"{"tokenizer_class":"T5Tokenizer"}"#], "T5Tokenizer"),
            (["tokenizer.model": "x", "config.json": #"{"model_type":"gemma2"}"#], "gemma2"),
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

    @Test("a class that is not known is named, not guessed")
    func unknownClass() {
        let pairs = ["vocab.json": #"{"a":0,"b":1,"ab":2}"#, "merges.txt": "a b\n"]
        #expect(complaint(pairs.merging(["tokenizer_config.json": #"{"tokenizer_class":"CLIPTokenizer"}"#]) { $1 }).contains("CLIPTokenizer"))
        #expect(complaint(pairs.merging(["tokenizer_config.json": #"{"tokenizer_class":"BertTokenizer"}"#]) { $1 }).contains("BertTokenizer"))
        #expect(complaint(pairs.merging(["config.json": #"{"model_type":"clip"}"#]) { $1 }).contains("clip"))
        #expect(complaint(["vocab.txt": "a\nb\n"]).contains("tokenizer_class"))
        #expect(complaint(["vocab.txt": "a\nb\n", "config.json": #"{"model_type":"distilbert"}"#]).contains("distilbert"))
    }

    @Test("a SentencePiece model that is damaged at any place is read or refused, never believed to be longer than it is")
    func damagedModels() throws {
        let files = try #require(FolderGoldens.all.folders.first { $0.name == "SentencePiece BPE" }).files, text = try #require(files["tokenizer.model"])
        let whole = [UInt8](try #require(Data(base64Encoded: String(text.dropFirst(7)))))
        var random = SeededGenerator(seed: 21), refused = 0
        for round in 0..<300 {
            var bytes = whole
            switch round % 3 {
            case 0: bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &random)...)
            case 1: for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            default: bytes.insert(contentsOf: (0..<5).map { _ in UInt8.random(in: 128...255, using: &random) }, at: Int.random(in: 0..<bytes.count, using: &random))
            }
            do {
                let file = try SentencePieceFile(bytes, subject: "tokenizer.model")
                _ = try SentencePieceConversion(file, isLlama: round % 2 == 0, names: [:], subject: "tokenizer.model").model()
            } catch let complaint as Complaint {
                #expect(complaint.description.contains("tokenizer.model") && complaint.description.utf8.count < 500)
                refused += 1
            }
        }
        #expect(refused > 100)
        for bytes in [[], [0xFF], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x0B]] as [[UInt8]] { #expect(throws: Complaint.self) { try SentencePieceFile(bytes, subject: "tokenizer.model") } }
    }

    @Test("damage is a sentence that names the file", arguments: [
        (["vocab.json": "[]", "merges.txt": ""], "vocab.json"), (["vocab.json": #"{"a":0}"#, "merges.txt": "a b\n"], "merges.txt"), (["vocab.json": #"{"a":0}"#, "merges.txt": "#version: 0.2\n\na\n"], "merges.txt: expected \"a b\" in line 3"), (["vocab.json": #"{"a":-1}"#, "merges.txt": ""], "vocab.json"),
        (["vocab.json": #"{"a":0}"#, "merges.txt": "", "tokenizer_config.json": "[]"], "tokenizer_config.json"), (["vocab.json": #"{"a":0}"#, "merges.txt": "", "special_tokens_map.json": "3"], "special_tokens_map.json"),
        (["vocab.json": #"{"a":0}"#, "merges.txt": "", "added_tokens.json": "null"], "added_tokens.json"), (["vocab.json": #"{"a":0}"#, "merges.txt": "", "tokenizer_config.json": #"{"add_prefix_space":"yes"}"#], "add_prefix_space"),
    ])
    func damaged(_ files: [String: String], _ name: String) { #expect(complaint(files).contains(name), "\(complaint(files))") }
}
