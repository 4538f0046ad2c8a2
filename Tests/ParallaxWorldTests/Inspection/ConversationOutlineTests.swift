import Foundation
@testable import ParallaxWorld
import TestSupport
import Testing

@Suite("A conversation is counted, however long it is") struct ConversationOutlineTests {
    private func outline(_ text: String) -> ConversationOutline? { Array(text.utf8).withUnsafeBytes { ConversationOutline($0) } }

    private static let message = #"{"role": "user", "content": "Hi"}"#,
        other = #"{"content": [{"type": "text", "text": "x"}], "role": "assistant", "tool_calls": null}"#

    @Test(
        "a list of messages, an object with one, whatever stands beside it",
        arguments: [
            "[\(message), \(other)]", "\u{feff} [\(message),\n\(other)]\n", "{\"messages\": [\(message), \(other)]}",
            "{\"tools\": [{\"role\": 1}], \"chat\": [\(message), \(other)], \"model\": \"m\"}"
        ])
    func counted(_ text: String) throws {
        let found = try #require(outline(text))
        #expect(found.messages == 2 && found.roles == ["user", "assistant"] && found.cutAt == nil)
    }

    @Test(
        "what is no conversation is none",
        arguments: [
            "", "[]", "{}", "[1, 2]", "[{\"text\": \"a\"}]", "[\(message), {\"content\": \"x\"}]", "[\(message)", "[\(message)] x",
            "{\"messages\": \"many\"}", "{\"messages\": [\(message), 3]}", "[{\"role\": 3}]", "[[\(message)]]"
        ])
    func none(_ text: String) { #expect(outline(text) == nil) }

    @Test(
        "inspect says how many there are where so many are not read, and that a document cannot be so long",
        arguments: [(60_000, false), (400_000, true)])
    func inspected(_ count: Int, isTooLong: Bool) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "chat-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(("[" + [String](repeating: Self.message, count: count).joined(separator: ",") + "]").utf8).write(to: url)
        let found = try Inspection.of(url.path)
        #expect(
            found.family == "conversation (JSON)" && found.facts.first { $0.name == "messages" }?.value == .init("\(count)")
                && found.odd.isEmpty == !isTooLong)
        #expect(!isTooLong || found.odd[0] == "As a document at most 1000000 values are read, these are about \(3 * count): split it.")
    }

    @Test("a file that goes on behind the limit is counted to there, and it is said")
    func cut() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "chat-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: url) }
        // A few long messages: what is counted is few, and what is stepped over is long.
        let long = #"{"role": "user", "content": ""# + String(repeating: "a", count: 1 << 20) + "\"}"
        try Data(("[" + [String](repeating: long, count: 130).joined(separator: ",") + "]").utf8).write(to: url)
        let found = try Inspection.of(url.path)
        #expect(found.facts.first { $0.name == "messages" }?.value == .init("127"))
        #expect(
            found.odd.contains { $0.hasPrefix("Its messages were counted in the first \(ConversationOutline.mostBytes) of ") }
                && found.odd.contains { $0.contains("split it") }, "\(found.odd)")
    }
}
