import ParallaxCompute
import ParallaxSession

/// The right reading: the activation in words, and what the words reconstruct.
package enum ExplanationPane {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard !area.isEmpty else { return nil }
        let focused = state.pane == .explanation
        title(state, focused: focused, in: area, on: &grid, style)
        let figures = area.inset(top: 1)
        if let stated = statedTable(state) {
            stated.draw(in: figures, on: &grid, style)
        } else {
            table(state).draw(in: figures, on: &grid, style)
        }
        let list = list(state, in: area)
        if state.verbalReading != nil { return sentences(state, focused: focused, in: list, on: &grid, style) }
        let streaming = state.verbalKey.flatMap { state.readings.streaming[$0] }
        let words = streaming.map { ($0 + " …", style[.text]) } ?? status(state, style)
        for (line, text) in TextWrap.lines(words.0, columns: max(0, list.width - 2), limit: list.height).enumerated() {
            grid.put(text, x: 1, y: line, words.1, in: list)
        }
        return nil
    }

    private static func title(_ state: SessionState, focused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        var detail = state.verbalizer.map { state.inventory.verbalizers[$0].name } ?? ""
        if let reading = state.verbalReading {
            let isFile = state.verbalizer.map { state.inventory.verbalizers[$0].isFile } ?? false
            detail += isFile ? " · from a file" : " · greedy"
            if let unread = reading.unreadWords {
                detail += " · \(unread)"
            } else if reading.figures == nil {
                detail += state.inventory.hasModel ? " · no AR, so no round trip" : " · nothing is computed here"
            }
            if let bits = reading.bits { detail += " · \(FigureText.magnitude(bits)) bits under the AV" }
            // First what the figures need, where the title may be cut.
            if let tokens = reading.tokenCount { detail = "\(tokens) tokens · " + detail }
            if reading.truncated { detail = "truncated · " + detail }
            if reading.injectionFailed { detail = "injection failed · " + detail }
        }
        Rule.draw(
            "NLA", detail: detail, in: area, on: &grid, line: style[focused ? .accent : .border],
            title: style[focused ? .accent : .heading].adding(.bold), detail: style[.dim])
    }

    private static func status(_ state: SessionState, _ style: ScreenStyle) -> (String, Style) {
        if state.inventory.verbalizers == .opening { return ("opening the NLAs …", style[.dim]) }
        guard let key = state.verbalKey else {
            let sites = Set(state.inventory.verbalizers.elements.map(\.site)).sorted().map { SiteLabel.short($0) }
            return (
                "no NLA at \(state.siteName)" + (sites.isEmpty ? "" : "; there is one at " + sites.joined(separator: ", ")), style[.dim]
            )
        }
        let question = VerbalizeQuestion(
            document: key.document, positions: [key.position], verbalizer: key.verbalizer, statistics: state.statistics.version)
        if let complaint = state.failure(of: question) { return (complaint.description, style[.bad]) }
        if state.readings.absent.contains(key) { return ("the file has no explanation of this token", style[.dim]) }
        if state.readings.stopped.contains(key) { return ("stopped; r verbalizes this token", style[.dim]) }
        if state.failure(of: TraceQuestion(document: state.document)) != nil { return ("", style[.dim]) }
        return ("verbalizing …", style[.dim])
    }

    private static func sentences(_ state: SessionState, focused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle)
        -> Point?
    {
        let original = state.originalSentences, last = state.lastParagraph
        let indent = indent(state)
        var y = 0
        var cursor: Point?
        for block in shown(state, in: area) {
            let look = !original.contains(block.sentence) ? style[.accent] : style[.text]
            grid.putRight("\(block.index + 1)", end: 3, y: y, style[.dim], in: area)
            // The published verbalizers close with a paragraph about the final token.
            if last.contains(block.index) { grid.put("¶", x: 3, y: y, style[.dim], in: area) }
            mark(state, block.index, y: y, in: area, on: &grid, style)
            if case .editingSentence(block.index, let editor) = state.mode {
                let field = area.inset(left: indent, top: y, right: 1).row(0)
                cursor = LineField.draw(editor, in: field, on: &grid, text: style[.selection], hint: style[.dim])
            } else {
                var quoted = false
                for (line, text) in block.lines.enumerated() where y + line < area.height {
                    grid.put(text, x: indent, y: y + line, look, in: area)
                    quotes(text, &quoted, x: indent, y: y + line, in: area, on: &grid)
                }
                if focused, block.index == state.highlightedSentence {
                    let box = Rect(x: area.x, y: area.y + y, width: area.width, height: block.lines.count).intersection(area)
                    grid.restyle(box) { $0 = $0.adding(.reverse) }
                    cursor = Point(x: area.x + indent, y: area.y + y)
                }
            }
            y += block.lines.count
        }
        return cursor
    }

    /// Where a sentence begins: behind its number, and behind its mark where claims are tested.
    private static func indent(_ state: SessionState) -> Int { state.claims.isOn ? 7 : 5 }

    /// The sentence's mark and where else it could come from; nothing while claims are off.
    private static func mark(_ state: SessionState, _ index: Int, y: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard let sentences = state.claimsOfSentences, sentences.indices.contains(index) else { return }
        let claims = sentences[index], marks = claims.map { state.mark(of: $0) }
        let mark = ClaimMark.gravest(marks) ?? (state.claimPage == nil ? state.claimFailure == nil ? .notYet : .failed : nil)
        guard let mark else { return }
        grid.put(ClaimText.glyph(mark), x: 4, y: y, style[ClaimText.role(mark)], in: area)
        if let claim = claims.first(where: { state.mark(of: $0) == mark }), case .tested = mark {
            grid.put(ClaimText.letter(claim.verdict.origin), x: 5, y: y, style[.dim], in: area)
        }
    }

    /// The marks of a sentence that holds several claims, in their order: " [●▲]".
    private static func innerMarks(_ state: SessionState, _ sentences: [[ClaimEvidence]]?, _ index: Int) -> String {
        guard let sentences, sentences.indices.contains(index), sentences[index].count > 1 else { return "" }
        return " [" + sentences[index].map { ClaimText.glyph(state.mark(of: $0)) }.joined() + "]"
    }

    /// Quoted spans are the document's words, not the verbalizer's: underlined, without colour, so that they read on every terminal.
    private static func quotes(_ text: SafeText, _ quoted: inout Bool, x: Int, y: Int, in area: Rect, on grid: inout CellGrid) {
        var column = x
        for glyph in text.glyphs {
            let isMark = glyph.text == "\"" || glyph.text == "“" || glyph.text == "”"
            if isMark {
                quoted.toggle()
            } else if quoted {
                grid.restyle(Rect(x: area.x + column, y: area.y + y, width: Int(wide: glyph.width), height: 1).intersection(area)) {
                    $0 = $0.adding(.underline)
                }
            }
            column += Int(wide: glyph.width)
        }
    }

    /// The rows under the title and the figures.
    private static func list(_ state: SessionState, in area: Rect) -> Rect {
        area.inset(top: 1 + (statedTable(state)?.height ?? table(state).height))
    }

    /// What a file states stands in the place of figures where none can be computed.
    private static func statedTable(_ state: SessionState) -> StatedTable? {
        guard let reading = state.verbalReading, reading.figures == nil else { return nil }
        return reading.stated.map { StatedTable($0) }
    }

    static func table(_ state: SessionState) -> FigureTable {
        let isEdited = state.textEditQuestion != nil
        return FigureTable(
            original: state.verbalReading?.figures, edited: state.editedFigures, isEdited: isEdited, noise: state.noiseBand,
            isDeletion: state.isDeletion, hasNoise: isEdited,
            cost: state.verbalReading?.tokenCount.map { ("tokens", "\($0)", false) })
    }

    private typealias Block = (index: Int, sentence: String, lines: [SafeText])

    /// The sentences that are seen, in their lines; the last one may be cut.
    private static func shown(_ state: SessionState, in area: Rect) -> [Block] {
        guard area.height > 0 else { return [] }
        let sentences = state.sentences, claims = state.claimsOfSentences
        func block(_ index: Int) -> Block {
            let isOpen = if case .editingSentence(index, _) = state.mode { true } else { false }
            return (
                index, sentences[index],
                isOpen
                    ? [SafeText(" ")]
                    : TextWrap.lines(
                        sentences[index] + innerMarks(state, claims, index), columns: max(1, area.width - indent(state) - 1),
                        limit: area.height + 1)
            )
        }
        // Scrolled by sentences until the highlighted one is seen whole, or is the first; no others are laid out than those that are seen.
        var shown: [Block] = [], height = 0
        for index in sentences.indices.prefix(state.highlightedSentence + 1).reversed() {
            let block = block(index)
            guard shown.isEmpty || height + block.lines.count <= area.height else { break }
            shown.insert(block, at: 0)
            height += block.lines.count
        }
        for index in sentences.indices.dropFirst((shown.last?.index ?? -1) + 1) where height < area.height {
            shown.append(block(index))
            height += shown[shown.count - 1].lines.count
        }
        return shown
    }

    /// The sentence under a point.
    static func line(at point: Point, _ state: SessionState, in area: Rect) -> Int? {
        let list = list(state, in: area)
        guard list.contains(point), state.verbalReading != nil else { return nil }
        var y = list.y
        return shown(state, in: list).first { block in
            y += block.lines.count
            return point.y < y
        }?.index
    }
}
