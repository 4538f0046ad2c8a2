import Foundation
import ParallaxCompute

/// A page of claims as far as it has come.
struct KnownClaims: Sendable {
    var page: ClaimPage
    var isWhole: Bool
}

extension Bench {
    /// The tests that the workspace's checkpoints allow.
    /// - Throws: `Complaint` where nothing can test claims.
    private func examiner() throws -> any ClaimExamining {
        guard let claimExaminer else {
            throw Complaint("claims", expected: "tests of claims", found: "none in this program", remedy: "use a build that has them")
        }
        return claimExaminer
    }

    /// What is known already costs nothing.
    func estimate(_ subject: ClaimSubject, _ cancellation: Cancellation) throws -> ClaimEstimate {
        var estimate = try examiner().estimate(subject, on: self, cancellation: cancellation)
        if claimPages.withLock({ $0.value(for: subject)?.isWhole }) == true { estimate.expectedSeconds = 0 }
        return estimate
    }

    /// The claims of a text, tested; a page after every test. What a stopped run had found is there at once, and is not lost again.
    func claims(_ subject: ClaimSubject, _ cancellation: Cancellation, _ partial: (Response) -> Void) throws -> ClaimPage {
        let known = claimPages.withLock { $0.value(for: subject) }
        if let known, known.isWhole { return known.page }
        if let known { partial(.claims(known.page)) }
        func keep(_ page: ClaimPage, isWhole: Bool) {
            claimPages.withLock { $0.insert(KnownClaims(page: page, isWhole: isWhole), for: subject) }
        }
        let page = try examiner().examine(subject, on: self, known: known?.page, cancellation: cancellation) { page in
            guard page.resultCount >= known?.page.resultCount ?? 0 else { return }
            keep(page, isWhole: false)
            partial(.claims(page))
        }
        keep(page, isWhole: true)
        return page
    }

    /// Appends one line to the log of verdicts.
    func append(_ note: JudgedClaim) throws -> String {
        let url = verdictLog
        var line = try VerdictLine(note, instrument).json
        line.append(UInt8(ascii: "\n"))
        do {
            if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url, options: .withoutOverwriting) }
            let handle = try FileHandle(forWritingTo: url)
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: line)
        } catch {
            throw Complaint(url.path, expected: "a file to which verdicts can be appended", found: "\(error.localizedDescription)", remedy: "name another one under claims: verdicts: in the workspace")
        }
        return url.path
    }

    /// Beside the workspace file; without one in the current folder.
    private var verdictLog: URL {
        let folder = instrument.workspace.file?.deletingLastPathComponent() ?? URL(filePath: FileManager.default.currentDirectoryPath)
        return folder.appending(path: "claims-verdicts.jsonl")
    }
}

extension ClaimPage {
    fileprivate var resultCount: Int { claims.reduce(0) { $0 + $1.results.count } }
}

/// A verdict as it stands in the log, with names in the place of numbers.
private struct VerdictLine: Encodable {
    var document: String
    var position: Int
    var verbalizer: String
    var text: String
    var `class`: String
    var value: String?
    var verdict: PersonVerdict.Verdict
    var time: String

    init(_ note: JudgedClaim, _ instrument: Instrument) {
        document = instrument.library.title(note.document)
        position = note.position
        verbalizer = instrument.verbalizers.elements[note.verbalizer].info.name
        text = note.claim.text
        `class` = note.claim.className
        value = note.claim.value
        verdict = note.verdict
        time = ISO8601DateFormatter().string(from: Date())
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}
