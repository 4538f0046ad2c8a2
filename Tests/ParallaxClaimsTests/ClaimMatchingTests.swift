import ParallaxClaims
import TestSupport
import Testing

@Suite("whether an explanation, or a text, says what a claim says")
struct ClaimMatchingTests {
    @Test("a claim of a form: same class, same value, whatever the sentence and the case")
    func forms() throws {
        let rules = try SampleClaims.rules.get()
        let stated = StatedClaims("This is a letter. The tone is sad. Sara is named too.", rules: rules)
        #expect(stated.claims.count == 3)
        #expect(stated.states(claim("The mood is sad.", "mood", value: "sad")))
        #expect(stated.states(claim("The mood is Sad.", "mood", value: "Sad")))
        #expect(!stated.states(claim("The mood is calm.", "mood", value: "calm")))
        // The same value in another class is another claim.
        #expect(!stated.states(claim("Sara is the main person.", "person", value: "Sara")))
    }

    @Test(
        "free text: most words that mean something, in one sentence, whatever their endings",
        arguments: [
            ("The writer expects a noun next.", true),
            ("A noun is expected by the writers.", true),
            ("Writing in French.", false),
            ("The writer sleeps. A noun follows.", false)
        ])
    func free(text: String, isStated: Bool) {
        #expect(StatedClaims(text, rules: .standard).states(claim("The writer expects a noun.", "next", .next)) == isStated)
    }

    @Test(
        "a name or number that a claim states must be there itself",
        arguments: [
            ("Today the year 1843 is given.", true), ("Today the year 1844 is given.", false), ("The year given is 1843, in Paris.", true)
        ])
    func values(text: String, isStated: Bool) {
        #expect(StatedClaims(text, rules: .standard).states(claim("It gives the year 1843.", "entity", .entity, value: "1843")) == isStated)
    }

    @Test(
        "quotations: one holds the other and is not much longer",
        arguments: [
            ("It ends with “Here The cat”.", true), ("It ends with \"the cat sat\".", true), ("It ends with \"the\".", false),
            ("It ends with the cat.", false)
        ])
    func quotes(text: String, isStated: Bool) {
        #expect(StatedClaims(text, rules: .standard).states(claim("\"the cat\"", "quote", .quote, value: "the cat")) == isStated)
    }

    @Test(
        "how much of a claim the visible text holds",
        arguments: [
            (claim("The city is Turin.", "city", .entity, value: "Turin"), "He left in turin yesterday", 1.0),
            (claim("The city is Turin.", "city", .entity, value: "Turin"), "He left in Oslo", 0),
            (claim("The number is seven.", "number", .entity, value: "seven"), "Bring 7 lemons", 1),
            (claim("The number is 21.", "number", .entity, value: "21"), "twenty-one lemons", 1),
            (claim("It costs 1,000.", "entity", .entity, value: "1,000"), "about 1000 coins", 1),
            (claim("The topic is a lost hat.", "topic", .theme, value: "a lost hat"), "She had lost her key", 0.5),
            (claim("It ends with \". Here the\".", "tail", .quote, value: ". Here the"), "in Turin.\nHere  the", 1),
            (claim("It ends with \"'No,' he\".", "tail", .quote, value: "'No,' he"), "\"No,\" he said", 1),
            (claim("It ends with \"?\".", "tail", .quote, value: "?"), "Why not!", 0),
            (claim("Foxes are running.", "detail"), "The fox runs away", 1),
            (claim("狐狸在森林", "detail"), "狐狸", 0.4)
        ])
    func context(claim: Claim, text: String, share: Double) {
        #expect(abs(VisibleText(text).share(of: claim) - share) < 1e-12)
    }

    @Test("values come from the person, then from other explanations, then from the list; never the claim's own, none twice")
    func alternatives() throws {
        let rules = try SampleClaims.rules.get()
        let mood = claim("The mood is sad.", "mood", value: "sad")
        let others = rules.claims(of: "The tone is angry. The mood is sad. The mood is angry. A letter. It is about a lost hat.")
        let found = rules.alternatives(to: mood, from: others, supplied: ["bored"], limit: 100, seed: 4)
        #expect(found.prefix(2) == ["bored", "angry"])
        #expect(found.sorted() == ["angry", "bored", "calm", "happy", "hopeful", "worried"])
        #expect(found == rules.alternatives(to: mood, from: others, supplied: ["bored"], limit: 100, seed: 4))
        #expect(rules.alternatives(to: mood, from: [], limit: 3, seed: 4).count == 3)
        #expect(rules.alternatives(to: mood, from: others, limit: 0, seed: 4) == [])
        #expect(Set((0..<20).map { rules.alternatives(to: mood, from: [], limit: 1, seed: $0) }).count > 1)
    }

    @Test("a topic is exchanged for one of its family")
    func families() throws {
        let rules = try SampleClaims.rules.get()
        let topic = claim("It is about a lost hat.", "topic", .theme, value: "a lost hat")
        let others = rules.claims(of: "It is about leek pie. The topic is a lost key.")
        let found = rules.alternatives(to: topic, from: others, limit: 100, seed: 1)
        #expect(found.first == "a lost key" && found.count == 15)
        #expect(found.allSatisfy { $0.hasPrefix("a lost ") })
    }

    @Test("free text: names for names, numbers for numbers, sentences for sentences")
    func freeAlternatives() {
        let others = ClaimRules.standard.claims(of: "A text. It names Ada. It gives 12 pounds. It has \"ropes\". All is calm.")
        func found(_ claim: Claim) -> [String] { ClaimRules.standard.alternatives(to: claim, from: others, limit: 9, seed: 1) }
        #expect(found(claim("It names Bob.", "entity", .entity, value: "Bob")) == ["Ada"])
        #expect(found(claim("It gives ten.", "entity", .entity, value: "ten")) == ["12"])
        #expect(found(claim("\"sails\"", "quote", .quote, value: "sails")) == ["ropes"])
        #expect(found(claim("All is well.", "detail")) == ["It has \"ropes\".", "All is calm."])
    }
}
