extension ClaimCheckpoints {
    /// Of what was opened.
    /// - Parameters:
    ///   - explanations: a file of texts in the place of an AV.
    ///   - dictionary: whose features bear witness.
    public init(
        model: LanguageModel, av: ActivationVerbalizer?, ar: ActivationReconstructor?, explanations: ExplanationFile?, dictionary: SparseAutoencoder?, rules: ClaimRules
    ) {
        self.init(
            model: model.fingerprint, av: av?.fingerprint ?? explanations?.fingerprint ?? "none", ar: ar?.fingerprint ?? "none", dictionary: dictionary?.fingerprint, rules: rules.fingerprint)
        if let dictionary { formerDictionary = { FormerFingerprint.of(dictionary) } }
    }
}
