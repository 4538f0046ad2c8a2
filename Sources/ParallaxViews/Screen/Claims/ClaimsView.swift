import ParallaxCompute
import ParallaxSession

/// The page of claims: the list, under it the evidence for the one that is looked at.
enum ClaimsView {
    /// From here on tests and values stand side by side.
    private static let sideBySide = 118
    private static let valuesWidth = 46
    /// Rows of the evidence that are kept however many claims there are: title, heads, a handful of tests.
    private static let leastEvidence = 7
    /// From here on lines are left below the tests.
    private static let roomy = 30

    static func draw(_ state: SessionState, _ focus: ClaimFocus, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard area.height > 1 else { return nil }
        grid.fill(area, " ", style[.text])
        Rule.draw(
            "claims", detail: heading(state, withBasis: area.height - 1 < roomy), in: area, on: &grid, line: style[.accent],
            title: style[.accent].adding(.bold),
            detail: style[.dim])
        var box = area.inset(top: 1)
        // On what the probabilities rest stands whole where there is room, else behind the heading as far as it goes.
        let isRoomy = box.height >= roomy
        let basis = isRoomy && !basis(state).isEmpty ? TextWrap.lines(basis(state), columns: max(1, box.width - 2), limit: 3) : []
        let lines = budget(state) + basis.map { ($0.text, Role.dim) }
        for (line, words) in lines.enumerated() where line < box.height {
            grid.put(SafeText(words.text).fitted(columns: max(0, box.width - 2)), x: 1, y: line, style[words.role], in: box)
        }
        box = box.inset(top: lines.count)
        if let curve = state.claimPage?.prefixCurve, curve.count > 1 {
            PrefixCurve.draw(curve, in: box.row(0), on: &grid, style)
            box = box.inset(top: 1)
        }
        if let table = roundTrip(state), box.height > table.height + leastEvidence {
            table.draw(in: box, on: &grid, style)
            box = box.inset(top: table.height)
        }
        guard !state.claimEvidence.isEmpty else {
            if let words = status(state) {
                for (line, text) in TextWrap.lines(words.text, columns: max(0, box.width - 2), limit: box.height).enumerated() {
                    grid.put(text, x: 1, y: line, style[words.role], in: box)
                }
            }
            return Point(x: box.x, y: box.y)
        }
        let rows =
            box.height < leastEvidence + 3
            ? box.height
            : min(
                state.claimEvidence.count + 1,
                max(3, box.height - max(leastEvidence, min(ClaimTest.allCases.count + 4, box.height * 3 / 5))))
        let list = Rect(x: box.x, y: box.y, width: box.width, height: rows)
        let selected = max(0, min(focus.claim, state.claimEvidence.count - 1))
        let inList = ClaimListView.draw(state, highlighted: selected, isFocused: focus.part == .claims, in: list, on: &grid, style)
        let inEvidence = evidence(state, focus, in: box.inset(top: rows), on: &grid, style)
        return focus.part == .claims ? inList : inEvidence ?? inList
    }

    /// The claim's verdict in words, its tests, its values.
    private static func evidence(_ state: SessionState, _ focus: ClaimFocus, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle)
        -> Point?
    {
        guard area.height > 2, let evidence = state.evidence(at: focus) else { return nil }
        Rule.draw(
            "evidence", detail: evidence.claim.text, in: area, on: &grid, line: style[.border], title: style[.heading].adding(.bold),
            detail: style[.dim])
        var box = area.inset(top: 1)
        // Whole, where that leaves every test its line.
        let spare = box.height - ClaimTest.allCases.count - 1
        let words = TextWrap.lines(
            verdict(state, focus, evidence), columns: max(1, box.width - 2), limit: max(area.height > 9 ? 2 : 1, spare))
        for (line, text) in words.enumerated() { grid.put(text, x: 1, y: line, style[.text], in: box) }
        box = box.inset(top: words.count)
        let test = focus.part == .tests ? focus.test : nil, value = focus.part == .values ? focus.value : nil
        guard box.width >= sideBySide else {
            // One of them, the tests unless the person looks at the values.
            return value != nil
                ? ClaimValuesView.draw(state, evidence, highlighted: value, in: box, on: &grid, style)
                : ClaimTestsView.draw(state, evidence, highlighted: test, in: box, on: &grid, style)
        }
        let left = box.inset(right: valuesWidth + 1)
        let right = Rect(x: left.endX + 1, y: box.y, width: valuesWidth, height: box.height)
        let inTests = ClaimTestsView.draw(state, evidence, highlighted: test, in: left, on: &grid, style)
        let inValues = ClaimValuesView.draw(state, evidence, highlighted: value, in: right, on: &grid, style)
        return inTests ?? inValues
    }

    private static func verdict(_ state: SessionState, _ focus: ClaimFocus, _ evidence: ClaimEvidence) -> String {
        if focus.part == .tests {
            return ClaimTestsView.words(ClaimTest.allCases[max(0, min(focus.test, ClaimTest.allCases.count - 1))], evidence)
        }
        let verdict = state.verdict(on: evidence)
        guard case .tested(let support) = state.mark(of: evidence) else { return verdict.reason }
        var words = "\(support.rawValue)"
        if state.claims.isBlind {
            words += " without the tests that read the text"
        } else if evidence.blind.support != support {
            words += "; without the tests that read the text \(evidence.blind.support.rawValue)"
        }
        words += "; \(ClaimText.words(verdict.origin)): \(verdict.reason)"
        // A text that is longer than its line above stands whole here.
        return SafeText(evidence.claim.text).width > 60 ? words + ". The claim: \(evidence.claim.text)" : words
    }

    /// "● 3 of 6 supported, 2 of them without reading the text  ○ 2 unresolved  ▲ 1 unsupported · calibrated on …"
    static func heading(_ state: SessionState, withBasis: Bool = true) -> String {
        var parts: [String] = []
        let evidence = state.claimEvidence, marks = evidence.map { state.mark(of: $0) }
        for support in [ClaimVerdict.Support.supported, .unresolved, .unsupported] {
            let count = marks.count { $0 == .tested(support) }
            guard count > 0 else { continue }
            var words = "\(ClaimText.glyph(.tested(support))) \(count)"
            if support == .supported { words += " of \(marks.count)" }
            words += " \(support.rawValue)"
            if support == .supported, !state.claims.isBlind {
                let blind = zip(evidence, marks).count { $1 == .tested(.supported) && $0.blind.support == .supported }
                words += ", \(blind) of them without reading the text"
            }
            parts.append(words)
        }
        parts = parts.isEmpty ? [] : [parts.joined(separator: "  ")]
        if state.claims.isBlind { parts.insert("blind: the text decides nothing", at: 0) }
        let progress = state.claimProgress
        if state.isTestingClaims {
            parts.insert(
                "⠂ testing" + (state.runningClaimTest.map { " \($0.rawValue)" } ?? "") + ", \(progress.done) of \(progress.total) tests",
                at: 0)
        } else if state.claimPage != nil, !state.areClaimsTested {
            parts.insert("stopped at \(progress.done) of \(progress.total) tests", at: 0)
        }
        if withBasis { parts += basis(state).isEmpty ? [] : [basis(state)] }
        return parts.joined(separator: " · ")
    }

    /// On what the probabilities rest, or why there are none.
    private static func basis(_ state: SessionState) -> String {
        guard let page = state.claimPage else { return "" }
        return page.misfit.map { "no probabilities: \($0)" } ?? page.basis.map { "calibrated on \($0)" }
            ?? "no calibration, so no probabilities"
    }

    /// What the tests cost, before and after; where they wait, what starts them.
    private static func budget(_ state: SessionState) -> [(text: String, role: Role)] {
        guard let estimate = state.claimEstimate else { return [] }
        if let page = state.claimPage, state.areClaimsTested { return [("it took: " + ClaimText.budget(page.runs), .dim)] }
        let cost: (String, Role) = (
            "it takes: " + ClaimText.budget(estimate.budget) + ", about " + ClaimText.time(estimate.expectedSeconds),
            state.claimsAsk ? .strong : .dim
        )
        return state.claimsAsk
            ? [cost, ("Enter starts the tests, Esc leaves; while they run Esc stops them and nothing is lost", .warning)] : [cost]
    }

    /// Why there is no list; nil where there is one.
    static func status(_ state: SessionState) -> (text: String, role: Role)? {
        guard state.claimEvidence.isEmpty else { return nil }
        if let complaint = state.claimFailure { return (complaint.description, .bad) }
        guard state.claimPlace != nil else {
            return (state.verbalizer == nil ? "no NLA at \(state.site)" : "waiting for the explanation …", .dim)
        }
        guard state.claimEstimate != nil else { return ("counting what the tests take …", .dim) }
        if state.claimPage != nil { return ("nothing in this text is a claim", .dim) }
        return (state.claimsAsk ? "" : "⠂ testing …", .dim)
    }

    /// The figures of the changed text with what neutral edits do to them; nil where nothing is changed.
    private static func roundTrip(_ state: SessionState) -> FigureTable? {
        state.textEditQuestion == nil ? nil : ExplanationPane.table(state)
    }
}
