import Foundation
import ParallaxCompute

/// A claim of which the person has said something, on its way to the log of verdicts.
public struct JudgedClaim: Hashable, Sendable {
    public var document: DocumentID
    public var position: Int
    public var verbalizer: VerbalizerID
    public var claim: Claim
    /// Nil takes back what was said before.
    public var verdict: PersonVerdict.Verdict?
    /// The token, and the explanation in which the claim stands.
    public var token: String?
    public var explanation: String?
    /// The file that the person named for it, where the workspace names none.
    public var file: String?

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID, claim: Claim, verdict: PersonVerdict.Verdict?) {
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

    /// The workspace's, else the one that the person named.
    /// - Throws: `Complaint` where neither names any: nothing is written where nobody asked for it.
    init(_ workspace: Workspace, asked: String?) throws {
        guard let url = workspace.claims.verdicts ?? asked.map({ URL(person: $0, relativeTo: Host.currentFolder) }) else {
            throw Complaint(
                "claims: verdicts:", expected: "a file for verdicts", found: "none", remedy: "name one in the workspace, or on the page")
        }
        self.url = url
    }

    /// Offered to a person whose workspace names none: beside its file, and without one in the current folder.
    static func proposal(_ workspace: Workspace) -> String {
        (workspace.file?.deletingLastPathComponent() ?? Host.currentFolder).appending(path: "claims-verdicts.jsonl").path
    }

    /// - Returns: where the verdict was written.
    /// - Throws: `Complaint` where it cannot be.
    func append(_ judged: JudgedClaim, document: String, verbalizer: String, fingerprints: [String: String]) throws -> String {
        var log = try PersonVerdicts(url)
        let time = ISO8601DateFormatter().string(from: Date())
        var verdict = PersonVerdict(
            document: document, position: judged.position, verbalizer: verbalizer, claim: judged.claim, verdict: judged.verdict, time: time)
        verdict.token = judged.token
        verdict.explanation = judged.explanation
        verdict.fingerprints = fingerprints
        try log.append(verdict)
        return url.path
    }
}
