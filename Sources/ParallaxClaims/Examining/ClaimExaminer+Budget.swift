extension ClaimExaminer {
    /// What examining an explanation takes, before anything runs. Candidates and neighbours are counted as if all there can be were found.
    public func budget(_ subject: ExplanationInContext, off: Set<ClaimTest> = []) -> ClaimBudget {
        let measurements = Set(plan(subject, off: off).measurements)
        let claims = rules.claims(of: subject.explanation, edits: subject.edits).count
        let candidates = claims * (1 + options.candidates)
        // An explanation that cannot be tokenised says so when it is examined.
        let length = { (tokenizer: Tokenizer) in (try? tokenizer.encode(subject.explanation, addSpecialTokens: false).count) ?? 0 }
        var budget = ClaimBudget()
        if let verbalizer {
            let tokens = length(verbalizer.tokenizer), prompt = verbalizer.promptTokenIDs.count
            var own = 0
            if measurements.contains(.samples), subject.samples.isEmpty {
                budget.written += options.samples
                own += options.samples * (tokens + prompt)
            }
            for passes in [ClaimMeasurement.scores, .priorScores] where measurements.contains(passes) {
                budget.scored += candidates
                // A candidate costs its own ids; the text before it has been read.
                own += prompt + tokens + candidates * max(1, tokens / max(claims, 1))
            }
            if measurements.contains(.causes) {
                budget.scored += 3 * claims
                own += 3 * claims * (prompt + tokens / 2)
            }
            budget.add(tokens: own, parameters: verbalizer.model.configuration.blocksParameters)
        }
        if let reconstructor {
            let tokens = length(reconstructor.tokenizer) + 12
            if measurements.contains(.reconstructions) {
                let variants = candidates + NeutralEdits.most, prefixes = ExplanationSegments(subject.explanation).parts.count + 1
                budget.read += 1 + variants + prefixes
                // What a variant has in common with the text's beginning is run once: on average half of it.
                budget.add(tokens: (1 + variants / 2 + prefixes / 2) * tokens, parameters: reconstructor.model.configuration.blocksParameters)
            }
            if measurements.contains(.orders) {
                let texts = claims + 2 <= options.exactShapley ? 1 << (claims + 2) : 2 * options.shapleyOrders * (claims + 2)
                budget.read += texts
                budget.add(tokens: texts * tokens / 2, parameters: reconstructor.model.configuration.blocksParameters)
            }
        }
        if measurements.contains(.mimic), subject.mimic == nil, let writer {
            budget.written += 1
            budget.add(tokens: writer.promptLength(subject.visibleText ?? "") + (verbalizer.map { length($0.tokenizer) } ?? options.maximumTokens), parameters: writer.parameters)
        }
        return budget
    }
}

extension ClaimBudget {
    mutating func add(tokens: Int, parameters: Double) {
        self.tokens += tokens
        flops += 2 * parameters * Double(tokens)
    }
}
