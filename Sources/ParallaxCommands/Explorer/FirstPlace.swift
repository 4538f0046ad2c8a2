import ParallaxCompute
import ParallaxSession

/// Where --document and --token want the explorer, or --plain, to begin.
struct FirstPlace {
    /// Nil where options name none: then what they gave comes first, else the first of the workspace.
    let document: Int?
    let token: Int?

    /// - Throws: `Complaint` where there is no such document.
    func check(_ inventory: Inventory) throws {
        let count = inventory.documentTitles.count
        guard count > 0 else {
            throw Complaint(
                "workspace", expected: "a document to look at", found: "none",
                remedy: "name documents in the workspace, or give --text, --file or --chat")
        }
        if let document, document >= count {
            throw Complaint(
                "--document", expected: "a number from 0 to \(count - 1)", found: "\(document)",
                remedy: "choose one of the workspace's documents")
        }
    }

    /// - Throws: `Complaint` where the document that was read has no such token.
    func check(_ trace: TraceSummary?) throws {
        guard let token, let trace, token >= trace.ids.count else { return }
        throw Complaint(
            "--token", expected: "a position from 0 to \(trace.ids.count - 1)", found: "\(token)",
            remedy: "choose a token of the document")
    }
}
