import Foundation
import ParallaxWorld
import TestSupport
import Testing

@Suite("documents")
struct DocumentTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a text file is one document, named for its file")
    func text() throws {
        let file = try DocumentFile(folder.write("letter.txt", "\u{feff}Dear Sam,\n{\"text\": 1}\n"))
        #expect(file.count == 1)
        #expect(try file.document(0) == Document(id: "letter", text: "Dear Sam,\n{\"text\": 1}\n"))
    }

    @Test("a chat file is a conversation, of which every key is kept")
    func chat() throws {
        let url = try folder.write(
            "talk.json", #"[{"role":"user","content":"Hi \u00e4\ud83d\ude00\n"},{"content":"Yes?","role":"assistant","extra":{"a":[1]}}]"#)
        let document = try DocumentFile(url).document(0)
        let answer = ChatMessage(members: [
            ("content", .string("Yes?")), ("role", .string("assistant")), ("extra", .object([("a", .array([.integer(1)]))]))
        ])
        #expect(document == Document(id: "talk", chat: [ChatMessage(role: "user", content: "Hi ä😀\n"), answer]))
        #expect(answer.role == "assistant" && answer.content == "Yes?")
    }

    @Test("a line has any of id, text, token_ids and chat; other fields are ignored, however large")
    func lines() throws {
        let big = "[" + Array(repeating: #"{"x":[1,2,{"y":"z\"]}"}]}"#, count: 1000).joined(separator: ",") + "]"
        let url = try folder.write(
            "d.jsonl",
            """
            {"facts":\(big),"id":"a","text":"one","token_ids":[0,5,7]}

            {"id":7,"messages":[{"role":"user","content":"two"}]}\r
            {"token_ids":[],"id":null,"text":null}
              {"chat":[{"role":"user","content":"three"}], "description":\(big)}
            """)
        let file = try DocumentFile(url)
        #expect(file.count == 4)
        let (documents, complaints) = file.documents()
        #expect(complaints.isEmpty)
        #expect(
            documents == [
                Document(id: "a", text: "one", tokenIDs: [0, 5, 7]), Document(id: "7", chat: [ChatMessage(role: "user", content: "two")]),
                Document(id: "d 4", tokenIDs: []), Document(id: "d 5", chat: [ChatMessage(role: "user", content: "three")])
            ])
    }

    @Test(
        "a bad line gets a sentence with its number, the rest is kept",
        arguments: [
            (#"{"text": 3}"#, "a string"), (#"{"id":"x"}"#, "text, token_ids or chat"),
            (#"{"token_ids":[1,-2]}"#, "a token id of 0 or more"),
            (#"{"token_ids":[1.5]}"#, "an integer"), (#"{"token_ids":[true]}"#, "a digit"),
            (#"{"token_ids":[99999999999999999999]}"#, "an integer"),
            (#"{"text":"a""#, "a comma or }"), (#"{"text":"a"} x"#, "nothing after the value"), (#"{"text":"\q"}"#, "a known escape"),
            ("nonsense", "an object"),
            (#"{"chat":[{"role":"user"}],"text":"a"}"#, "a role and a content"), (#"{"chat":[]}"#, "at least one message"),
            (#"{"text":"a"#, "the end of a string"),
            (#"{"text":"\u12"}"#, "a known escape")
        ])
    func badLine(line: String, reason: String) throws {
        let file = try DocumentFile(folder.write("d.jsonl", "{\"text\":\"good\"}\n\(line)\n{\"text\":\"also\"}\n"))
        let (documents, complaints) = file.documents()
        #expect(documents.compactMap(\.text) == ["good", "also"])
        #expect(complaints.count == 1)
        #expect(complaints.first?.subject.hasSuffix("d.jsonl, line 2") == true)
        #expect(complaints.first?.description.contains(reason) == true, "\(complaints)")
    }

    @Test("empty and missing files are refused", arguments: ["a.txt", "a.json", "a.jsonl"])
    func empty(name: String) throws {
        #expect(throws: Complaint.self) { try DocumentFile(try folder.write(name, " \n\n")) }
        #expect(throws: Complaint.self) { try DocumentFile(folder.url.appending(path: "absent/" + name)) }
    }

    @Test("a collection keeps the order of its entries and opens what can be opened")
    func collection() throws {
        let lines = try folder.write("d.jsonl", "{\"text\":\"b\"}\n{\"text\":\"c\"}")
        let collection = DocumentCollection([.text("a"), .file(lines), .chat(folder.url.appending(path: "no.json")), .text("d")])
        #expect(try (0..<collection.count).map { try collection.document($0).text } == ["a", "b", "c", "d"])
        #expect(collection.complaints.count == 1)
    }

    @Test("opening a file of documents and reading one does not read the others' large fields")
    func fast() throws {
        let url = Places.sampleData.appending(path: "documents.jsonl")
        let clock = ContinuousClock()
        let opened = try clock.measure { _ = try DocumentFile(url).document(0) }
        #expect(opened < .milliseconds(50), "\(opened)")
        var complaints: [Complaint] = []
        let all = try clock.measure { complaints = try DocumentFile(url).documents().complaints }
        #expect(complaints.isEmpty)
        #expect(all < .milliseconds(200), "\(all)")
    }

    @Test("thousands of damaged copies are read or refused, none crashes")
    func damaged() throws {
        let valid = Array(
            #"{"id":"ä\u00e4","text":"one \ud83d\ude00 two","token_ids":[0,5,7],"chat":[{"role":"user","content":"x"}],"facts":[[1,{"a":["b"]}],null,true,-1.5e3]}"#
                .utf8)
        var refused = 0
        for copy in mutations(of: valid, count: 3000, seed: 3) {
            guard let file = try? DocumentFile(folder.write("d.jsonl", copy)) else { continue }
            refused += file.documents().complaints.count
        }
        #expect(refused > 1000)
    }
}

extension DocumentFile {
    /// Every document that can be read, and a sentence for each that cannot.
    fileprivate func documents() -> (documents: [Document], complaints: [Complaint]) {
        var documents: [Document] = [], complaints: [Complaint] = []
        for index in 0..<count {
            do { documents.append(try document(index)) } catch {
                if let complaint = error as? Complaint { complaints.append(complaint) }
            }
        }
        return (documents, complaints)
    }
}
