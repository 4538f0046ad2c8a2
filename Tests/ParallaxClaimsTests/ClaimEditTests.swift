import Foundation
import ParallaxClaims
import Testing

@Suite("claims that a person edits")
struct ClaimEditTests {
    private let text = "A calm tone. It says \"no\". The end is near."
    //                  0            13               27

    private func read(_ edits: [ClaimEdit]) -> [String] {
        ClaimRules.standard.claims(of: text, edits: edits).map { "\($0.className): \($0.text)" }
    }

    @Test("join, split, not a claim, another class")
    func each() {
        #expect(read([]) == ["theme: A calm tone.", "detail: It says \"no\".", "quote: \"no\"", "detail: The end is near."])
        #expect(read([.join(0..<12)]) == ["theme: A calm tone. It says \"no\".", "quote: \"no\"", "detail: The end is near."])
        #expect(read([.split(27..<43, at: 35)]).suffix(2) == ["detail: The end", "detail: is near."])
        #expect(read([.notAClaim(0..<12)]).first == "detail: It says \"no\".")
        #expect(
            read([.reclass(0..<12, "entity"), .reclass(27..<43, "my own")]) == [
                "entity: A calm tone.", "detail: It says \"no\".", "quote: \"no\"", "my own: The end is near."
            ])
    }

    @Test("edits follow each other: what was joined can be split again")
    func inTurn() {
        #expect(read([.join(0..<12), .split(0..<26, at: 12)]) == read([]))
    }

    @Test("another class brings its kind")
    func kind() {
        #expect(ClaimRules.standard.claims(of: text, edits: [.reclass(0..<12, "entity")])[0].kind == .entity)
    }

    @Test(
        "edits that fit no claim any more change nothing",
        arguments: [
            ClaimEdit.join(1..<12), .join(27..<43), .split(0..<12, at: 0), .split(0..<12, at: 12), .split(0..<12, at: -4),
            .split(0..<12, at: .max), .split(0..<12, at: 1),
            .split(0..<900, at: 5), .notAClaim(0..<900), .reclass(5..<6, "x"), .split(27..<43, at: 42)
        ])
    func stale(edit: ClaimEdit) {
        // A split behind one letter leaves two statements, odd as they are.
        #expect(edit == .split(0..<12, at: 1) ? read([edit]).count == 5 : read([edit]) == read([]))
    }

    @Test("edits are kept as JSON")
    func codable() throws {
        let edits: [ClaimEdit] = [.join(0..<12), .split(27..<43, at: 35), .notAClaim(1..<2), .reclass(0..<1, "x")]
        #expect(try JSONDecoder().decode([ClaimEdit].self, from: JSONEncoder().encode(edits)) == edits)
    }
}
