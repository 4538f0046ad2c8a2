extension ExclusionRule {
    /// Where a document holds the token that opens every text: the model's BOS id, or a special token at the very start.
    public static func bosPositions(_ ids: [Int], model: LanguageModel, tokenizer: Tokenizer) -> Set<Int> {
        Set(ids.indices.filter { ids[$0] == model.configuration.bosTokenID || ($0 == 0 && tokenizer.isSpecial(ids[0])) })
    }
}
