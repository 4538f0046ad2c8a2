import ParallaxCompute
import ParallaxSession

/// The page of one feature: what it is called, how often it fires, which tokens it speaks for, where it fires, what lies near it.
enum FeatureView {
    /// From here on places and neighbours stand side by side.
    private static let sideBySide = 118
    private static let neighboursWidth = 50
    private static let leastPlaces = 4

    static func draw(_ state: SessionState, _ page: FeaturePage, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard area.height > 1, state.inventory.dictionaries.elements.indices.contains(page.dictionary.index) else { return nil }
        grid.fill(area, " ", style[.text])
        let info = state.inventory.dictionaries[page.dictionary], firings = state.firings(page)
        Rule.draw(
            "feature \(page.feature)", detail: "\(info.name) · \(info.kind) · \(info.site)", in: area, on: &grid, line: style[.accent],
            title: style[.accent].adding(.bold),
            detail: style[.dim])
        var box = area.inset(top: 1)
        var lines = TextWrap.lines(heading(firings), columns: max(1, box.width - 2), limit: 2).map { ($0, Role.strong) }
        lines += [frequency(state, page, firings), sizes(firings), speech(state, page)].compactMap { $0 }.flatMap {
            TextWrap.lines($0, columns: max(1, box.width - 2), limit: 2)
        }.map { ($0, Role.dim) }
        if let complaint = state.failure(of: page) {
            lines += TextWrap.lines(complaint.description, columns: max(1, box.width - 2), limit: 3).map { ($0, Role.bad) }
        }
        for (line, (text, role)) in lines.enumerated() where line < box.height { grid.put(text, x: 1, y: line, style[role], in: box) }
        box = box.inset(top: lines.count)
        if box.width >= sideBySide {
            let left = box.inset(right: neighboursWidth + 1)
            let right = Rect(x: left.endX + 1, y: box.y, width: neighboursWidth, height: box.height)
            let inPlaces = places(state, page, firings, in: left, on: &grid, style),
                inNeighbours = neighbours(state, page, in: right, on: &grid, style)
            return page.part == .places ? inPlaces : inNeighbours
        }
        let count = min(
            (state.nearest(page)?.count ?? 1) + 1, max(0, box.height - leastPlaces), page.part == .neighbours ? box.height / 2 : 7)
        let upper = box.inset(bottom: count), lower = box.inset(top: box.height - count)
        let inPlaces = places(state, page, firings, in: upper, on: &grid, style),
            inNeighbours = neighbours(state, page, in: lower, on: &grid, style)
        return page.part == .places ? inPlaces : inNeighbours
    }

    private static func heading(_ firings: FeatureFirings?) -> String {
        guard let firings else { return "reading …" }
        return [firings.label ?? "no label", firings.labelDetail].compactMap { $0 }.joined(separator: ", ")
    }

    /// "fires at 123 of 2,857 tokens (4.3 %) of 58 of 60 documents"
    private static func frequency(_ state: SessionState, _ page: FeaturePage, _ firings: FeatureFirings?) -> String? {
        guard let firings else { return nil }
        let share = firings.density.map { " (\(FigureText.magnitude($0 * 100, significant: 2)) %)" } ?? ""
        let unread = firings.unread == 0 ? "" : ", \(FigureText.count(firings.unread)) could not be read"
        let done =
            firings.documents + firings.unread == firings.total
            ? "\(FigureText.count(firings.total))" : "\(FigureText.count(firings.documents)) of \(FigureText.count(firings.total))"
        return
            "fires at \(FigureText.count(firings.firing)) of \(FigureText.count(firings.tokens)) tokens\(share) of \(done) documents\(unread)"
            + (state.isReading(page) ? " ⠂" : "")
    }

    /// "where it fires: median 2.1, 90 % 5.3, 99 % 8.8, at most 9.1; 63 tokens left out as figures leave them out: fires at 60, up to 812"
    private static func sizes(_ firings: FeatureFirings?) -> String? {
        guard let firings else { return nil }
        func size(_ value: Double) -> String { FigureText.magnitude(value, significant: 3) }
        let sizes = firings.quantiles.map {
            "median \(size($0.median)), 90 % \(size($0.ninety)), 99 % \(size($0.ninetyNine)), at most \(size($0.maximum))"
        }
        let fires =
            firings.leftOutFiring == 0
            ? "fires at none" : "fires at \(FigureText.count(firings.leftOutFiring)), up to \(size(Double(firings.leftOutMaximum)))"
        let leftOut = firings.leftOut == 0 ? nil : "left out (BOS, massive norms): \(FigureText.count(firings.leftOut)) tokens, \(fires)"
        let parts = [sizes, leftOut].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func speech(_ state: SessionState, _ page: FeaturePage) -> String? {
        guard let words = state.features.promoted[page.dictionary, page.feature] else { return nil }
        guard !words.promoted.isEmpty else { return "no tokens: its row is not in the residual stream, or the model has no unembedding" }
        func list(_ tokens: [String]) -> String { tokens.map(\.trimmedForTable).joined(separator: " ") }
        return "raises \(list(words.promoted))   lowers \(list(words.suppressed))"
    }

    // MARK: Lists

    private static func places(
        _ state: SessionState, _ page: FeaturePage, _ firings: FeatureFirings?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        guard area.height > 0 else { return nil }
        title(
            page.listsEvery ? "where it fires most" : "where it fires most, one place a document", page.part == .places, in: area,
            on: &grid, style)
        let list = area.inset(top: 1)
        let places = firings?.places(every: page.listsEvery) ?? []
        guard !places.isEmpty else {
            if firings != nil, !state.isReading(page) { grid.put("nowhere in these documents", x: 1, style[.dim], in: list.row(0)) }
            return Point(x: list.x, y: list.y)
        }
        let strongest = Double(abs(places[0].activation)), titleWidth = area.width >= 60 ? 14 : 0
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: places.count, rows: list.height, selected: page.place).enumerated() {
            let row = list.row(line), place = places[index]
            grid.putRight(FigureText.magnitude(Double(place.activation), significant: 3), end: 7, style[.text], in: row)
            grid.bar(strongest > 0 ? Double(abs(place.activation)) / strongest : 0, x: 8, width: 6, style[.bar], in: row)
            if titleWidth > 0 {
                grid.put(SafeText(state.inventory.title(place.document)).fitted(columns: titleWidth - 5), x: 15, style[.dim], in: row)
            }
            if titleWidth > 0 { grid.putRight("\(place.position)", end: 15 + titleWidth - 1, style[.dim], in: row) }
            context(place, in: row.inset(left: 15 + titleWidth), on: &grid, style)
            guard index == page.place else { continue }
            grid.restyle(row) { $0 = $0.adding(page.part == .places ? .reverse : .bold) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    /// The token in the middle, so that the eye goes down one column; marked by brackets too, for screens without colour.
    private static func context(_ place: FeatureFirings.Place, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let token = SafeText("[" + place.token + "]").fitted(columns: max(3, area.width / 3)), room = max(0, area.width - token.width - 1)
        let left = room / 2
        let before = SafeText(place.before).suffix(columns: left)
        grid.put(before, x: left - before.width, style[.dim], in: area)
        grid.put(token, x: left, style[.accent], in: area)
        grid.put(SafeText(place.after).fitted(columns: max(0, room - left)), x: left + token.width, style[.dim], in: area)
    }

    private static func neighbours(_ state: SessionState, _ page: FeaturePage, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle)
        -> Point?
    {
        guard area.height > 0 else { return nil }
        title("nearest decoder rows: cosine", page.part == .neighbours, in: area, on: &grid, style)
        let list = area.inset(top: 1)
        guard let nearest = state.nearest(page) else {
            grid.put(state.failure(of: page) == nil ? "reading …" : "", x: 1, style[.dim], in: list.row(0))
            return Point(x: list.x, y: list.y)
        }
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: nearest.count, rows: list.height, selected: page.neighbour).enumerated() {
            let row = list.row(line), feature = nearest[index]
            grid.putRight(FigureText.fraction(Double(feature.cosine)), end: 5, style[.text], in: row)
            grid.putRight("\(feature.id)", end: 13, style[.text], in: row)
            let dictionaries = state.inventory.dictionaries
            let other =
                feature.dictionary == page.dictionary
                ? SafeText("")
                : SafeText(
                    "  " + difference(dictionaries[feature.dictionary].name, from: dictionaries[page.dictionary].name),
                    columns: row.width / 3)
            let label = SafeText(feature.label ?? "no label").fitted(columns: max(0, row.width - 15 - other.width))
            let end = grid.put(label, x: 15, style[feature.label == nil ? .dim : .text], in: row)
            grid.put(other, x: end, style[.dim], in: row)
            guard index == page.neighbour else { continue }
            grid.restyle(row) { $0 = $0.adding(page.part == .neighbours ? .reverse : .bold) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    /// Of a name what another does not begin with as well, from its last part on: "k8" of "blocks.3-k8" beside "blocks.3-k16".
    private static func difference(_ name: String, from other: String) -> String {
        let shared = zip(name, other).prefix { $0 == $1 }.count
        guard let separator = name.prefix(shared).lastIndex(where: { "-_./ ".contains($0) }) else { return name }
        return String(name[name.index(after: separator)...])
    }

    private static func title(_ words: String, _ isFocused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        Rule.draw(
            words, detail: "", in: area, on: &grid, line: style[.border], title: style[isFocused ? .accent : .heading].adding(.bold),
            detail: style[.dim])
    }
}
