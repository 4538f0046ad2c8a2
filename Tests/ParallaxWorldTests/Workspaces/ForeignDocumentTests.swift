import Foundation
import ParallaxWorld
import TestSupport
import Testing

@Suite("Documents as other people have them")
struct ForeignDocumentTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

    @Test(
        "bytes that are no UTF-8 are refused in every kind of document, with line and column; their encoding reads them",
        arguments: [
            ("a.txt", "one\ncaf\u{e9}"), ("a.json", "{\"text\": \"one\",\n \"id\": \"caf\u{e9}\"}"),
            ("a.jsonl", "{\"text\": \"caf\u{e9}\"}\n"), ("chat.json", "[{\"role\": \"user\",\n \"content\": \"caf\u{e9}\"}]"),
            ("chat.json", "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"caf\u{e9}\"}]}]}")
        ])
    func encodings(_ name: String, _ text: String) throws {
        let url = try folder.write(name, latin(text))
        let complaint = #expect(throws: Complaint.self) { try DocumentFile(url, isChat: name == "chat.json").document(0) }
        #expect(
            complaint?.description.contains("0xE9") == true && complaint?.description.contains("column") == true,
            "\(complaint?.description ?? "")")
        let read = try DocumentFile(url, isChat: name == "chat.json", encoding: .latin1).document(0)
        #expect("\(read)".contains("café"))
        // The same in UTF-16 with a mark, without anyone saying so.
        let wide = try folder.write("wide-" + name, [0xff, 0xfe] + Array(text.utf16).flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
        #expect("\(try DocumentFile(wide, isChat: name == "chat.json").document(0))".contains("café"))
    }

    @Test("a workspace says the encoding of its files, for all or for one")
    func workspace() throws {
        try folder.write("a.txt", latin("caf\u{e9}"))
        try folder.write("b.txt", [0x93, 0x61])
        try folder.write(
            "w.yaml",
            "encoding: latin1\ndocuments:\n  - a.txt\n  - file: b.txt\n    encoding: windows-1252\n  - {file: a.txt, encoding: klingon}\ntemplate_variables: {enable_thinking: false, level: \"3\", n: 3, list: [1, null]}\n"
        )
        let workspace = try Workspace.open(folder.url.appending(path: "w.yaml"))
        let documents = DocumentCollection(workspace.documents)
        #expect(try (0..<3).map { try documents.document($0).text } == ["café", "“a", "café"])
        #expect(workspace.complaints.count == 1 && workspace.complaints[0].description.contains("klingon"))
        #expect(
            workspace.templateVariables["enable_thinking"] == .bool(false) && workspace.templateVariables["level"] == .string("3")
                && workspace.templateVariables["n"] == .integer(3))
        #expect(workspace.templateVariables["list"] == .array([.integer(1), .null]))
        try folder.write("w.yaml", latin("model: caf\u{e9}\n"))
        let complaint = #expect(throws: Complaint.self) { try Workspace.open(folder.url.appending(path: "w.yaml")) }
        #expect(complaint?.found.contains("line 1, column 11") == true)
    }

    @Test("token_ids that the tokenizer does not give for the text are refused, with the first difference, unless they are trusted")
    func tokenIDs() throws {
        let model = Places.sampleData.appending(path: "subject"), tokenizer = try Tokenizer.open(folder: model)
        let ids = try tokenizer.encode("Dear Sam, hello", addSpecialTokens: true), bos = try #require(tokenizer.id(of: "<|endoftext|>"))
        func checked(_ ids: [Int], text: String? = "Dear Sam, hello", chat: Conversation? = nil, are: Document.GivenIDs = .all) throws
            -> [Int]
        {
            try Document(id: "d", text: text, tokenIDs: ids, chat: chat, idsAre: are).checkedIDs(
                ids, title: "d", tokenizer, chatTemplate: { try ChatTemplate.open(folder: model) })
        }
        // The sample's own, of which chats begin with two special tokens.
        let samples = try DocumentFile(Places.sampleData.appending(path: "documents.jsonl"))
        for index in 0..<samples.count {
            let document = try samples.document(index), given = try #require(document.tokenIDs)
            #expect(throws: Never.self) { try document.checkedIDs(given, title: document.id, tokenizer) }
        }
        // With or without what begins and ends a document.
        for right in [ids, [bos] + ids, [bos] + ids + [bos], ids + [bos]] { #expect(try checked(right) == right) }
        var changed = ids
        changed[2] = changed[2] == 40 ? 41 : 40
        let complaint = #expect(throws: Complaint.self) { try checked(changed) }
        #expect(
            complaint?.description.contains("at position 2 ") == true && complaint?.description.contains("\(ids[2])") == true
                && complaint?.found.hasPrefix("\(changed[2])") == true)
        // Cut off, which is said; the document may say it itself.
        for kept in [1, ids.count - 1] {
            let cut = Array(ids.prefix(kept))
            let complaint = #expect(throws: Complaint.self) { try checked(cut) }
            #expect(
                complaint?.expected == "the token_ids of its whole text, \(ids.count) without special tokens at the ends"
                    && complaint?.found.hasPrefix("the first \(kept) of them, up to \"") == true)
            #expect(complaint?.remedy.contains("\"truncated\"") == true)
            for right in [cut, [bos] + cut, cut + [bos]] { #expect(try checked(right, are: .truncated) == right) }
        }
        #expect(try checked(ids, are: .truncated) == ids)
        #expect(throws: Complaint.self) { try checked(changed, are: .truncated) }
        #expect(throws: Complaint.self) { try checked(Array(ids.suffix(2)), are: .truncated) }
        #expect(throws: Complaint.self) { try checked(ids + [5], are: .truncated) }
        #expect(throws: Complaint.self) { try checked(ids + [5]) }
        #expect(throws: Complaint.self) { try checked([]) }
        #expect(try checked(changed, are: .trusted) == changed)
        #expect(try checked(changed, text: nil) == changed)
        // Of a chat likewise.
        let chat: Conversation = [ChatMessage(role: "user", content: "Hi")]
        let rendered = try tokenizer.encode(
            try #require(try ChatTemplate.open(folder: model)).render(chat, addGenerationPrompt: true), addSpecialTokens: false)
        #expect(try checked(rendered, text: nil, chat: chat) == rendered)
        #expect(throws: Complaint.self) { try checked(ids, text: nil, chat: chat) }
        #expect(try checked(Array(rendered.prefix(5)), text: nil, chat: chat, are: .truncated) == Array(rendered.prefix(5)))
        for word in Document.GivenIDs.allCases {
            #expect(
                try DocumentFile(folder.write("d.jsonl", #"{"text": "a", "token_ids": [1], "ids": "\#(word.rawValue)"}"#)).document(0)
                    .idsAre == word)
        }
        #expect(throws: Complaint.self) {
            try DocumentFile(folder.write("d.jsonl", #"{"text": "a", "token_ids": [1], "ids": "mine"}"#)).document(0)
        }
    }

    @Test(
        "NaN and infinities, as Python writes them, are read where nobody needs them, and named where a number is needed",
        arguments: ["NaN", "Infinity", "-Infinity"])
    func notFinite(_ word: String) throws {
        let bytes = Array("{\"a\": \(word), \"text\": \"x\", \"n\": [1, \(word)]}".utf8)
        let value = try bytes.withUnsafeBytes { try JSONValue(parsing: $0) }
        #expect(value["a"]?.number == nil && value["a"]?.quoted == word && value["text"]?.string == "x")
        #expect(try JSONText.value(bytes, subject: "x")["a"]?.summary == word)
        #expect(try DocumentFile(folder.write("d.jsonl", bytes)).document(0).text == "x")
        #expect(throws: Complaint.self) { try DocumentFile(folder.write("d.jsonl", "{\"token_ids\": [\(word)]}")).document(0) }
        for wrong in ["{\"a\": Nan}", "{\"a\": Inf}", "{\"a\": -NaNx}", "{\"a\": +Infinity}", "{\"a\": N"] {
            #expect(throws: (any Error).self) { try Array(wrong.utf8).withUnsafeBytes { try JSONValue(parsing: $0) } }
        }
        // In what describes a tokenizer.
        try folder.write("t/tokenizer_config.json", "{\"chat_template\": \"{{ messages[0].content }}\", \"model_max_length\": \(word)}")
        #expect(
            try ChatTemplate.open(folder: folder.url.appending(path: "t"))?.render(
                [ChatMessage(role: "user", content: "x")], addGenerationPrompt: false) == "x")
    }

    @Test("what is no JSON is named with line and column")
    func places() throws {
        let complaint = #expect(throws: Complaint.self) {
            try DocumentFile(folder.write("d.json", "{\n  \"text\": \"é\" \"x\"\n}")).document(0)
        }
        #expect(complaint?.found == "something else than a comma or } at line 2, column 15")
        let inLine = #expect(throws: Complaint.self) {
            try DocumentFile(folder.write("d.jsonl", "{\"text\": \"a\"}\n{\"text\" 3}\n")).document(1)
        }
        #expect(inLine?.subject.hasSuffix("line 2") == true && inLine?.found == "something else than a colon after a key at column 9")
        let configuration = #expect(throws: Complaint.self) { try JSONText.value(Array("{\n \"a\": 1,\n é\n}".utf8), subject: "x.json") }
        #expect(configuration?.found == "\"é\" at line 3, column 2")
    }
}
