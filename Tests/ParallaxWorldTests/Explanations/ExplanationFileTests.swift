import Foundation
import ParallaxWorld
import Testing
import TestSupport

@Suite("Explanations that were made elsewhere")
struct ExplanationFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(_ text: String, name: String = "texts.jsonl") throws -> ExplanationFile {
        try ExplanationFile.open(folder.write(name, text))
    }

    private func refusal(_ text: String) -> String {
        do {
            _ = try open(text)
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test("JSON lines: documents by id, by number or not at all, with all that may stand beside a text")
    func lines() throws {
        let file = try open(
            """
            {"document": "doc07", "position": 21, "text": " A letter.\\n\\nIt ends. ", "token": " x", "tokens": 12, "logprob": -3.5, "truncated": false, "layer": 3, "cos": 0.91}
            {"document": 3, "position": 21, "text": "by number"}

            {"position": 21, "text": "for any", "site": "blocks.3.hook_resid_post", "note": {"text": "not this"}}\r
            {"document": "doc07", "position": 21, "text": "a second one"}
            {"document": null, "position": 4, "text": "at four", "truncated": true}
            """)
        #expect(file.complaints.isEmpty)
        #expect(file.count == 4)
        #expect(file.formatName == "JSONL")
        #expect(file.site == .residual(4))
        #expect(
            file.explanation(document: "doc07", position: 21)
                == FileExplanation(
                    text: "A letter.\n\nIt ends.", token: " x", tokenCount: 12, logProbability: -3.5, truncated: false,
                    figures: ["cos": StatedFigure(0.91, halfStep: 0.005)]))
        #expect(file.explanation(document: "3", position: 21)?.text == "by number")
        #expect(file.explanation(document: "doc08", number: 3, position: 21)?.text == "by number")
        #expect(file.explanation(document: "doc08", position: 21)?.text == "for any")
        // A second row of the same activation is another sample of it.
        #expect(file.samples(document: "doc07", position: 21).map(\.text) == ["a second one"] && file.sampleCount == 1)
        #expect(file.samples(document: "doc08", position: 21).isEmpty)
        #expect(file.documents.map(\.id) == ["3", "doc07", nil] && file.documents[1].positions == [21])
        #expect(file.explanation(document: "doc07", position: 4)?.text == "at four")
        #expect(file.explanation(document: "doc07", position: 4)?.truncated == true)
        #expect(file.explanation(document: "doc07", position: 5) == nil)
    }

    @Test("what `parallax verbalize --json` prints: the row is the position")
    func verbalized() throws {
        let file = try open(
            #"[{"logprob":-1.25,"row":0,"text":"A recipe.","tokens":9,"truncated":false},{"logprob":-2,"row":7,"text":"A \"quote\".","tokens":4,"truncated":true}]"#
                + "\n",
            name: "texts.json")
        #expect(file.formatName == "JSON" && file.count == 2 && file.complaints.isEmpty && file.site == nil)
        #expect(
            file.explanation(document: "any", position: 0)
                == FileExplanation(text: "A recipe.", tokenCount: 9, logProbability: -1.25, truncated: false))
        #expect(file.explanation(document: "any", position: 7)?.text == "A \"quote\".")
        #expect(file.explanation(document: "any", position: 1) == nil)
    }

    static let transcript = """
        ======================================================================
        NLA worked example
        ======================================================================
        Extraction model: some/model
        Extraction: layer 20 residual stream (d_model: 3584)

        3. PER-TOKEN DECODES
        --------------------
        [  0]  PROMPT  token='<s>'  ||v||=235.7  mse_nrm=1.962  cos=0.019  fve_nrm=-1.674
            First line of it.

            1. A numbered paragraph: "a quote".
        [ 12]  REPLY   token='it\\'s = \\n'  ||v||=12.5  mse_nrm=0.200  cos=0.900  fve_nrm=0.727
            Twelve.
        [ 13]  REPLY   token=" x"  ||v||=nan  mse_nrm=0.200  cos=0.900  fve_nrm=0.727
        [ 14]  REPLY   token=broken
            Not read.
        (a remark between)
        [ 15]  REPLY   token='y'  cos=0.5
            Fifteen.
        ======================================================================
        4. SAMPLES
        ----------
        [ 12]  REPLY   token='z'  cos=0.1
            A sample.
        [ 16]  REPLY   token='z'  cos=0.1
            Another sample.
        """

    @Test("a transcript with its samples as blocks: figures, paragraphs and the layer")
    func transcript() throws {
        let file = try open(Self.transcript.replacing("\n", with: "\r\n"), name: "layer20.txt")
        #expect(file.formatName == "transcript")
        #expect(file.site == .residual(21))
        #expect(file.count == 3)
        #expect(
            file.explanation(document: "any", position: 0)
                == FileExplanation(
                    text: "First line of it.\n\n1. A numbered paragraph: \"a quote\".", token: "<s>",
                    figures: [
                        "||v||": StatedFigure(235.7, halfStep: 0.05), "mse_nrm": StatedFigure(1.962, halfStep: 0.0005),
                        "cos": StatedFigure(0.019, halfStep: 0.0005),
                        "fve_nrm": StatedFigure(-1.674, halfStep: 0.0005)
                    ]))
        #expect(file.explanation(document: "any", position: 12)?.token == "it's = \n")
        #expect(file.explanation(document: "any", position: 12)?.text == "Twelve.")
        #expect(file.explanation(document: "any", position: 15)?.text == "Fifteen.")
        #expect(file.explanation(document: "any", position: 16) == nil)
        #expect(file.samples(document: "any", position: 12).map(\.text) == ["A sample."])
        #expect(file.samples(document: "any", position: 16).map(\.text) == ["Another sample."])
        #expect(file.complaints.map(\.subject).allSatisfy { $0.contains("layer20.txt, line ") })
        #expect(file.complaints.map(\.found) == ["none", "\"[ 14]  REPLY   token=broken\""])
        #expect(file.complaints[1].subject.hasSuffix("line 16"))
    }

    @Test("a bad row is named by its line, and the others are used")
    func badRows() throws {
        let file = try open(
            """
            {"position": 1, "text": "good"}
            {"position": 2}
            {"position": -1, "text": "x"}
            {"position": 2, "text": "half
            {"position": "2", "text": "x"}

            {"position": 2.5, "text": "x"}
            {"position": 3, "text": "x", "site": "nowhere"}
            {"position": 3, "text": "also good", "layer": 3}
            {"position": 4, "text": "another site", "layer": 4}
            """)
        #expect(file.count == 2)
        #expect(file.explanation(document: "d", position: 3)?.text == "also good")
        let lines = file.complaints.map { String($0.subject.split(separator: " ").last ?? "") }
        #expect(lines == ["2", "3", "4", "5", "7", "8", "10"])
        #expect(
            file.complaints[0].found == "no text" && file.complaints[1].found == "position -1" && file.complaints[3].found == "no position")
        #expect(file.complaints[6].description.contains("one site in the file, site 4"))
    }

    @Test("a list that breaks off keeps the rows before, and a bad row in it hides no other")
    func badList() throws {
        let file = try open(
            "[{\"row\": 1, \"text\": \"one\"},\n {\"row\": 2, \"text\": 5},\n {\"row\": 3, \"text\": \"three\"},\n {\"row\": 4, \"te",
            name: "x.json")
        #expect(file.count == 2 && file.explanation(document: "d", position: 3)?.text == "three")
        #expect(file.complaints.count == 2)
        #expect(file.complaints[0].subject.hasSuffix("line 2") && file.complaints[0].found == "no text")
        #expect(file.complaints[1].subject.hasSuffix("line 4"))
    }

    @Test("many bad rows give few complaints, and a text of megabytes is none")
    func limits() throws {
        let many = (0..<500).map { _ in "{\"position\": 1}\n" }.joined() + "{\"position\": 1, \"text\": \"x\"}\n"
        let file = try open(many)
        #expect(file.complaints.count == 21 && file.complaints[20].found == "more such rows from line 21 on")
        let long = try open(
            "{\"position\": 0, \"text\": \"x\"}\n{\"position\": 1, \"text\": \"\(String(repeating: "x", count: 2 << 20))\"}\n")
        #expect(long.count == 1 && long.complaints.count == 1)
    }

    @Test(
        "a file without explanations is refused with a sentence",
        arguments: ["", "\n", "hello\nworld\n", "[]", "{\"index\": 3, \"label\": \"x\"}\n", "[  0]\n  x", "\u{0}\u{1}"])
    func none(text: String) {
        let sentence = refusal(text)
        #expect(sentence.contains("expected explanations (JSONL with position and text") && !sentence.contains(".."), "\(sentence)")
    }

    @Test("a missing file is refused")
    func missing() { #expect(throws: Complaint.self) { try ExplanationFile.open(folder.url.appending(path: "none.jsonl")) } }

    @Test("damaged files never crash", arguments: ["lines", "list", "transcript"])
    func damaged(form: String) throws {
        let text =
            switch form {
            case "lines":
                "{\"document\": \"d\", \"position\": 3, \"text\": \"A \\u00e9 \\\"b\\\"\", \"layer\": 3, \"logprob\": -1e3}\n{\"position\": 4, \"text\": \"b\"}\n"
            case "list": "[{\"row\": 0, \"text\": \"A\", \"tokens\": 4},\n{\"row\": 1, \"text\": \"B\"}]"
            default: Self.transcript
            }
        for bytes in mutations(of: Array(text.utf8), count: 400, seed: 11) {
            let url = try folder.write("damaged", bytes)
            guard let file = try? ExplanationFile.open(url) else { continue }
            for position in 0..<20 { _ = file.explanation(document: "d", position: position) }
        }
    }
}
