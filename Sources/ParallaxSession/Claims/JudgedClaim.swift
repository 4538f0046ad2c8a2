import Foundation
import ParallaxCompute

/// A claim of which the person has said something, on its way to the log of verdicts.
public struct JudgedClaim: Hashable, Sendable {
    public var document: DocumentID
    public var position: Int
    public var verbalizer: VerbalizerID
    public var claim: Claim
    public var verdict: PersonVerdict.Verdict

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID, claim: Claim, verdict: PersonVerdict.Verdict) {
        self.document = document
        self.position = position
        self.verbalizer = verbalizer
        self.claim = claim
        self.verdict = verdict
    }
}

/// Where a person's verdicts on claims go.
struct VerdictLog {
    let url: URL

    /// The workspace's; else beside its file, and without one in the current folder.
    init(_ workspace: Workspace) {
        let folder = workspace.file?.deletingLastPathComponent() ?? Host.currentFolder
        url = workspace.claims.verdicts ?? folder.appending(path: "claims-verdicts.jsonl")
    }

    /// - Returns: where the verdict was written.
    /// - Throws: `Complaint` where it cannot be.
    func append(_ judged: JudgedClaim, document: String, verbalizer: String) throws -> String {
        var log = try PersonVerdicts(url)
        let time = ISO8601DateFormatter().string(from: Date())
        try log.append(
            PersonVerdict(
                document: document, position: judged.position, verbalizer: verbalizer, claim: judged.claim, verdict: judged.verdict,
                time: time))
        return url.path
    }
}
