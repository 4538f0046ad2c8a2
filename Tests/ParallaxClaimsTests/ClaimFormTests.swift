import ParallaxClaims
import Testing

@Suite("sentences with a place for a value")
struct ClaimFormTests {
    @Test(
        "a form says a value with the article that it wants",
        arguments: [
            ("The mood is {}.", "sad", "The mood is sad."),
            ("The object is a {}.", "lantern", "The object is a lantern."),
            ("The object is a {}.", "owl", "The object is an owl."),
            ("A {} appears.", "owl", "An owl appears."),
            ("{} is the main person.", "Ida", "Ida is the main person."),
            ("An {} appears.", "fox", "A fox appears."),
            ("It is a {}.", "umbrella", "It is an umbrella."),
            ("It is a {}.", "university", "It is a university."),
            ("A {}.", "狐", "A 狐.")
        ])
    func stating(form: String, value: String, sentence: String) {
        #expect(ClaimForm(form)?.stating(value) == sentence)
    }

    @Test(
        "what has no single place for a value is no form",
        arguments: ["", "{}", "no place", "{} and {}", "a {}\nb", String(repeating: "x", count: 500) + "{}"])
    func refused(text: String) {
        #expect(ClaimForm(text) == nil)
    }

    @Test("a form reads back whatever it says, and nothing else")
    func reading() throws {
        let rules = ClaimRules(classes: [ClaimClass(name: "animal", kind: .entity, forms: [try #require(ClaimForm("A {} appears."))])])
        func value(_ text: String) -> String? { rules.claims(of: text).first?.value }
        #expect(value("An owl appears.") == "owl")
        #expect(value("A owl appears.") == "owl")
        #expect(value("A nice fox appears.") == "nice fox")
        #expect(value("Ant appears.") == nil)
        #expect(value("A appears.") == nil)
        #expect(value("A  appears.") == nil)
        #expect(value("a fox appears.") == nil)
        #expect(value("A fox appears") == nil)
    }
}
