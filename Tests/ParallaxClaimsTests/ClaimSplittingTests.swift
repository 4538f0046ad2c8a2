import ParallaxClaims
import TestSupport
import Testing

@Suite("an explanation falls into claims")
struct ClaimSplittingTests {
    private func read(_ text: String, _ rules: ClaimRules = .standard) -> [String] {
        rules.claims(of: text).map { "\($0.className): \($0.text)" + ($0.value.map { " = \($0)" } ?? "") }
    }

    @Test("free English, as the published NLAs write it")
    func published() {
        let text = """
            Instructional text about gardening, written as a list. The sentence "water the roses" was just quoted.
            It names Ada Lovelace and the year 1843. Soil is discussed in twelve steps. A calm tone prevails.

            The final token "every" ends a phrase; a word such as "morning" or "day" is expected.
            """
        #expect(
            read(text) == [
                "theme: Instructional text about gardening, written as a list.",
                "detail: The sentence \"water the roses\" was just quoted.",
                "quote: \"water the roses\" = water the roses",
                "entity: It names Ada Lovelace and the year 1843. = Ada Lovelace",
                "entity: Soil is discussed in twelve steps. = twelve",
                "detail: A calm tone prevails.",
                "next: The final token \"every\" ends a phrase; a word such as \"morning\" or \"day\" is expected.",
                "quote: \"every\" = every",
                "quote: \"morning\" = morning",
                "quote: \"day\" = day"
            ])
    }

    @Test("items of a list are claims without their marks; the last item is no closing paragraph")
    func lists() {
        #expect(
            read("Notes.\n- A calm tone.\n* About sailing\n1. A harbor.\n12) Ropes") == [
                "theme: Notes.", "detail: A calm tone.", "detail: About sailing", "detail: A harbor.", "detail: Ropes"
            ])
        #expect(read("Notes.\n-5 degrees") == ["theme: Notes.", "next: -5 degrees"])
    }

    @Test(
        "a sentence that is nothing but a quotation is one claim, and punctuation claims nothing",
        arguments: [
            ("\"Here the cat\".", ["quote: \"Here the cat\" = Here the cat"]),
            ("…\n!!", []),
            ("", []),
            ("An open \" mark.", ["theme: An open \" mark."]),
            ("“A” and «b»", ["theme: “A” and «b»", "quote: “A” = A", "quote: «b» = b"])
        ])
    func corners(text: String, claims: [String]) {
        #expect(read(text) == claims)
    }

    @Test("a form reads its sentence whole, what it quotes included; its value is the part that a swap exchanges")
    func forms() throws {
        let rules = try SampleClaims.rules.get()
        #expect(
            read("A French note. The last words are \". Paul regarde\". The mood is green. An owl appears.", rules) == [
                "genre: A French note. = French note", "tail: The last words are \". Paul regarde\". = . Paul regarde",
                "unparsed: The mood is green.", "animal: An owl appears. = owl"
            ])
    }

    @Test("all worked examples of the sample world fall into the slots and values that they state")
    func sample() throws {
        let rules = try SampleClaims.rules.get()
        let examples = try SampleClaims.examples()
        #expect(examples.count == 200)
        for example in examples {
            let claims = rules.claims(of: example.description)
            #expect(claims.map { [$0.text, $0.className, $0.value ?? ""] } == example.claims.map { [$0.text, $0.slot, $0.value] })
        }
    }

    @Test("whatever the text: ranges lie in it at whole characters, hold the claim, and sentences do not overlap", arguments: [0, 1])
    func ranges(kind: Int) throws {
        let rules = kind == 0 ? ClaimRules.standard : try SampleClaims.rules.get()
        var generator = SeededGenerator(seed: 11)
        var found = 0
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in claimAlphabet.randomElement(using: &generator)! }.joined()
            let boundaries = Set(text.indices.map { text.utf8.distance(from: text.startIndex, to: $0) } + [text.utf8.count])
            var end = 0
            for claim in rules.claims(of: text) {
                found += 1
                let places = [claim.range] + (claim.valueRange.map { [$0] } ?? [])
                for place in places { #expect(boundaries.contains(place.lowerBound) && boundaries.contains(place.upperBound)) }
                #expect(Array(text.utf8)[claim.range].elementsEqual(claim.text.utf8))
                if let value = claim.value, let place = claim.valueRange {
                    #expect(Array(text.utf8)[place].elementsEqual(value.utf8))
                    #expect(claim.range.contains(place.lowerBound) && place.upperBound <= claim.range.upperBound)
                }
                guard claim.kind != .quote || kind == 1 else { continue }
                #expect(claim.range.lowerBound >= end)
                end = claim.range.upperBound
            }
        }
        #expect(found > 1000)
    }
}
