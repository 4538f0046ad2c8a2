import Foundation
import ParallaxWorld
import TestSupport
import Testing

/// The forms in which others publish explanations, against what Python says is in them.
@Suite("Explanations in the forms in which others publish them")
struct PublishedFormsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a published transcript is read to its last position: odd tokens, cut-off texts, tags and rules inside a text, another script")
    func transcript() throws {
        let expected = try ExplanationGoldens.expected()
        let file = try ExplanationFile.open(ExplanationGoldens.file("transcript.txt"))
        #expect(file.complaints.isEmpty, "\(file.complaints)")
        #expect(file.formatName == "transcript" && file.site == .residual(21) && file.modelName == "made/up-7b")
        #expect(file.count == expected.transcript.count)
        for row in expected.transcript {
            let found = try #require(file.explanation(document: "any", position: row.position), "position \(row.position)")
            #expect(found.text == row.text, "position \(row.position)")
            #expect(found.token == row.token, "position \(row.position)")
            #expect(found.truncated == row.truncated, "position \(row.position)")
            #expect(found.injectionFailed == row.injection_failed, "position \(row.position)")
            let stated = found.stated
            #expect(
                stated.norm?.value == row.norm && stated.meanSquaredError?.value == row.mse_nrm && stated.cosine?.value == row.cos
                    && stated.varianceExplained?.value == row.fve_nrm)
        }
        #expect(file.explanation(document: "any", position: 2)?.stated.norm == StatedFigure(14356.5, halfStep: 0.05))
        #expect(file.explanation(document: "any", position: 20) == nil)
        #expect(file.documents.count == 1 && file.documents[0].positions == expected.transcript.map(\.position))
        let tokens = file.tokens(of: file.documents[0])
        #expect(tokens.count == 40 && tokens[20] == nil && tokens[17] == "'t")
    }

    @Test("the last section is further samples of one position, with their own figures; the greedy one is the explanation again")
    func samples() throws {
        let expected = try ExplanationGoldens.expected()
        let file = try ExplanationFile.open(ExplanationGoldens.file("transcript.txt"))
        let samples = file.samples(document: "any", position: expected.sampled_position)
        #expect(samples.map(\.text) == expected.samples)
        #expect(samples.map(\.sampleName) == ["t=1 sample 0", "t=1 sample 1", "t=1 sample 2"])
        #expect(samples[0].stated.meanSquaredError?.value == 0.132 && samples[0].stated.cosine?.value == 0.934)
        #expect(file.sampleCount == 3 && file.samples(document: "any", position: 2).isEmpty)
    }

    @Test("a page and the answers of Neuronpedia's server hold the same rows", arguments: ["page.json", "answer.json", "stream.txt"])
    func neuronpedia(name: String) throws {
        let expected = try ExplanationGoldens.expected()
        let file = try ExplanationFile.open(ExplanationGoldens.file(name))
        #expect(file.complaints.isEmpty, "\(file.complaints)")
        #expect(
            file.formatName
                == (name == "page.json" ? "Neuronpedia page" : name == "answer.json" ? "Neuronpedia answer" : "Neuronpedia stream"))
        #expect(file.site == .residual(42) && file.count == expected.results.count)
        for result in expected.results {
            let found = try #require(file.explanation(document: "any", position: result.position))
            #expect(found.text == result.description && found.token == expected.tokens[result.position])
            let stated = found.stated
            #expect(
                stated.norm?.value == result.l2_norm && stated.meanSquaredError?.value == result.mse
                    && stated.cosine?.value == result.cosine_similarity)
            #expect(found.figures["token_id"] == nil)
        }
        let tokens = file.tokens(of: file.documents[0])
        if name == "page.json" {
            #expect(tokens == expected.tokens && file.modelName == "made-up-27b-it" && file.temperature == 0.7)
        } else {
            #expect(tokens.count == 10 && tokens[0] == nil && tokens[4] == " capital")
        }
    }

    @Test("the answer to /describe has no positions: its results are numbered, and it names no layer")
    func describe() throws {
        let expected = try ExplanationGoldens.expected()
        let file = try ExplanationFile.open(ExplanationGoldens.file("describe.json"))
        #expect(file.complaints.isEmpty && file.site == nil && file.count == expected.results.count)
        #expect(file.explanation(document: "any", position: 1)?.text == expected.results[1].description)
    }

    struct Hostile: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var text: String
        /// Texts that are read all the same.
        var count: Int
        /// Words of the sentence.
        var sentence: String
    }

    static let bomb = String(repeating: "[", count: 100_000)
    static let row = #"{"position": 3, "description": "A letter."}"#

    static let hostileFiles = [
        Hostile(
            testDescription: "a nested resultJson", text: #"{"resultJson": "{\"results\": \#(bomb)"}"#, count: 0,
            sentence: "at most 128 levels of nesting"),
        Hostile(
            testDescription: "results of the wrong type", text: #"{"resultJson": "{\"results\": 7}"}"#, count: 0, sentence: "no such rows"),
        Hostile(
            testDescription: "a resultJson of the wrong type", text: #"{"resultJson": 7, "tokens": ["a"]}"#, count: 0, sentence: "a number"),
        Hostile(
            testDescription: "tokens of the wrong type", text: #"{"tokens": [3], "resultJson": {"results": [\#(row)]}}"#, count: 0,
            sentence: "something else than a string at"),
        Hostile(
            testDescription: "a position twice",
            text: #"{"results": [\#(row), {"position": 3, "description": "Another."}], "layer_index": 4}"#, count: 1,
            sentence: "position 3 again"),
        Hostile(
            testDescription: "a huge position", text: #"{"results": [\#(row), {"position": 99999999999, "description": "x"}]}"#, count: 1,
            sentence: "position 99999999999"),
        Hostile(
            testDescription: "a position that is no integer",
            text: #"{"results": [\#(row), {"position": 1.5, "description": "x"}, {"position": "4", "description": "x"}]}"#, count: 1,
            sentence: "something else than an integer at"),
        Hostile(
            testDescription: "a negative layer", text: #"{"results": [\#(row)], "layer_index": -1}"#, count: 1,
            sentence: "the number of a layer"),
        Hostile(testDescription: "an error for an answer", text: #"{"error": "busy"}"#, count: 0, sentence: "the error \"busy\""),
        Hostile(
            testDescription: "a stream that breaks off", text: "data: {\"layer_index\": 4, \"total\": 2}\n\ndata: \(row)\n\ndata: {\"posi",
            count: 1, sentence: "something else than"),
        Hostile(
            testDescription: "a source of another layer",
            text:
                #"{"nlaSourceId": "someone-l41", "resultJson": "{\"results\": [{\"position\": 3, \"description\": \"A letter.\"}], \"layer_index\": 0}"}"#,
            count: 1, sentence: "layer_index 0"),
        Hostile(
            testDescription: "a transcript that explains a position twice",
            text: "[  1]  REPLY  token='a'  cos=0.5\n    One.\n[  1]  REPLY  token='a'  cos=0.5\n    Two.\n", count: 1,
            sentence: "position 1 again")
    ]

    @Test("what makes no sense is a sentence, and the rest is read", arguments: hostileFiles)
    func hostile(_ example: Hostile) throws {
        let url = try folder.write("hostile.json", example.text)
        do {
            let file = try ExplanationFile.open(url)
            #expect(file.count == example.count)
            #expect(file.complaints.contains { $0.description.contains(example.sentence) }, "\(file.complaints)")
        } catch {
            #expect(example.count == 0 && "\(error)".contains(example.sentence), "\(error)")
        }
    }

    @Test("a list of tokens is kept as far as contexts go, and a position behind it makes no list of its length")
    func longLists() throws {
        let tokens = Array(repeating: #""a""#, count: 140_000).joined(separator: ",")
        let file = try ExplanationFile.open(
            folder.write(
                "page.json", #"{"tokens": [\#(tokens)], "resultJson": {"results": [{"position": 900000000, "description": "Far."}]}}"#))
        #expect(file.explanation(document: "any", position: 900_000_000)?.text == "Far.")
        #expect(file.tokens(of: file.documents[0]).count == ExplanationFile.longestDocument)
    }

    @Test(
        "a thousand damaged copies of each: a sentence or a reading, never a trap",
        arguments: ["transcript.txt", "page.json", "stream.txt", "answer.json"])
    func damaged(name: String) throws {
        let bytes = Array(try Data(contentsOf: ExplanationGoldens.file(name)))
        for (number, mutant) in mutations(of: bytes, count: 1000, seed: 5).enumerated() {
            let url = try folder.write("damaged", mutant)
            do {
                let file = try ExplanationFile.open(url)
                for document in file.documents {
                    _ = file.tokens(of: document)
                    for position in document.positions.prefix(50) {
                        let explanation = file.explanation(of: document, position: position)
                        if let explanation { _ = StatedCheck(explanation.stated, variance: file.variance) }
                        _ = file.samples(of: document, position: position)
                    }
                }
            } catch let complaint as Complaint {
                #expect(!complaint.found.isEmpty && !complaint.remedy.isEmpty, "mutant \(number)")
            }
        }
    }

    @Test("inspect says what it is, by which Var, and which figures contradict each other")
    func inspection() throws {
        let found = try Inspection.of(ExplanationGoldens.file("transcript.txt").path)
        #expect(found.kind == .explanations && found.family == "explanations (transcript)" && found.site?.hasPrefix("site 21 ") == true)
        #expect(found.facts.contains { $0.name == "Var" && $0.value == "0.7335, the file's header" })
        #expect(found.facts.contains { $0.name == "cut off" && $0.value == "3" })
        #expect(
            found.odd.contains { $0.hasPrefix("At position 27 mse_nrm is ") }
                && found.odd.contains { $0.hasPrefix("At position 28 fve_nrm is ") }, "\(found.odd)")
        #expect(try Inspection.of(ExplanationGoldens.file("page.json").path).family == "explanations (Neuronpedia page)")
        #expect(try Inspection.of(Places.sampleData.appending(path: "documents.jsonl").path).kind == .documents)
    }

    @Test("a file of explanations is a workspace of these alone")
    func workspace() throws {
        let file = ExplanationGoldens.file("transcript.txt")
        let workspace = try Workspace.open(file)
        #expect(
            workspace.model == nil && workspace.verbalizers == [.init(name: "transcript", explanations: file)]
                && workspace.complaints.isEmpty)
        let sentence = #expect(throws: Complaint.self) { try Workspace.open(folder.write("notes.txt", "Only notes.\n")) }
        #expect(sentence?.expected.hasPrefix("explanations (JSONL") == true)
        #expect(try Workspace.open(folder.write("odd.name", "verbalizers:\n  - explanations: \(file.path)\n")).verbalizers.count == 1)
    }
}
