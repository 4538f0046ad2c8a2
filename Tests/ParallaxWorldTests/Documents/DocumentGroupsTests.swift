import Foundation
@testable import ParallaxWorld
import TestSupport
import Testing

@Suite("Copies among documents") struct DocumentGroupsTests {
    /// Every pair, by the definition.
    private static func byHand(_ documents: [[Int]], named: [String?] = []) -> [Int] {
        var group = Array(documents.indices)
        func runs(_ ids: [Int]) -> Set<[Int]> { ids.count < 5 ? [] : Set((0...ids.count - 5).map { Array(ids[$0..<$0 + 5]) }) }
        let sets = documents.map(runs)
        func alike(_ a: Int, _ b: Int) -> Bool {
            if named.indices.contains(a), named.indices.contains(b), let name = named[a], name == named[b] { return true }
            let (x, y) = (documents[a], documents[b])
            guard !x.isEmpty, !y.isEmpty else { return false }
            if x.starts(with: y) || y.starts(with: x) { return true }
            let all = sets[a].union(sets[b]).count
            return all > 0 && 5 * sets[a].intersection(sets[b]).count >= 4 * all
        }
        for b in documents.indices {
            for a in 0..<b where alike(a, b) {
                let (old, new) = (max(group[a], group[b]), min(group[a], group[b]))
                for place in group.indices where group[place] == old { group[place] = new }
            }
        }
        return group
    }

    /// A few texts, and copies of them that are whole, cut, changed in some places, or put together.
    private static func corpus(_ random: inout SeededGenerator) -> [[Int]] {
        let words = Int.random(in: 2...40, using: &random)
        var documents: [[Int]] = []
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            let old = documents.randomElement(using: &random) ?? []
            switch Int.random(in: 0..<6, using: &random) {
            case 0: documents.append(old)
            case 1: documents.append(Array(old.prefix(Int.random(in: 0...max(1, old.count), using: &random))))
            case 2:
                var copy = old
                for _ in 0..<Int.random(in: 1...3, using: &random) where !copy.isEmpty {
                    copy[Int.random(in: copy.indices, using: &random)] = Int.random(in: 0..<words, using: &random)
                }
                documents.append(copy)
            case 3: documents.append(Array(old.dropFirst(Int.random(in: 0...4, using: &random))))
            default:
                let length = Int.random(in: 0...120, using: &random)
                documents.append((0..<length).map { _ in Int.random(in: 0..<words, using: &random) })
            }
        }
        return documents
    }

    @Test("groups of random corpora are those that holding every pair against each other gives")
    func random() {
        var random = SeededGenerator(seed: 16), found = 0
        for _ in 0..<400 {
            let documents = Self.corpus(&random)
            let named = documents.map { _ in Int.random(in: 0..<10, using: &random) == 0 ? ["a", "b"].randomElement(using: &random) : nil }
            let groups = DocumentGroups(documents, named: named)
            #expect(groups.first == Self.byHand(documents, named: named))
            found += groups.copies.count
        }
        #expect(found > 400)
    }

    @Test("a text is no copy of another for a phrase that both have, and four fifths are enough")
    func nearness() {
        let text = Array(0..<104)  // 100 runs
        func changed(at places: Int...) -> [Int] { text.indices.map { places.contains($0) ? 1000 + $0 : text[$0] } }
        // A change in the middle takes five runs away and brings five others: 95 of 105, 90 of 110, 85 of 115.
        #expect(DocumentGroups([text, changed(at: 20), changed(at: 20, 40)]).copies == [[0, 1, 2]])
        #expect(DocumentGroups([text, changed(at: 20, 40, 60)]).copies == [])
        #expect(DocumentGroups([text, Array(text[40...60]) + (500..<600)]).copies == [])
        // 8 runs of 10: exactly four fifths.
        #expect(DocumentGroups([Array(1...14), Array(3...14)]).copies == [[0, 1]])
        #expect(DocumentGroups([Array(1...13), Array(3...13)]).copies == [])
    }

    @Test("what has nothing to say is nobody's copy, and what begins two texts joins them")
    func ends() {
        #expect(DocumentGroups([[], [], [1, 2]]).copies == [])
        #expect(DocumentGroups([[1, 2, 3], [1, 2, 4], [1, 2]]).copies == [[0, 1, 2]])
        #expect(DocumentGroups([]).copies == [])
    }

    @Test("ten thousand documents of a common beginning are told apart without holding every pair against each other")
    func speed() {
        let common = Array(0..<40)
        let documents = (0..<10_000).map { common + (0..<40).map { [number = $0] in 100 + (number * 7919 + $0) % 50_000 } }
        var groups = DocumentGroups([])
        #expect(processorSeconds { groups = DocumentGroups(documents) } < 2 * slowness)
        #expect(groups.first.count == 10_000)
    }

    @Test("what a copy says again counts once, wherever the copies stand, and what it says anew counts there")
    func repeated() {
        let text = Array(10..<30)
        var changed = text
        changed[8] = 99
        let other = Array(50..<70)
        let copies = DocumentCopies([3, 4, 7, 9], comparable: [text, other, Array(text.prefix(6)), changed], named: ["x", nil, nil, "x"])
        #expect(copies.groups == [[3, 7, 9]] && copies.first(of: 9) == 3 && copies.first(of: 4) == 4)
        #expect(copies.repeated(among: [3, 4, 7, 9]) == [7: [0..<6], 9: [0..<8, 13..<20]])
        // Those that are not among them take nothing away.
        #expect(copies.repeated(among: [4, 7, 9]) == [9: [0..<6]])
        #expect(copies.repeated(among: [9, 4]) == [:])
    }

    @Test("a sentence names the groups, and how many more there are")
    func sentence() throws {
        let texts = (0..<14).map { [$0 / 2, 7, 8] }, titles = texts.indices.map { "doc\($0)" }
        let copies = DocumentCopies(Array(texts.indices), comparable: texts)
        let sentence = try #require(copies.sentence(among: texts.indices, titles: titles))
        #expect(sentence.hasSuffix("doc0 = doc1; doc2 = doc3; doc4 = doc5; doc6 = doc7; and 3 more groups"))
        #expect(copies.sentence(among: [], titles: titles) == nil && DocumentCopies.none.sentence(among: [0], titles: titles) == nil)
    }

    @Test("a group is a word or a number of the document; anything else under that name is some other program's")
    func field() throws {
        func group(_ json: String) throws -> String? {
            try Data(json.utf8).withUnsafeBytes { try DocumentFile.document($0, subject: "a", defaultID: "a").group }
        }
        #expect(try group(#"{"text": "x", "group": "trains"}"#) == "trains")
        #expect(try group(#"{"text": "x", "group": 7}"#) == "7")
        for other in ["null", #""""#, "[1]", #"{"a": 1}"#, "0.5", "true", "1e400"] {
            #expect(try group(#"{"text": "x", "group": \#(other)}"#) == nil)
        }
        #expect(try group(#"{"messages": [{"role": "user", "content": "x"}], "group": "a"}"#) == "a")
    }
}
