import ParallaxCompute

/// What is known of how the two readings of the token at the cursor agree: the line between them.
public struct BetweenState: Sendable {
    public var preceding: Latest<PrecedingQuestion>?
    public var agreement: Latest<AgreementQuestion>?
    public var mismatch: Latest<MismatchQuestion>?
}

extension SessionState {
    /// What the line lacks, where it is seen.
    func betweenWants() -> [AnyQuestion] {
        guard visible.contains(.agreement) else { return [] }
        var wanted: [AnyQuestion] = []
        if let precedingQuestion, preceding == nil { wanted.append(precedingQuestion) }
        if let agreementQuestion, agreement == nil { wanted.append(agreementQuestion) }
        if let mismatchQuestion, mismatch == nil { wanted.append(mismatchQuestion) }
        return wanted
    }

    public var agreementQuestion: AgreementQuestion? {
        guard let dictionary, let verbalizer, dictionaryReading != nil, verbalReading?.figures != nil else { return nil }
        return AgreementQuestion(
            document: document, position: position, dictionary: dictionary, edits: currentFeatureEdits, verbalizer: verbalizer,
            text: editedText)
    }

    public var agreement: Agreement? { agreementQuestion.flatMap { between.agreement?.value(for: $0) } }

    public var mismatchQuestion: MismatchQuestion? {
        guard agreementQuestion != nil, let dictionary, let verbalizer else { return nil }
        return MismatchQuestion(document: document, position: position, dictionary: dictionary, verbalizer: verbalizer)
    }

    public var mismatch: MismatchControl? { mismatchQuestion.flatMap { between.mismatch?.value(for: $0) } }
}
