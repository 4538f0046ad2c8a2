extension ReportBuilder {
    /// The definitions by which two methods are told apart, as a sentence goes through them; KL at the true norm, the same rule for all.
    static let told: [Column] =
        [.normalised, .normalisedOneScale, .centredCosine, .cosine, .global, .perToken, .uncentred, .residualVariance, .nmseRaw].map {
            Column(definition: $0, scale: .asIs)
        }
        + [
            Column(definition: .global, scale: .trueNorm), Column(definition: .perToken, scale: .trueNorm),
            Column(definition: .kl, scale: .trueNorm), Column(definition: .klFollowing, scale: .trueNorm)
        ]

    /// Two methods by several definitions, on the same draws of documents.
    func differences(_ a: Int, _ b: Int, _ columns: [Column], _ methods: [MethodReport], _ gathered: Gathered) -> [PairedDifference] {
        let isSameSet = methods[a].count == methods[b].count
        let resamples = gathered.resamples.isEmpty ? nil : (first: gathered.resamples[a], second: gathered.resamples[b])
        let documents = resamples.map { min($0.first.documents, $0.second.documents) } ?? gathered.documentCount
        return columns.map { column in
            var interval: ComparisonFigure.Interval?
            if let resamples, isSameSet, let p = list.columns(a).firstIndex(of: column), let q = list.columns(b).firstIndex(of: column) {
                interval = self.interval(resamples.first.draws[p] - resamples.second.draws[q], documents)
            }
            return PairedDifference(
                first: methods[a].name, second: methods[b].name, definition: column.definition, scale: column.scale,
                firstValue: methods[a].value(column.definition, column.scale),
                secondValue: methods[b].value(column.definition, column.scale), interval: interval, documents: documents)
        }
    }

    /// Every NLA against every dictionary; where there is only one kind, each against the next. Transcoders start from something else and are
    /// told among themselves.
    private var headlinePairs: [(Int, Int)] {
        let verbalizers = plan.methods.indices.filter { plan.methods[$0].kind == .explanation }
        let dictionaries = plan.methods.indices.filter { plan.methods[$0].kind == .dictionary && !plan.methods[$0].isTranscoder }
        let transcoders = plan.methods.indices.filter { plan.methods[$0].kind == .dictionary && plan.methods[$0].isTranscoder }
        let amongTranscoders = Array(zip(transcoders, transcoders.dropFirst()))
        if verbalizers.isEmpty || dictionaries.isEmpty {
            let all = verbalizers + dictionaries
            return Array(zip(all, all.dropFirst())) + amongTranscoders
        }
        return verbalizers.flatMap { v in dictionaries.map { (v, $0) } } + amongTranscoders
    }

    func pairs(_ methods: [MethodReport], _ gathered: Gathered) -> [[PairedDifference]] {
        headlinePairs.map { differences($0.0, $0.1, Self.told, methods, gathered) }
    }

    // MARK: Pairs that are told

    /// More pairs than these are not all told in words; all of them stay in the report.
    private static let mostPairs = 3

    /// The pairs that words are made of: all, or of many the best NLA against the best dictionary by F, against the one nearest in bits, and
    /// against the one nearest in F.
    private func told(_ methods: [MethodReport]) -> [(place: Int, heading: String)] {
        let places = Array(headlinePairs.indices)
        func f(_ method: Int) -> Double? { methods[method].value(.normalised) }
        guard places.count > Self.mostPairs, plan.methods.contains(where: { $0.kind == .explanation }),
            plan.methods.contains(where: { $0.kind == .dictionary }),
            let best = headlinePairs.map(\.0).filter({ plan.methods[$0].kind == .explanation }).max(by: {
                f($0) ?? -.infinity < f($1) ?? -.infinity
            }), let own = f(best)
        else { return places.map { ($0, "") } }
        let rivals = places.filter { headlinePairs[$0].0 == best && f(headlinePairs[$0].1) != nil }
        func nearest(_ distance: (Int) -> Double?) -> Int? {
            var found: (place: Int, distance: Double)?
            for place in rivals {
                guard let distance = distance(headlinePairs[place].1), distance < found?.distance ?? .infinity else { continue }
                found = (place, distance)
            }
            return found?.place
        }
        var told: [(place: Int, heading: String)] = []
        func tell(_ place: Int?, _ heading: String) {
            guard let place else { return }
            if let known = told.firstIndex(where: { $0.place == place }) {
                told[known].heading += ", " + heading.prefix(1).lowercased() + heading.dropFirst()
            } else {
                told.append((place, heading))
            }
        }
        tell(nearest { f($0).map { -$0 } }, "Best by F")
        tell(
            nearest { other in bits(of: best, methods).flatMap { own in bits(of: other, methods).map { abs($0 - own) } } },
            "Nearest in bits")
        tell(nearest { f($0).map { abs($0 - own) } }, "Nearest in F")
        return told
    }

    /// Of the code by which methods are compared: a dictionary's entropy code, a text under the AV.
    private func bits(of method: Int, _ methods: [MethodReport]) -> Double? {
        (methods[method].bits.first { $0.name == "entropy" } ?? methods[method].bits.first { $0.name == "text" })?.bits
    }

    private func bits(of pair: (Int, Int), _ methods: [MethodReport]) -> (first: Double?, second: Double?) {
        (bits(of: pair.0, methods), bits(of: pair.1, methods))
    }

    func verdicts(_ methods: [MethodReport], pairs: [[PairedDifference]], _ gathered: Gathered) -> [Verdict] {
        guard gathered.total.count > 0 else { return [] }
        var verdicts: [Verdict] = told(methods).flatMap {
            PairWords(differences: pairs[$0.place], heading: $0.heading, bits: bits(of: headlinePairs[$0.place], methods)).verdicts
        }
        let meanF = plan.methods.firstIndex { $0.recipe == .mean }.flatMap { methods[$0].value(.normalised) }
        let byF = [Column(definition: .normalised, scale: .asIs)]
        for (index, method) in plan.methods.enumerated() where method.isHeadline {
            guard let f = methods[index].value(.normalised) else { continue }
            if let verdict = ControlWords.belowZero(method.name, f: f, mean: meanF) { verdicts.append(verdict) }
            let places = methods[index].strata.filter(\.stratum.isInHeadline).compactMap { own in
                own.figures.first { $0.definition == .normalised }?.value.map { (name: own.stratum.rawValue, f: $0) }
            }
            if let verdict = ControlWords.stratum(method.name, places) { verdicts.append(verdict) }
            if gathered.rankErrors.count > 1 {
                verdicts.append(ControlWords.rank(method.name, f: f, rank: methods[index].matchingRank, width: plan.width))
            }
            for (other, control) in plan.methods.enumerated() {
                if method.kind == .explanation, control.verbalizer == method.verbalizer, let meaning = ControlWords.meaning(control.recipe)
                {
                    let difference = differences(index, other, byF, methods, gathered)[0]
                    if let verdict = ControlWords.control(difference, meaning) { verdicts.append(verdict) }
                } else if [.mean, .documentMean, .nearestOther, .otherActivation].contains(control.recipe) {
                    if let verdict = ControlWords.baseline(differences(index, other, byF, methods, gathered)[0]) {
                        verdicts.append(verdict)
                    }
                }
            }
        }
        return verdicts
    }
}
