import ParallaxClaims
import TestSupport
import Testing

@Suite("claims taken out of an explanation, and exchanged")
struct ExplanationEditsTests {
    private let text = "A letter.\n\nIt says \"good night\", twice. An owl appears.\n\n1. A harbor.\n2. Ropes."

    private func claim(_ words: String, _ rules: ClaimRules = .standard) throws -> Claim {
        try #require(rules.claims(of: text).first { $0.text == words })
    }

    @Test(
        "a claim goes with its list marker and one of the gaps; nothing else is touched",
        arguments: [
            ("A letter.", "It says \"good night\", twice. An owl appears.\n\n1. A harbor.\n2. Ropes."),
            ("\"good night\"", "A letter.\n\nIt says, twice. An owl appears.\n\n1. A harbor.\n2. Ropes."),
            ("An owl appears.", "A letter.\n\nIt says \"good night\", twice.\n\n1. A harbor.\n2. Ropes."),
            ("A harbor.", "A letter.\n\nIt says \"good night\", twice. An owl appears.\n\n2. Ropes."),
            ("Ropes.", "A letter.\n\nIt says \"good night\", twice. An owl appears.\n\n1. A harbor.")
        ])
    func removing(words: String, left: String) throws {
        #expect(ExplanationEdits.removing(try claim(words), from: text) == left)
    }

    @Test("another value takes the article that it wants")
    func replacing() throws {
        let rules = try SampleClaims.rules.get()
        let owl = try claim("An owl appears.", rules)
        #expect(ExplanationEdits.replacing(owl, with: "fox", in: text) == text.replacing("An owl", with: "A fox"))
        #expect(ExplanationEdits.replacing(owl, with: "ibis", in: text) == text.replacing("An owl", with: "An ibis"))
        #expect(ExplanationEdits.replacing(try claim("\"good night\""), with: "ah", in: text) == text.replacing("good night", with: "ah"))
        #expect(ExplanationEdits.replacing(try claim("Ropes."), with: "Sails!", in: text) == text.replacing("Ropes.", with: "Sails!"))
        #expect(ExplanationEdits.replacingWhole(owl, with: "Nobody.", in: text) == text.replacing("An owl appears.", with: "Nobody."))
    }

    @Test("in another text than its own a claim changes nothing")
    func stale() throws {
        let owl = try claim("An owl appears.")
        for other in ["", "An owl appears.", String(repeating: "🦉", count: 100)] {
            #expect(ExplanationEdits.removing(owl, from: other) == other)
            #expect(ExplanationEdits.replacing(owl, with: "x", in: other) == other)
            #expect(ExplanationEdits.replacingWhole(owl, with: "x", in: other) == other)
        }
    }

    @Test("every swap of the sample world's examples says the other value, in the place of the first")
    func sample() throws {
        let rules = try SampleClaims.rules.get()
        for example in try SampleClaims.examples().prefix(40) {
            let claims = rules.claims(of: example.description)
            for (index, claim) in claims.enumerated() {
                for other in rules.alternatives(to: claim, from: [], limit: 3, seed: 1) {
                    let swapped = rules.claims(of: ExplanationEdits.replacing(claim, with: other, in: example.description))
                    #expect(swapped.map(\.className) == claims.map(\.className))
                    #expect(swapped[index].value == other)
                }
                let without = rules.claims(of: ExplanationEdits.removing(claim, from: example.description))
                #expect(without.map(\.text) == claims.map(\.text).enumerated().filter { $0.offset != index }.map(\.element))
            }
        }
    }

    @Test("quotations go with their marks")
    func quotes() {
        #expect(ExplanationEdits.strippingQuotes(text) == text.replacing(" \"good night\"", with: ""))
        #expect(ExplanationEdits.strippingQuotes("\"a\" b «c». “d”") == "b.")
        #expect(ExplanationEdits.strippingQuotes("no \"quote") == "no \"quote")
    }

    @Test("the last paragraph goes where there are several")
    func paragraphs() {
        #expect(ExplanationEdits.droppingLastParagraph("A.\n\nB. C.\n\nD. E.") == "A.\n\nB. C.")
        #expect(ExplanationEdits.droppingLastParagraph("A. B.") == "A. B.")
    }

    @Test("the first sentences, from none to all")
    func prefixes() {
        #expect(ExplanationEdits.prefixes(of: "A. B.\n\nC.") == ["", "A.", "A. B.", "A. B.\n\nC."])
        #expect(ExplanationEdits.prefixes(of: "") == [""])
        #expect(ExplanationEdits.prefixes(of: "A. B. C.", atMost: 1) == ["", "A."])
    }

    @Test("whatever the text: taking out and putting back keeps every byte around a claim")
    func random() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1500 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in claimAlphabet.randomElement(using: &generator)! }.joined()
            for claim in ClaimRules.standard.claims(of: text) {
                #expect(ExplanationEdits.replacingWhole(claim, with: claim.text, in: text).utf8.elementsEqual(text.utf8))
                let words = { (text: String) in text.filter { !$0.isWhitespace } }
                let left = words(ExplanationEdits.removing(claim, from: text)).utf8.count
                #expect(left <= words(text).utf8.count - words(claim.text).utf8.count)
            }
        }
    }
}
