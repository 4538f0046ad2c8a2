import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// Expressions that run away, are too deep or too long, or are none (Goldens/tokenization/make_hostile_goldens.py).
struct HostileExpression: Decodable, CustomTestStringConvertible, Sendable {
    let name: String, pattern: [Part], text: [Part]
    /// What tokenizers made of it, where it did within some seconds: how many pieces, and where the first of them end, in characters.
    let pieces: Int?, ends: [Int]?

    enum Part: Decodable, Sendable {
        case text(String)

        private enum CodingKeys: CodingKey { case `repeat`, times, count, to, from, codes }

        var text: String { if case .text(let text) = self { text } else { "" } }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self = .text(text)
                return
            }
            let parts = try decoder.container(keyedBy: CodingKeys.self)
            if let unit = try parts.decodeIfPresent(String.self, forKey: .repeat) {
                self = .text(String(repeating: unit, count: try parts.decode(Int.self, forKey: .times)))
            } else if let prefix = try parts.decodeIfPresent(String.self, forKey: .count) {
                self = .text((0..<(try parts.decode(Int.self, forKey: .to))).map { "\(prefix)\($0)" }.joined(separator: "|"))
            } else {
                let first = try parts.decode(UInt32.self, forKey: .from), codes = try parts.decode(UInt32.self, forKey: .codes)
                self = .text(String(String.UnicodeScalarView((first..<first + codes).compactMap(Unicode.Scalar.init))))
            }
        }
    }

    var testDescription: String { name }

    private struct File: Decodable { let cases: [HostileExpression], siblings: [HostileExpression] }

    static let all: [HostileExpression] = {
        let file = try! JSONDecoder().decode(
            File.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "hostile-expressions.json")))
        return file.cases + file.siblings
    }()
}

@Suite("Hostile expressions", .serialized)
struct HostileExpressionTests {
    /// What tokenizers does, some of it for many seconds, and Parallax need not.
    private static let refused: Set = [
        // The square of a long text, or more.
        "quad a+b 60k", "an atomic group within a repetition", "cheap first, then not", "borders of clusters", "clusters of flags",
        "the same, short", "tempered by a star", "letters that fold",
        // .7 s on a slow machine, which is near the limit.
        "alts 3k on 100k",
        // More steps may follow each other without a retry than are taken on trust.
        "neg lookahead nest", "absence", "brackets within brackets", "recursion down", "seven doublings", "extended mode", "a callout",
        "failure by name", "a counter",
        // Too long, too deep, or too much of it.
        "alts 100k", "4000 properties", "20,001 bytes", "101 brackets", "101 groups", "101 options"
    ]

    @Test("each is done as tokenizers does it, or refused with a sentence, in two seconds and 256 MB", arguments: HostileExpression.all)
    func bounds(_ hostile: HostileExpression) throws {
        let pattern = hostile.pattern.map(\.text).joined(), text = hostile.text.map(\.text).joined()
        var pieces: [String]?, complaint: Complaint?, seconds = 0.0
        func run() throws {
            pieces = nil
            seconds = try ProcessorTime.of {
                do { pieces = try Split("Regex", pattern).pieces(of: text) } catch let error as Complaint { complaint = error }
            }
        }
        var memory = try PeakMemory.of(run)
        // Other tests take memory meanwhile: what is too much once must be too much again.
        for _ in 0..<2 where memory ?? 0 > 256 << 20 { memory = try PeakMemory.of(run) }
        print("\(hostile.name): \(pieces.map { "\($0.count) pieces" } ?? "refused") in \(seconds) s and \((memory ?? 0) >> 20) MB")
        #expect(seconds < 2 * ProcessorTime.slowness)
        #expect(memory ?? 0 < 256 << 20)
        guard let pieces else {
            let complaint = try #require(complaint)
            #expect(complaint.subject == "tokenizer.json" && complaint.description.utf8.count < 1000, "\(complaint)")
            #expect(hostile.pieces == nil || Self.refused.contains(hostile.name), "\(complaint)")
            return
        }
        #expect(pieces.joined() == text)
        guard let count = hostile.pieces, let ends = hostile.ends else { return }
        var end = 0
        let cut = pieces.prefix(20).map { piece in
            end += piece.unicodeScalars.count
            return end
        }
        #expect(pieces.count == count && cut == ends)
    }

    @Test("all of them that Parallax refuses are refused before or while they run, none by its name")
    func names() {
        let names = HostileExpression.all.map(\.name)
        #expect(Set(names).count == names.count && names.count > 110)
        #expect(Self.refused.isSubset(of: names))
    }

    @Test("an expression that takes the square of a text ends with a sentence where it is long, and is done where it is short")
    func lengths() throws {
        let split = try Split("Regex", "(?:(?=a*)a)*b")
        #expect(try split.pieces(of: String(repeating: "a", count: 2000)).count == 1)
        let complaint = #expect(throws: Complaint.self) { try split.pieces(of: String(repeating: "a", count: 100_000)) }
        #expect(
            complaint?.expected.hasPrefix("a text of at most ") == true && complaint?.found == "100000 bytes",
            "\(String(describing: complaint))")
    }

    @Test("a survey bounds the steps: a star is linear, a look to the end within it the square, a look within a look the cube")
    func survey() throws {
        func growth(_ pattern: String) throws -> Double {
            let survey = try ExpressionSurvey(pattern)
            return (survey.steps(in: 10_000_000) / survey.steps(in: 1_000_000)).rounded()
        }
        #expect(try growth("a{3}(?!b)") == 1)
        #expect(try growth(#"\p{L}+|(?:a|b*)+(?=c)|\s+(?!\S)"#) == 10)
        #expect(try growth("(?:(?=a*)a)*") == 100)
        #expect(try growth("(?:(?:(?<!a+b))*a)*") == 100)
        #expect(try growth("(?:(?=(?:(?=a*)a)*)a)*") == 1000)
        #expect(try growth(#"(?:a|\k<x>)*"#) == 100)
        // What is not followed counts for the worst.
        #expect(try growth("(?x)(a*)") >= 100)
    }
}
