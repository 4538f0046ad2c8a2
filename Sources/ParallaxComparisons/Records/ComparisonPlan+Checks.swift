extension ComparisonPlan {
    /// What makes no sense in a plan that was read from a file; nil where nothing does.
    func flaw(with basis: ReportBasis) -> String? {
        guard version == Self.version else { return "version \(version)" }
        guard (1...StatisticsFile.widest).contains(width), basis.mean.values.count == width else { return "vectors of width \(width)" }
        guard basis.costs.count == methods.count, basis.writingCosts.count == verbalizers.count, basis.textReferences.count == verbalizers.count,
            basis.vocabularies.count == verbalizers.count
        else { return "costs of other methods" }
        for method in methods {
            guard method.columns == ComparisonMethod(name: method.name, recipe: method.recipe, target: method.target, options: options).columns else {
                return "other values of \(method.name)"
            }
            guard method.dictionary.map({ dictionaries.indices.contains($0) }) ?? true, method.verbalizer.map({ verbalizers.indices.contains($0) }) ?? true,
                method.target == .activation || method.verbalizer != nil
            else { return "a method of no checkpoint, \(method.name)" }
        }
        guard documents.allSatisfy({ (0...Count.most).contains($0.index) }) else { return "a document of a number that cannot be" }
        guard Set(documents.map(\.index)).count == documents.count else { return "a document that stands twice" }
        do { try options.check() } catch { return "options that make no sense" }
        guard methods.count.multiplied(clamped: options.resamples) <= Self.mostDraws else { return "\(options.resamples) resamples of \(methods.count) methods" }
        return nil
    }
}
