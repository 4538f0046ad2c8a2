import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("claims") struct ClaimsTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private struct Report: Decodable, Equatable {
        struct Test: Decodable, Equatable {
            var statistic, tail: Double?
            var undefined: String?
            var reads_text: Bool
            var null: String
            var n: Int
        }

        struct Candidate: Decodable, Equatable {
            var value: String
            var cosine, log_probability, sample_share: Double?
        }

        struct Claim: Decodable, Equatable {
            var text, kind, support, origin, reason: String
            var `class`: String
            var value: String?
            var start, end: Int
            var decided_by: [String]
            var probability, corrected_tail: Double?
            var tests: [String: Test]
            var candidates: [Candidate]
        }

        struct Page: Decodable, Equatable {
            var document, token, explanation: String
            var position: Int
            var prefix_f: [Double?]
            var claims: [Claim]
            var not_run: [String: String]
        }

        var verbalizer: String
        var calibration: String?
        var pages: [Page]
    }

    /// The sample's checkpoints with a few of its documents.
    /// - Parameters:
    ///   - shown: lines of documents.jsonl.
    ///   - claims: the keys under claims:.
    private func workspace(_ name: String = "parallax.yaml", shown: Range<Int> = 0..<6, claims: [String]) throws -> String {
        let documents = try String(contentsOf: Places.sampleData.appending(path: "documents.jsonl"), encoding: .utf8).split(separator: "\n")
        try folder.write("shown.jsonl", documents[shown].joined(separator: "\n"))
        func sample(_ path: String) -> String { Places.sampleData.appending(path: path).path }
        let lines = [
            "model: \(sample("subject"))", "dictionaries:", "  - path: \(sample("sae/blocks.3.hook_resid_post-k8"))", "verbalizers:",
            "  - name: sft", "    av: \(sample("av"))", "    ar: \(sample("ar"))",
            "documents:", "  - file: shown.jsonl", "claims:", "  rules: \(sample("claims.json"))"
        ]
        return try folder.write(name, (lines + claims.map { "  " + $0 }).joined(separator: "\n")).path
    }

    /// The facts of other documents of the sample.
    private func truth(_ lines: Range<Int>) throws -> String {
        let documents = try String(contentsOf: Places.sampleData.appending(path: "documents.jsonl"), encoding: .utf8).split(separator: "\n")
        return try folder.write("truth.jsonl", documents[lines].joined(separator: "\n")).path
    }

    @Test("one token: each statistic with its null, candidates, and no probability without a calibration; as a table for people")
    func token() throws {
        let workspace = try workspace(claims: [])
        let arguments = ["claims", workspace, "--document", "0", "--position", "20"]
        let report = try Program.json(Report.self, arguments)
        let page = try #require(report.pages.first)
        #expect(
            report.pages.count == 1 && report.calibration == nil && page.document == "doc00" && page.position == 20 && page.not_run.isEmpty)
        let animal = try #require(page.claims.first { $0.class == "animal" })
        #expect(animal.value == "cat" && animal.support == "unresolved" && animal.probability == nil && !animal.candidates.isEmpty)
        #expect(Set(animal.tests.keys) == Set(ClaimTest.allCases.map(\.rawValue)))
        #expect(animal.tests.values.allSatisfy { ($0.statistic == nil) != ($0.undefined == nil) && $0.n >= 0 && !$0.null.isEmpty })
        let bytes = Array(page.explanation.utf8)
        for claim in page.claims { #expect(String(decoding: bytes[claim.start..<claim.end], as: UTF8.self).contains(claim.text)) }
        #expect(try Program.json(Report.self, arguments) == report)

        let text = try Program.output("claims", workspace, "--document", "0", "--position", "20", "--off", "causal,shapley")
        #expect(text.contains(animal.text) && text.contains("No calibration") && text.contains("causal: not run: switched off"))
        #expect(try Program.output("claims", workspace, "--document", "0", "--every", "20", "--markdown").contains("| --: |"))
    }

    @Test(
        "calibrated on other documents: verdicts with probabilities; the same bytes once the ground truth is gone; refused for other rules; studied on what it never saw"
    )
    func calibration() throws {
        let truth = try truth(10..<40), file = folder.path("sample.calibration")
        let teaching = try workspace("teaching.yaml", claims: ["truth: [truth.jsonl]"])
        let made = try Program.run(["claims", "calibrate", teaching, "--every", "16", "--samples", "4", "-o", file], seconds: 600)
        #expect(made.status == 0 && made.output.contains("of 30 documents"), "\(made.errors)")

        let workspace = try workspace(claims: ["calibration: sample.calibration", "truth: [truth.jsonl]"])
        let arguments = ["claims", workspace, "--document", "1", "--every", "12"]
        let report = try Program.json(Report.self, arguments)
        #expect(report.calibration?.contains("of 30 documents") == true)
        #expect(report.pages.flatMap(\.claims).contains { $0.probability != nil })
        let before = try Program.figures(Program.output("claims", workspace, "--document", "1", "--every", "12", "--json"))
        try FileManager.default.removeItem(atPath: truth)
        #expect(try Program.figures(Program.output("claims", workspace, "--document", "1", "--every", "12", "--json")) == before)

        // The rules are another part of what was learnt.
        let rules = try folder.copy(ofSample: "claims.json", as: "other.json")
        try folder.edit(rules, "The mood is {}.", "The mood was {}.")
        let other = try String(contentsOfFile: workspace, encoding: .utf8).replacing(
            Places.sampleData.appending(path: "claims.json").path, with: rules.path)
        let refused = try Program.run(["claims", try folder.write("other.yaml", other).path, "--document", "1", "--position", "15"])
        #expect(refused.status == 0 && refused.errors.contains("another rules") && refused.output.contains("No calibration"))

        let studied = try self.workspace("study.yaml", shown: 40..<52, claims: ["calibration: sample.calibration", "truth: [truth.jsonl]"])
        _ = try self.truth(10..<52)
        let study = try Program.run(["claims", "study", studied, "--every", "16"], seconds: 600).output
        for title in [
            "AUROC, true of the text", "AUROC, readable from h", "What each test adds", "Reliability", "Linear probes on h",
            "supports nothing", "looks at the class alone"
        ] {
            #expect(study.contains(title), "\(title)")
        }
        let refusedStudy = try Program.run([
            "claims", "study",
            try self.workspace("seen.yaml", shown: 10..<14, claims: ["calibration: sample.calibration", "truth: [truth.jsonl]"])
        ])
        #expect(refusedStudy.complaint?.contains("never saw") == true)
    }

    @Test("a person's verdicts teach a calibration as well; too few are refused with their number")
    func verdicts() throws {
        let workspace = try workspace(claims: ["verdicts: verdicts.jsonl"])
        try folder.write(
            "verdicts.jsonl",
            #"{"document": "doc00", "position": 20, "verbalizer": "sft", "text": "A cat appears.", "class": "animal", "value": "cat", "verdict": "true"}"#
                + "\nnonsense\n")
        let program = try Program.run([
            "claims", "calibrate", workspace, "--verdicts", "--samples", "2", "-o", folder.path("own.calibration")
        ])
        #expect(program.complaint?.contains("1 in 1") == true, "\(program.errors)")
        #expect(program.errors.contains("verdicts.jsonl, line 2"))
    }

    @Test(
        "what cannot be asked is refused in a sentence",
        arguments: [
            (["claims", Sample.workspace, "--document", "1000"], "--document"),
            (["claims", Sample.workspace, "--document", "0", "--position", "5000"], "--position"),
            (["claims", Sample.workspace, "--verbalizer", "nobody", "--document", "0"], "sft"),
            (["claims", "calibrate", Sample.workspace, "--verdicts", "-o", "/tmp/none"], "verdicts")
        ])
    func refused(_ arguments: [String], _ word: String) throws {
        #expect(try Program.run(arguments).complaint?.contains(word) == true)
    }

    @Test(
        "wrong usage exits with 64",
        arguments: [
            ["claims", "x.yaml", "--position", "3"], ["claims", "x.yaml", "--off", "luck"], ["claims", "calibrate", "x.yaml"],
            ["claims", "x.yaml", "--every", "0"]
        ])
    func usage(_ arguments: [String]) throws {
        #expect(try Program.run(arguments).status == 64)
    }
}
