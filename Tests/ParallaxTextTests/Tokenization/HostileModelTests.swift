import Foundation
import ParallaxText
import TestSupport
import Testing

/// Models and components of strangers: whatever they say, a text is done or refused with a sentence, in two seconds and 256 MB.
@Suite("Bounds of every model", .serialized)
struct HostileModelTests {
    private typealias Case = (name: String, json: String, text: String, isDone: Bool)

    private static func repeated(_ text: String, _ times: Int) -> String { String(repeating: text, count: times) }
    private static func quoted(_ text: String) -> String { BoundedTokenizerTests.quoted(text) }
    private static func file(_ model: String, _ parts: [String: String] = [:]) -> String {
        "{\"model\":\(model)\(parts.map { ",\"\($0)\":\($1)" }.joined())}"
    }
    private static func vocab(_ pieces: [String]) -> String {
        "{\(pieces.enumerated().map { "\(quoted($1)):\($0)" }.joined(separator: ","))}"
    }
    private static func unigram(_ pieces: [String], _ parts: [String: String] = [:]) -> String {
        file(
            "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[\(pieces.enumerated().map { "[\(quoted($1)),\(-$0)]" }.joined(separator: ","))]}",
            parts)
    }
    private static func wordPiece(_ pieces: [String], longest: Int = 1_000_000_000) -> String {
        file(
            "{\"type\":\"WordPiece\",\"unk_token\":\"u\",\"continuing_subword_prefix\":\"#\",\"max_input_chars_per_word\":\(longest),\"vocab\":\(vocab(pieces))}"
        )
    }
    private static func words(_ parts: [String: String]) -> String {
        file("{\"type\":\"WordLevel\",\"unk_token\":\"u\",\"vocab\":{\"u\":0}}", parts)
    }
    private static func sequence(_ key: String, _ part: String, _ count: Int) -> String {
        "{\"type\":\"Sequence\",\"\(key)\":[\([String](repeating: part, count: count).joined(separator: ","))]}"
    }

    private static let long = _isDebugAssertConfiguration() ? 40_000 : 200_000
    private static let cases: [Case] = [
        (
            "a piece that never ends, for WordPiece",
            wordPiece(["u", "a", "#a", "#" + repeated("a", 50_000) + "b", repeated("a", 50_000) + "b"]), repeated("a", long), false
        ),
        (
            "pieces of every length, for WordPiece", wordPiece(["u", "a"] + (1...1000).map { "#" + repeated("a", $0) }),
            repeated("a", long), true
        ),
        ("a long word that has no end, for WordPiece", wordPiece(["u", "a", "#a"]), repeated("a", long) + "b", true),
        ("a word longer than it may be, for WordPiece", wordPiece(["u", "a", "#a"], longest: 100), repeated("é", long), true),
        ("a piece that never ends, for Unigram", unigram(["u", "a", repeated("a", 50_000) + "b"]), repeated("a", long), false),
        ("pieces of every length, for Unigram", unigram(["u", "a"] + (2...300).map { repeated("a", $0) }), repeated("a", 50_000), true),
        ("unknown characters only, for Unigram", unigram(["u", "a"]), repeated("é", long), true),
        (
            "one word of characters, for Unigram", unigram(["u"] + (0..<26).map { String(UnicodeScalar(97 + UInt8($0))) }),
            repeated("abcdefgz", long / 8), true
        ),
        (
            "one word with marks at its end, for BPE",
            file(
                "{\"type\":\"BPE\",\"unk_token\":\"u\",\"end_of_word_suffix\":\"$\",\"continuing_subword_prefix\":\"#\",\"vocab\":\(vocab(["u", "a", "#a", "#a$", "aa", "#aa"])),\"merges\":[\"a #a\",\"#a #a\"]}"
            ), repeated("a", long), true
        ),
        ("pieces of one character", words(["pre_tokenizer": #"{"type":"FixedLength","length":1}"#]), repeated("é", long), true),
        ("a script for every character", words(["pre_tokenizer": #"{"type":"UnicodeScripts"}"#]), repeated("aя", long / 2), true),
        ("nothing but punctuation", words(["pre_tokenizer": #"{"type":"Punctuation"}"#]), repeated("!", long), true),
        (
            "BERT's Chinese", words(["normalizer": #"{"type":"BertNormalizer"}"#, "pre_tokenizer": #"{"type":"BertPreTokenizer"}"#]),
            repeated("日", long), true
        ),
        (
            "BERT's Chinese, thirty times", words(["normalizer": sequence("normalizers", #"{"type":"BertNormalizer"}"#, 30)]),
            repeated("日", 20_000), false
        ),
        (
            "bytes of bytes of bytes", words(["normalizer": sequence("normalizers", #"{"type":"ByteLevel"}"#, 40)]), repeated("é", 20_000),
            false
        ),
        (
            "a hundred thousand marks", words(["normalizer": #"{"type":"BertNormalizer"}"#]), "e" + repeated("\u{301}\u{316}", long / 2),
            true
        ),
        (
            "a hundred thousand marks in one cluster, for Precompiled",
            words([
                "normalizer":
                    "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(Data([4, 0, 0, 0, 0, 0, 0, 0]).base64EncodedString())\"}"
            ]), "e" + repeated("\u{301}", long), true
        ),
        (
            "flags without an end, for Precompiled",
            words([
                "normalizer":
                    "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(Data([4, 0, 0, 0, 0, 0, 0, 0]).base64EncodedString())\"}"
            ]), repeated("🇫🇮", long / 8), true
        )
    ]

    @Test("a text is done or refused in two seconds and 256 MB", arguments: cases.map(\.name))
    func bounded(_ name: String) throws {
        let (_, json, text, isDone) = try #require(Self.cases.first { $0.name == name })
        var ids: [Int]?, seconds = 0.0
        func run() throws {
            seconds = try ProcessorTime.of {
                do { ids = try Tokenizer(json: Array(json.utf8), subject: "tokenizer.json").encode(text, addSpecialTokens: true) } catch let
                    complaint as Complaint
                {
                    #expect(complaint.subject == "tokenizer.json" && complaint.description.utf8.count < 1000, "\(complaint)")
                }
            }
        }
        var memory = try PeakMemory.of(run)
        for _ in 0..<2 where memory ?? 0 > 256 << 20 { memory = try PeakMemory.of(run) }
        #expect(seconds < 2 * ProcessorTime.slowness, "\(seconds) s")
        #expect(memory ?? 0 < 256 << 20, "\(memory ?? 0) bytes")
        if isDone { #expect(ids?.isEmpty == false) }
    }

    @Test(
        "a file that asks for too much, or is damaged, is refused by name",
        arguments: [
            (file(#"{"type":"Unigram","unk_id":1,"vocab":[["u",0]]}"#), "unk_id"), (file(#"{"type":"Unigram","vocab":{"u":0}}"#), "array"),
            (file(#"{"type":"Unigram","vocab":[["u"]]}"#), "array of 1"), (file(#"{"type":"Unigram","vocab":[["u","a"]]}"#), "score"),
            (file(#"{"type":"Unigram","vocab":[["u",1e999]]}"#), "score"),
            (file(#"{"type":"WordPiece","vocab":[["u",0]],"unk_token":"u"}"#), "object"),
            (file(#"{"type":"WordPiece","vocab":{"u":0}}"#), "unk_token"),
            (file(#"{"type":"WordLevel","vocab":{"u":0},"unk_token":3}"#), "unk_token"),
            (file(#"{"type":"Trie","vocab":{"u":0}}"#), "\"Trie\""),
            (file(#"{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}"#), "dropout"),
            (file(#"{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"],"continuing_subword_prefix":"long"}"#), "shorter"),
            (file(#"{"type":"WordPiece","unk_token":"u","max_input_chars_per_word":-1,"vocab":{"u":0}}"#), "max_input_chars_per_word"),
            (unigram([repeated("a", 9_000_000)]), "9000000"),
            (words(["pre_tokenizer": #"{"type":"FixedLength","length":0}"#]), "length"),
            (words(["pre_tokenizer": #"{"type":"CharDelimiterSplit","delimiter":"ab"}"#]), "delimiter"),
            (words(["pre_tokenizer": #"{"type":"Punctuation","behavior":"Cut"}"#]), "behavior"),
            (words(["pre_tokenizer": #"{"type":"Jieba"}"#]), "Jieba"), (words(["normalizer": #"{"type":"Spell"}"#]), "Spell"),
            (words(["decoder": #"{"type":"Speak"}"#]), "Speak"), (words(["post_processor": #"{"type":"Chat"}"#]), "Chat"),
            (words(["normalizer": #"{"type":"Precompiled","precompiled_charsmap":"?"}"#]), "base64"),
            (words(["normalizer": #"{"type":"Precompiled","precompiled_charsmap":""}"#]), "tree"),
            (words(["normalizer": #"{"type":"Precompiled","precompiled_charsmap":"/////wAAAAA="}"#]), "tree"),
            (words(["normalizer": #"{"type":"Precompiled","precompiled_charsmap":"BAAAAAAAAAD/"}"#]), "UTF-8"),
            (words(["post_processor": #"{"type":"BertProcessing","sep":["a",-1],"cls":["b",1]}"#]), "sep"),
            (words(["post_processor": #"{"type":"RobertaProcessing","sep":["a",1]}"#]), "cls"),
            (words(["decoder": sequence("decoders", #"{"type":"BPEDecoder","suffix":""}"#, 7)]), "decoder"),
            (words(["decoder": #"{"type":"CTC","pad_token":"a","word_delimiter_token":"","cleanup":true}"#]), "word_delimiter_token")
        ])
    func refused(_ json: String, _ named: String) {
        do {
            _ = try Tokenizer(json: Array(json.utf8), subject: "tokenizer.json")
            Issue.record("read: \(json.prefix(200))")
        } catch { #expect("\(error)".contains(named), "\(error)") }
    }

    @Test("a tree of rules that points anywhere gives no rule, whatever the text")
    func wildTrees() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let units = Int.random(in: 1...40, using: &random)
            var bytes = (0..<4).map { UInt8(truncatingIfNeeded: 4 * units >> (8 * $0)) }
            for _ in 0..<4 * units {
                bytes.append(
                    Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 0...3, using: &random))
            }
            bytes += Array("abc\0de\0".utf8)
            let json = Self.words([
                "normalizer": "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(Data(bytes).base64EncodedString())\"}"
            ])
            let text = String(decoding: (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
            _ = try Tokenizer(json: Array(json.utf8), subject: "tokenizer.json").encode(text, addSpecialTokens: true)
        }
    }
}
