import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("documents whose facts are known")
struct ClaimTruthTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("every claim of the sample's worked examples is judged as its file judges it")
    func sample() throws {
        let rules = try SampleClaims.rules.get()
        let truth = try ClaimTruth([Places.sampleData.appending(path: "documents.jsonl")], rules: rules)
        #expect(truth.documents.count == 60 && truth.complaints == [])
        var judged = [false: 0, true: 0]
        for example in try SampleClaims.examples().sorted(by: { $0.document < $1.document }) {
            for (claim, known) in zip(rules.claims(of: example.description), example.claims) {
                #expect(truth.isTrue(claim, document: example.document, position: example.position) == known.true)
                judged[known.true, default: 0] += 1
            }
        }
        #expect(judged == [true: 1392, false: 234])
    }

    private static let lines = """
        {"id":"one","token_ids":[0,5,6,7,8],"text":"x","facts":[[1,{"mood":["sad"],"genre":["letter"]}],[3,{"mood":["calm","sad"]}]]}

        {"id":"two","facts":[[2,{"city":["Oslo"]}]]}
        {"id":"one","facts":[]}
        {"id":
        {"id":"bad","facts":[["x",{}]]}
        """

    @Test("facts hold from where they are stated until others take their place; nothing is known before, behind and elsewhere")
    func changes() throws {
        let truth = try ClaimTruth([folder.write("facts.jsonl", Self.lines)], rules: try SampleClaims.rules.get())
        #expect(truth.documents == ["one", "two", "bad"])
        #expect(truth.complaints.map { String($0.description.split(separator: ": ")[0].suffix(6)) } == ["line 4", "line 5"])
        let one = try #require(try truth.facts(of: "one"))
        #expect(one.positions == 1..<5)
        #expect(one.values(at: 2) == ["mood": ["sad"], "genre": ["letter"]])
        #expect(one.values(at: 4) == ["mood": ["calm", "sad"], "genre": ["letter"]])
        #expect(one.values(at: 0) == nil && one.values(at: 5) == nil && one.values(at: -1) == nil)
        #expect(try truth.facts(of: "two")?.positions == 2..<3)
        #expect(try truth.facts(of: "three") == nil)
        #expect(throws: Complaint.self) { try truth.facts(of: "bad") }

        func isTrue(_ claim: Claim, _ document: String, _ position: Int) -> Bool? {
            truth.isTrue(claim, document: document, position: position)
        }
        let calm = claim("The mood is calm.", "mood", value: "calm"), city = claim("The city is Oslo.", "city", .entity, value: "Oslo")
        #expect(isTrue(calm, "one", 2) == false && isTrue(calm, "one", 3) == true)
        #expect(isTrue(city, "one", 3) == false, "a slot without a value makes a claim false")
        #expect(isTrue(city, "two", 2) == true && isTrue(claim("The city is oslo.", "city", value: "oslo"), "two", 2) == false)
        #expect(isTrue(calm, "one", 0) == nil && isTrue(calm, "three", 1) == nil && isTrue(calm, "bad", 1) == nil)
        #expect(isTrue(claim("Odd.", "unparsed"), "one", 3) == nil && isTrue(claim("Ada", "entity", value: "Ada"), "one", 3) == nil)
    }

    @Test("damaged lines are read or refused, never worse")
    func damaged() throws {
        let rules = try SampleClaims.rules.get()
        let line = "{\"id\":\"a\",\"token_ids\":[0,1],\"facts\":[[1,{\"mood\":[\"sad\"]}]]}\n{\"id\":\"b\",\"facts\":[[1,{}]]}"
        for bytes in mutations(of: Array(line.utf8), count: 400, seed: 8) {
            guard let truth = try? ClaimTruth([folder.write("mutated", bytes)], rules: rules) else { continue }
            for document in truth.documents {
                _ = truth.isTrue(claim("The mood is sad.", "mood", value: "sad"), document: document, position: 1)
            }
        }
        #expect(throws: Complaint.self) { try ClaimTruth([], rules: rules) }
        #expect(throws: Complaint.self) { try ClaimTruth([folder.url.appending(path: "absent")], rules: rules) }
    }
}
