import ParallaxCompute

/// Claims of explanations that were made elsewhere: the tests that need no weights run, the others say what they lack.
extension TextBench {
    /// The rules of the workspace, or the standard ones.
    private var rules: ClaimRules {
        get throws { try workspace.claims.rules.map { try ClaimRules.open($0) } ?? .standard }
    }

    func estimate(_ subject: ClaimSubject) throws -> ClaimEstimate {
        let rules = try rules
        return ClaimEstimate(
            ClaimBudget(), expectedSeconds: 0, claims: rules.claims(of: try inContext(subject, options: ClaimOptions()).explanation, edits: subject.edits), classes: rules.names)
    }

    func claims(_ subject: ClaimSubject, _ cancellation: Cancellation, _ partial: (ClaimPage) -> Void) throws -> ClaimPage {
        let background = ClaimBackground(mean: nil, explanations: elsewhere(subject), prior: [])
        let examiner = ClaimExaminer(rules: try rules, verbalizer: nil, reconstructor: nil, background: background)
        return try examiner.page(inContext(subject, options: examiner.options), off: subject.off, cancellation: cancellation, partial: partial)
    }

    private func inContext(_ subject: ClaimSubject, options: ClaimOptions) throws -> ExplanationInContext {
        guard let own = try reading(Place(document: subject.document, position: subject.position), subject.verbalizer) else {
            throw Complaint("claims", expected: "an explanation of this token", found: "none in the file", remedy: "choose a token that has one")
        }
        let page = try page(subject.document)
        let known = page.texts.prefix(subject.position + 1)
        let around = (subject.position - options.reach...subject.position + options.reach).filter { $0 != subject.position && $0 >= 0 }
        return ExplanationInContext(
            document: shelf.documents[subject.document.index].title, position: subject.position, activation: nil, explanation: subject.text ?? own.text,
            // A gap would hide words that a claim may be about.
            visibleText: known.contains { $0 == nil } ? nil : known.compactMap { $0 }.joined(),
            neighbours: try around.compactMap { try reading(Place(document: subject.document, position: $0), subject.verbalizer)?.text }, samples: own.stated?.samples.map(\.text) ?? [], edits: subject.edits)
    }

    /// Explanations of other documents of the same file; where it has one document, none: chance is then not taken off.
    private func elsewhere(_ subject: ClaimSubject) -> [ClaimBackground.Explanation] {
        shelf.documents.indices.filter { $0 != subject.document.index }.prefix(ClaimOptions().elsewhere).compactMap { index in
            guard let part = shelf.documents[index].parts[subject.verbalizer.index], let middle = part.positions.dropFirst(part.positions.count / 2).first,
                let text = shelf.sources[subject.verbalizer.index].file.explanation(of: part, position: middle)?.text
            else { return nil }
            return ClaimBackground.Explanation(document: shelf.documents[index].title, text: text)
        }
    }
}
