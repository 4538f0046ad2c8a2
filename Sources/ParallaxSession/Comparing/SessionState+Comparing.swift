import ParallaxCompute

extension SessionState {
    /// The comparison of this row, as it has to be for the shown document to be evaluated.
    public var comparisonKey: ComparisonKey {
        let own = document.index >= inventory.documentTitles.count - editing.ownDocuments.count
        // One that estimates, as does the copy of one that does; and one that stands behind more than are compared at a screen.
        let isLeft =
            comparison.evaluated.map { !$0.contains(document.index) }
            ?? document.index.isMultiple(of: ComparisonPreparation.estimatingShare)
        return ComparisonKey(row: row, extra: own || isLeft ? document : nil)
    }

    /// How far it is; nil where nothing is known of it yet.
    public var comparisonProgress: ComparisonState.Progress? { comparison.progress.flatMap { $0.key == comparisonKey ? $0 : nil } }

    /// The question behind the table; nil while nothing of its breadth is done.
    private func reportQuestion(_ page: ComparisonPage) -> ComparisonReportQuestion? {
        guard let progress = comparisonProgress else { return nil }
        switch page.breadth {
        case .token: return progress.done.contains(document.index) ? .init(key: progress.key, scope: .token(place), version: 0) : nil
        case .document:
            return progress.done.contains(document.index) ? .init(key: progress.key, scope: .document(document), version: 0) : nil
        case .set: return progress.done.isEmpty ? nil : .init(key: progress.key, scope: .set, version: progress.done.count)
        }
    }

    /// The newest report of the page's breadth; of the set perhaps with fewer documents than are done by now.
    public func comparisonReport(_ page: ComparisonPage) -> ComparisonReport? {
        guard let wanted = reportQuestion(page), let latest = comparison.report, latest.question.isOfTable(wanted) else { return nil }
        return latest.value
    }

    /// The methods in the order of the table.
    public func comparedMethods(_ page: ComparisonPage) -> [MethodReport] {
        guard let report = comparisonReport(page) else { return [] }
        let column = ComparisonColumn.all[page.sort]
        // Best first, or highest where neither is better; what has no value comes last, whichever way round.
        let descending = (column.higherIsBetter ?? true) != page.isReversed
        var order = report.methods.indices.map { (index: $0, value: column.value(report.methods[$0])) }
        order.sort { a, b in
            guard let x = a.value, let y = b.value, x != y else {
                return (a.value != nil) == (b.value != nil) ? a.index < b.index : a.value != nil
            }
            return descending ? x > y : x < y
        }
        return order.map { report.methods[$0.index] }
    }

    /// The highlighted row: the person's, else the first NLA, else the first method that is compared.
    public func highlightedMethod(_ page: ComparisonPage, among methods: [MethodReport]) -> Int {
        methods.firstIndex { $0.name == page.method } ?? methods.firstIndex { $0.kind == .explanation } ?? methods.firstIndex(
            where: \.isHeadline) ?? 0
    }

    private func differingQuestion(_ differences: ComparisonPage.Differences) -> DifferingQuestion? {
        guard let progress = comparisonProgress, !progress.done.isEmpty else { return nil }
        return DifferingQuestion(key: progress.key, first: differences.method, second: differences.rival, version: progress.done.count)
    }

    /// The tokens of the open list, of as many documents as were done when it was asked for.
    public func differingTokens(_ differences: ComparisonPage.Differences) -> [DifferingToken]? {
        comparison.differing.flatMap { $0.question.isOf(differences, comparisonKey) ? $0.value : nil }
    }

    /// What the open table lacks. A report that is under way is finished, though more is done by then: each takes its time.
    func comparisonWants() -> [AnyQuestion] {
        guard case .comparing(let page) = mode else { return [] }
        var wanted: [AnyQuestion] = []
        let progress = comparisonProgress
        if progress?.total == nil || progress.map({ $0.done.count < $0.total ?? .max }) == true {
            wanted.append(ComparisonQuestion(comparisonKey, first: document))
        }
        if let differences = page.differences, let question = differingQuestion(differences) {
            let running = outstanding.first(DifferingQuestion.self) { $0.isOf(differences, comparisonKey) }
            if comparison.differing?.question != question { wanted.append(running ?? question) }
            return wanted
        }
        guard let question = reportQuestion(page), comparison.report?.question != question else { return wanted }
        wanted.append(outstanding.first(ComparisonReportQuestion.self) { $0.isOfTable(question) } ?? question)
        return wanted
    }

    mutating func openComparison() {
        guard inventory.hasModel else {
            notice = Inventory.needsModel("the comparison of all methods")
            return
        }
        guard dictionary != nil || verbalizer != nil || inventory.dictionaries == .opening else {
            notice = "nothing to compare at \(site): no dictionary and no NLA"
            return
        }
        mode = .comparing(comparison.page)
    }

    mutating func compare(_ command: Command, _ page: ComparisonPage) {
        var page = page
        if let differences = page.differences {
            compare(command, differences, &page)
            return
        }
        let methods = comparedMethods(page), highlighted = highlightedMethod(page, among: methods)
        switch command {
        case .cancel, .quit:
            comparison.page = page
            mode = .browsing
            return
        case .compare: page.breadth = Self.neighbour(of: page.breadth, by: 1)
        case .nextPane: page.panel = Self.neighbour(of: page.panel, by: 1)
        case .moveRight: page.sort = (page.sort + 1) % ComparisonColumn.all.count
        case .moveLeft: page.sort = (page.sort + ComparisonColumn.all.count - 1) % ComparisonColumn.all.count
        case .reverse: page.isReversed.toggle()
        case .confirm:
            if methods.indices.contains(highlighted), let rival = rival(of: methods[highlighted], page) {
                page.differences = .init(method: methods[highlighted].name, rival: rival)
            } else {
                notice = "there is no other method here to hold it against"
            }
        default:
            guard !methods.isEmpty, let moved = Self.moved(highlighted, command, count: methods.count) else { return }
            page.method = methods[moved].name
        }
        mode = .comparing(page)
    }

    private mutating func compare(_ command: Command, _ differences: ComparisonPage.Differences, _ page: inout ComparisonPage) {
        let tokens = differingTokens(differences) ?? []
        switch command {
        case .cancel, .quit: page.differences = nil
        case .confirm where tokens.indices.contains(differences.highlighted):
            let token = tokens[differences.highlighted]
            comparison.page = page
            mode = .browsing
            go(to: Place(document: DocumentID(token.document), position: token.position))
            return
        default:
            page.differences?.highlighted = Self.moved(differences.highlighted, command, count: tokens.count) ?? differences.highlighted
        }
        mode = .comparing(page)
    }

    /// Whom a method is held against: a dictionary against the first NLA, everything else against the best dictionary by F; where there is
    /// none of the other kind, the best other method that is compared.
    private func rival(of method: MethodReport, _ page: ComparisonPage) -> String? {
        let others = comparisonReport(page)?.methods.filter { $0.isHeadline && $0.name != method.name } ?? []
        let wanted: ComparisonMethod.Kind = method.kind == .dictionary || method.kind == .forcedDictionary ? .explanation : .dictionary
        let pool = others.contains { $0.kind == wanted } ? others.filter { $0.kind == wanted } : others
        return pool.max { $0.value(.normalised) ?? -.infinity < $1.value(.normalised) ?? -.infinity }?.name
    }
}
