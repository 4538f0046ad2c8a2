import ParallaxCompute
import ParallaxSession

/// The left reading: the activation as features of a dictionary.
package enum FeaturesPane {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard !area.isEmpty else { return nil }
        let focused = state.pane == .features
        title(state, focused: focused, in: area, on: &grid, style)
        let figures = area.inset(top: 1)
        table(state).draw(in: figures, on: &grid, style)
        let (list, details) = list(state, in: area)
        if let words = status(state) {
            let look = state.dictionary == nil ? style[.dim] : style[.text]
            for (line, text) in TextWrap.lines(words, columns: max(0, list.width - 2), limit: list.height).enumerated() {
                grid.put(text, x: 1, y: line, look, in: list)
            }
            return nil
        }
        for (line, text) in details.enumerated() {
            grid.put(text, x: 1, y: list.height + line, style[.dim], in: list.inset(bottom: -details.count))
        }
        return features(state, focused: focused, in: list, on: &grid, style)
    }

    private static func title(_ state: SessionState, focused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        var detail = ""
        if let index = state.dictionary {
            let info = state.inventory.dictionaries[index]
            // What changes and what the figures need comes first, where the title may be cut.
            let l0 = (state.editedDictionaryReading ?? state.dictionaryReading).map { "L0 \($0.l0) · " } ?? ""
            let source = info.source == info.site ? "" : " · reads \(info.source.hookName)"
            detail = "\(l0)\(info.name) · \(FigureText.count(info.featureCount)) features · \(info.kind)\(source)"
        }
        Rule.draw(
            "SAE", detail: detail, in: area, on: &grid, line: style[focused ? .accent : .border],
            title: style[focused ? .accent : .heading].adding(.bold), detail: style[.dim])
    }

    /// Why there is no list; nil where there is one.
    private static func status(_ state: SessionState) -> String? {
        guard state.inventory.hasModel else { return Inventory.needsModel("no features") }
        if state.inventory.dictionaries == .opening { return "opening the dictionaries …" }
        guard let dictionary = state.dictionary else {
            let sites = Set(state.inventory.dictionaries.elements.map(\.site)).sorted().map { SiteLabel.short($0) }
            let refused = state.inventory.complaints.isEmpty || !sites.isEmpty ? "" : "; ! says what could not be opened"
            return "no dictionary at \(state.site)" + (sites.isEmpty ? refused : "; there are some at " + sites.joined(separator: ", "))
        }
        let question = DictionaryQuestion(document: state.document, dictionary: dictionary, statistics: state.statistics.version)
        if let complaint = state.failure(of: question) { return complaint.description }
        // Why the document is not there stands in the grid's place.
        if state.failure(of: TraceQuestion(document: state.document)) != nil { return "" }
        if state.dictionaryReading == nil { return "encoding …" }
        return state.shownFeatures.isEmpty ? "no feature is active here" : nil
    }

    private static let widest = 78
    /// "F1 0.61"; longer ones are cut.
    private static let detailWidth = 8

    private static func features(_ state: SessionState, focused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle)
        -> Point?
    {
        let features = state.shownFeatures
        let shown = shown(state, rows: area.height)
        let strongest = features.map { Double(abs($0.activation)) }.max() ?? 1
        let marks = marks(state.agreement)
        var cursor: Point?
        for (line, index) in shown.enumerated() {
            // Beyond this a share would stand too far from its label to be read with it.
            let row = area.row(line).intersection(Rect(x: area.x, y: area.y, width: widest, height: area.height))
            draw(
                features[index], mark: marks[features[index].id], instead: promoted(features[index], state), strongest: strongest, in: row,
                on: &grid, style)
            if focused, index == state.highlightedFeature {
                grid.restyle(row) { $0 = $0.adding(.reverse) }
                cursor = Point(x: row.x, y: row.y)
            }
        }
        if features.count > area.height {
            grid.put("… \(features.count - shown.count) more", x: 3, y: area.height - 1, style[.dim], in: area)
        }
        return cursor
    }

    /// "=" for what the NLA's vector keeps, "-" for what it loses.
    private static func marks(_ agreement: Agreement?) -> [Int: String] {
        var marks: [Int: String] = [:]
        for feature in agreement?.kept ?? [] { marks[feature] = "=" }
        for feature in agreement?.lost ?? [] { marks[feature] = "-" }
        return marks
    }

    /// What stands where there is no label: the tokens that the feature promotes, marked as such.
    private static func promoted(_ feature: DictionaryReading.Feature, _ state: SessionState) -> String {
        guard let dictionary = state.dictionary, let promoted = state.features.promoted[dictionary, feature.id]?.promoted, !promoted.isEmpty
        else { return "no label" }
        return "↑ " + promoted.map(\.trimmedForTable).joined(separator: " ")
    }

    /// The rows under the title and the figures.
    ///
    /// What the line at hand has no room for stands under the list, where there is room for both.
    private static func list(_ state: SessionState, in area: Rect) -> (list: Rect, details: [SafeText]) {
        let whole = area.inset(top: 1 + table(state).height)
        let details = FeatureDetails.lines(state, columns: whole.width - 2)
        let needed = state.pane == .features ? 6 : 7
        return whole.height >= details.count + needed ? (whole.inset(bottom: details.count), details) : (whole, [])
    }

    private static func table(_ state: SessionState) -> FigureTable {
        FigureTable(
            original: state.dictionaryReading?.figures, edited: state.editedDictionaryReading?.figures,
            isEdited: !state.currentFeatureEdits.isEmpty, noise: state.featureNoise, hasNoise: true,
            cost: (state.editedDictionaryReading ?? state.dictionaryReading).map {
                ("L0", "\($0.l0)", state.editedDictionaryReading != nil)
            })
    }

    private static func shown(_ state: SessionState, rows: Int) -> Range<Int> {
        let count = state.shownFeatures.count
        // One line less where the rest is counted.
        return ListWindow.visible(
            count: count, rows: count > rows ? rows - 1 : rows, selected: state.pane == .features ? state.highlightedFeature : 0)
    }

    /// The feature under a point.
    static func line(at point: Point, _ state: SessionState, in area: Rect) -> Int? {
        let list = list(state, in: area).list
        guard list.contains(point), status(state) == nil else { return nil }
        let shown = shown(state, rows: list.height)
        return shown.contains(shown.lowerBound + point.y - list.y) ? shown.lowerBound + point.y - list.y : nil
    }

    private static func draw(
        _ feature: DictionaryReading.Feature, mark: String?, instead: String, strongest: Double, in row: Rect, on grid: inout CellGrid,
        _ style: ScreenStyle
    ) {
        let off = feature.edit == .off
        let changed = feature.edit != nil
        let look = style[changed ? .accent : .text]
        grid.putRight("\(feature.id)", end: 7, look, in: row)
        let barWidth = row.width >= 60 ? 12 : row.width >= 44 ? 8 : 4
        if !off { grid.bar(Double(abs(feature.activation)) / strongest, x: 8, width: barWidth, style[changed ? .accent : .bar], in: row) }
        let valueEnd = 8 + barWidth + 6
        grid.putRight(off ? "off" : FigureText.magnitude(Double(feature.activation), significant: 3), end: valueEnd, look, in: row)
        if let mark { grid.put(mark, x: 1, look, in: row) }
        var label = feature.label ?? instead
        if case .scale(let factor)? = feature.edit { label = "×\(FigureText.magnitude(Double(factor))) " + label }
        if case .set? = feature.edit { label = "set " + label }
        let share = feature.share.map { FigureText.fraction($0) } ?? FigureText.undefined
        // One look for the whole line: it changes with every step of the cursor, and each change of look costs as much as a word.
        let detail = row.width >= 52 ? SafeText(feature.labelDetail ?? "", columns: detailWidth) : SafeText("")
        let room = max(0, row.width - valueEnd - 2 - 6 - (row.width >= 52 ? detailWidth + 1 : 0))
        grid.put(SafeText(label).fitted(columns: room), x: valueEnd + 2, look, in: row)
        grid.putRight(detail.text, end: row.width - 7, look, in: row)
        grid.putRight(off ? "" : share, end: row.width - 1, look, in: row)
    }
}

/// The feature at hand in full: its label, the tokens that it promotes and suppresses, where else in the document it fires.
enum FeatureDetails {
    private static let mostLines = 6

    static func lines(_ state: SessionState, columns: Int) -> [SafeText] {
        guard columns > 20, let feature = state.featureAtHand, let dictionary = state.dictionary else { return [] }
        let made = made(state)
        // While one walks along the text, its details would be most of what is sent for every token.
        guard state.pane == .features else { return Array(made.flatMap { TextWrap.lines($0, columns: columns, limit: 2) }) }
        var texts = [
            "feature \(feature.id): " + [feature.label ?? "no label", feature.labelDetail].compactMap { $0 }.joined(separator: ", ")
        ]
        if let words = state.features.promoted[dictionary, feature.id], !words.promoted.isEmpty {
            texts.append("raises \(list(words.promoted))   lowers \(list(words.suppressed))")
        }
        texts.append(firings(of: feature.id, state))
        texts += made
        return Array(texts.flatMap { TextWrap.lines($0, columns: columns, limit: 2) }.prefix(mostLines))
    }

    private static func made(_ state: SessionState) -> [String] {
        guard let made = state.agreement?.made, !made.isEmpty else { return [] }
        // Those that say something come first.
        let labelled = made.compactMap { feature in feature.label.map { "+\(feature.id) \($0)" } }
        let others = made.filter { $0.label == nil }.map { "+\($0.id)" }
        return [
            "made by the NLA: "
                + (labelled + (others.isEmpty ? [] : ["without label " + others.joined(separator: " ")])).joined(separator: ", ")
        ]
    }

    private static func list(_ tokens: [String]) -> String { tokens.map(\.trimmedForTable).joined(separator: " ") }

    private static func firings(of feature: Int, _ state: SessionState) -> String {
        let firings = state.firings(of: feature)
        guard let trace = state.trace, !firings.isEmpty else { return "fires nowhere in this document" }
        let others = firings.filter { $0.position != state.position }.sorted { $0.activation > $1.activation }
        guard !others.isEmpty else { return "fires at no other token of this document" }
        let places = others.prefix(6).map {
            "\($0.position) \(trace.texts[$0.position].trimmedForTable) \(FigureText.magnitude(Double($0.activation), significant: 2))"
        }
        return "also fires at \(others.count) of \(trace.ids.count): " + places.joined(separator: ", ")
            + (others.count > places.count ? ", …" : "")
    }
}
