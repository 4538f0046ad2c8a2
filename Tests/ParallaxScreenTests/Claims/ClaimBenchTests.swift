import Foundation
import ParallaxCompute
import ParallaxSession
import Synchronization
import TestSupport
import Testing
@testable import ParallaxClaims

/// What the bench does with the claims, whoever tests them.
@Suite("Claims at the bench") struct ClaimBenchTests {
    /// Finds what the fixture says, and stops where it is told to.
    private final class Examiner: ClaimExamining {
        static let text = "A letter. It is sad."
        let runs = Mutex(0)
        /// What each run was given as measured.
        let known = Mutex<[Int]>([])

        func estimate(_ subject: ClaimSubject, on bench: ModelBench, cancellation: Cancellation) throws -> ClaimEstimate {
            ClaimFixture.estimate(Self.text, subject, seconds: 90)
        }

        func examine(
            _ subject: ClaimSubject, on bench: ModelBench, continuing run: inout ClaimRun, cancellation: Cancellation,
            partial: (ClaimPage) -> Void
        ) throws -> ClaimPage {
            runs.withLock { $0 += 1 }
            let known = run.made.count
            self.known.withLock { $0.append(known) }
            for done in known + 1...4 {
                try cancellation.check()
                run.made.append("\(done)")
                partial(ClaimFixture.page(Self.text, subject, done: done))
            }
            return ClaimFixture.page(Self.text, subject)
        }
    }

    private static func bench(_ examiner: Examiner?, in folder: URL) throws -> ModelBench {
        try
            "model: \(Places.sampleData.path)/subject\nverbalizers:\n  - name: sft\n    av: \(Places.sampleData.path)/av\ndocuments:\n  - text: Here the cat sleeps.\n"
            .write(to: folder.appending(path: "parallax.yaml"), atomically: true, encoding: .utf8)
        return ModelBench(try Instrument(Workspace.open(folder)), claims: examiner)
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private let subject = ClaimSubject(document: 0, position: 1, verbalizer: 0, statistics: 1)

    @Test(
        "a run that is stopped has lost nothing: what it found is there at once, and given to the next; what is whole is not made again and costs nothing"
    )
    func stopped() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let examiner = Examiner()
        let bench = try Self.bench(examiner, in: folder)
        let cancellation = Cancellation()
        var pages: [Int] = []
        func take(_ page: ClaimPage) {
            pages.append(page.claims[0].results.count)
            if pages.last == 3 { cancellation.cancel() }
        }
        #expect(throws: CancellationError.self) { _ = try bench.answer(ClaimsQuestion(subject), cancellation, partial: take) }
        #expect(pages == [1, 2, 3])
        pages = []
        _ = try bench.answer(ClaimsQuestion(subject), Cancellation()) { pages.append($0.claims[0].results.count) }
        #expect(pages == [3, 4] && examiner.known.withLock { $0 } == [0, 3])
        let estimate = try bench.answer(ClaimEstimateQuestion(subject), Cancellation()) { _ in }
        #expect(estimate.expectedSeconds == 0 && estimate.isSmall)
        let page = try bench.answer(ClaimsQuestion(subject), Cancellation()) { _ in }
        #expect(examiner.runs.withLock { $0 } == 2 && page == ClaimFixture.page(Examiner.text, subject))
    }

    @Test("verdicts stand in the file that the person named, one a line, with what they were about; where nobody named one none is made")
    func log() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = try Self.bench(Examiner(), in: folder)
        let claim = Claim(range: 0..<9, text: "A letter.", className: "genre", kind: .theme, value: "letter")
        for verdict in [PersonVerdict.Verdict.true, .unsure] {
            var judged = JudgedClaim(document: 0, position: 1, verbalizer: 0, claim: claim, verdict: verdict)
            #expect(throws: Complaint.self) { try bench.answer(JudgeQuestion(judged), Cancellation()) { _ in } }
            (judged.file, judged.token, judged.explanation) = (folder.appending(path: "claims-verdicts.jsonl").path, " a", "A letter.")
            let path = try bench.answer(JudgeQuestion(judged), Cancellation()) { _ in }
            #expect(path.hasSuffix("/claims-verdicts.jsonl"))
        }
        let verdicts = try PersonVerdicts(folder.appending(path: "claims-verdicts.jsonl")).verdicts
        #expect(verdicts.map(\.verdict) == [.true, .unsure])
        #expect(
            verdicts.allSatisfy {
                $0.position == 1 && $0.verbalizer == "sft" && $0.text == "A letter." && $0.className == "genre" && $0.value == "letter"
                    && $0.time != nil && $0.token == " a" && $0.explanation == "A letter." && $0.fingerprints?["model"] != nil
            })
    }
}
