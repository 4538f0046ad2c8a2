import ParallaxCompute
import ParallaxSession

/// One finding against its second making.
struct Verification {
    /// A checkpoint, a file or a document that is another one now.
    struct Change {
        let what: String
        let written: String
        /// Nil where there is none now.
        let now: String?
    }

    let name: String
    let written: Making
    let now: Making
    /// Checkpoints and files first, then documents.
    let changes: [Change]
    let differences: FindingDifferences
    let tolerance: Double
    /// What the finding says and nobody can make again.
    let notes: [String]

    /// Relative, where another machine or other kernels computed.
    static let usual = 1e-4

    /// - Parameter tolerance: nil is equality on the machine that made it, and `usual` on any other.
    init(_ file: FindingFile, _ again: (value: JSONValue, making: Making), tolerance: Double?) throws {
        name = file.name
        written = file.making
        now = again.making
        self.tolerance = tolerance ?? (written.machine == now.machine ? 0 : Self.usual)
        changes = Self.changes(written, now)
        var leaving: Set<String> = [], notes: [String] = []
        if written.look != nil, file.value["finding"]?["claims"]?["isWhole"] == .bool(false) {
            leaving.insert("finding.claims")
            notes.append("the tests of claims had not finished when it was written: claims are not compared")
        }
        self.notes = notes
        differences = FindingDifferences(file.value, again.value, tolerance: self.tolerance, leaving: leaving)
        guard differences.count > 0 else {
            throw Complaint(file.name, expected: "figures to compute again", found: "none", remedy: "verify a finding as parallax wrote it")
        }
    }

    var agrees: Bool { differences.all.isEmpty }

    private static func changes(_ written: Making, _ now: Making) -> [Change] {
        var rest = now.parts, changes: [Change] = []
        for part in written.parts {
            let what = "\(part.role) \(part.name)"
            // Two of one name stand in their order.
            let place =
                rest.firstIndex { $0.role == part.role && $0.name == part.name && $0.fingerprint == part.fingerprint }
                ?? rest.firstIndex { $0.role == part.role && $0.name == part.name }
                ?? (written.parts.count { $0.role == part.role } == 1 ? rest.firstIndex { $0.role == part.role } : nil)
            // Parts of merged comparisons name no AV, AR, tokenizer or file.
            guard let place else {
                if part.path != nil { changes.append(Change(what: what, written: part.fingerprint, now: nil)) }
                continue
            }
            let other = rest.remove(at: place)
            if other.fingerprint != part.fingerprint {
                changes.append(Change(what: what, written: part.fingerprint, now: other.fingerprint))
            }
        }
        for document in written.documents {
            let other = now.documents.first { $0.title == document.title }
            guard other?.checksum != document.checksum || other?.count != document.count else { continue }
            changes.append(
                Change(
                    what: "document \(document.title)", written: "\(document.count) tokens, \(document.checksum)",
                    now: other.map { "\($0.count) tokens, \($0.checksum)" }))
        }
        return changes
    }

    /// What computed it, where that is something else now.
    var otherMachine: String? {
        let a = written.machine, b = now.machine
        let parts = [
            (a.processor, b.processor), ("kernels \(a.kernels)", "kernels \(b.kernels)"), (a.blas, b.blas),
            ("BLAS for \(a.core)", "BLAS for \(b.core)"),
            ("\(a.threads) threads", "\(b.threads) threads")
        ].filter { $0.0 != $0.1 }
        return parts.isEmpty ? nil : parts.map { "\($0.1), not \($0.0)" }.joined(separator: "; ")
    }
}
