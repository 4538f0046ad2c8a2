extension ReportBuilder {
    /// The definitions by which two methods are told apart, as a sentence goes through them; KL at the true norm, the same rule for all.
    private static let told: [Column] =
        [.normalised, .normalisedOneScale, .centredCosine, .cosine, .global, .perToken, .uncentred, .residualVariance, .nmseRaw].map { Column(definition: $0, scale: .asIs) }
        + [Column(definition: .global, scale: .trueNorm), Column(definition: .perToken, scale: .trueNorm), Column(definition: .kl, scale: .trueNorm), Column(definition: .klFollowing, scale: .trueNorm)]

    /// Two methods by several definitions, on the same draws of documents.
    func differences(_ a: Int, _ b: Int, _ columns: [Column], _ methods: [MethodReport], _ gathered: Gathered) -> [PairedDifference] {
        let places = columns.map { column in (list.columns(a).firstIndex(of: column), list.columns(b).firstIndex(of: column)) }
        let isSameSet = methods[a].count == methods[b].count
        let intervals = bootstrap(gathered).intervals(columns.count) { weights in
            let (p, q) = (self.outcomes(a, gathered, weights: weights), self.outcomes(b, gathered, weights: weights))
            return places.map { first, second in
                guard isSameSet, let first, let second else { return .undefined("not measured for both over the same tokens") }
                return p[first].flatMap { p in q[second].map { p - $0 } }
            }
        }
        return columns.indices.map { index in
            let column = columns[index]
            return PairedDifference(
                first: methods[a].name, second: methods[b].name, definition: column.definition, scale: column.scale, firstValue: methods[a].value(column.definition, column.scale),
                secondValue: methods[b].value(column.definition, column.scale), interval: intervals[index].value.map { .init(low: $0.low, high: $0.high) },
                documents: gathered.documents.count)
        }
    }

    /// Every NLA against every dictionary; where there is only one kind, each against the next.
    private var headlinePairs: [(Int, Int)] {
        let verbalizers = plan.methods.indices.filter { plan.methods[$0].kind == .explanation }, dictionaries = plan.methods.indices.filter { plan.methods[$0].kind == .dictionary }
        if verbalizers.isEmpty || dictionaries.isEmpty {
            let all = verbalizers + dictionaries
            return Array(zip(all, all.dropFirst()))
        }
        return verbalizers.flatMap { v in dictionaries.map { (v, $0) } }
    }

    func pairs(_ methods: [MethodReport], _ gathered: Gathered) -> [[PairedDifference]] {
        headlinePairs.map { differences($0.0, $0.1, Self.told, methods, gathered) }
    }

    func verdicts(_ methods: [MethodReport], pairs: [[PairedDifference]], _ gathered: Gathered) -> [Verdict] {
        guard gathered.total.count > 0 else { return [] }
        var verdicts: [Verdict] = pairs.flatMap(PairWords.verdicts)
        let meanF = plan.methods.firstIndex { $0.recipe == .mean }.flatMap { methods[$0].value(.normalised) }
        let byF = [Column(definition: .normalised, scale: .asIs)]
        for (index, method) in plan.methods.enumerated() where method.isHeadline {
            guard let f = methods[index].value(.normalised) else { continue }
            if let verdict = ControlWords.belowZero(method.name, f: f, mean: meanF) { verdicts.append(verdict) }
            let places = methods[index].strata.filter(\.stratum.isInHeadline).compactMap { own in
                own.figures.first { $0.definition == .normalised }?.value.map { (name: own.stratum.rawValue, f: $0) }
            }
            if let verdict = ControlWords.stratum(method.name, places) { verdicts.append(verdict) }
            if gathered.rankErrors.count > 1 { verdicts.append(ControlWords.rank(method.name, f: f, rank: methods[index].matchingRank, width: plan.width)) }
            for (other, control) in plan.methods.enumerated() {
                if method.kind == .explanation, control.verbalizer == method.verbalizer, let meaning = ControlWords.meaning(control.recipe) {
                    let difference = differences(index, other, byF, methods, gathered)[0]
                    if let verdict = ControlWords.control(difference, meaning) { verdicts.append(verdict) }
                } else if [.mean, .documentMean, .nearestOther, .otherActivation].contains(control.recipe) {
                    if let verdict = ControlWords.baseline(differences(index, other, byF, methods, gathered)[0]) { verdicts.append(verdict) }
                }
            }
        }
        return verdicts
    }
}
