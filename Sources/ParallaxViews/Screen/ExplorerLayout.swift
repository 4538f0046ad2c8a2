import ParallaxSession

/// Which boxes the explorer's parts get on a screen of some size. A pure function: the same size, the same boxes.
///
/// From top to bottom: where am I (top), what the colours mean (legend), the tokens (header) over the grid of sites, the token
/// under the cursor, the two readings, what they have in common (between), what the model says when they are put back (splice), the
/// keys (footer). Wide screens have a third column for the logit lens. Short of room the splice goes first, then the readings stand
/// above each other, then the reading in focus stays alone, and the grid keeps the current row with its two neighbours. A pane that
/// has no place of its own takes that of the readings while it is in focus.
package struct ExplorerLayout: Hashable, Sendable {
    package enum Arrangement: Hashable, Sendable { case sideBySide, stacked, single }

    package private(set) var top = Rect.empty
    package private(set) var legend = Rect.empty
    package private(set) var header = Rect.empty
    package private(set) var grid = Rect.empty
    package private(set) var token = Rect.empty
    package private(set) var left = Rect.empty
    package private(set) var right = Rect.empty
    package private(set) var between = Rect.empty
    package private(set) var lens = Rect.empty
    /// Under the lens, where claims are tested and there is room.
    package private(set) var claims = Rect.empty
    package private(set) var splice = Rect.empty
    package private(set) var notes = Rect.empty
    package private(set) var footer = Rect.empty
    /// One column between readings side by side.
    package private(set) var divider = Rect.empty
    package private(set) var arrangement = Arrangement.single

    /// A reading narrower than this cannot hold a bar, a figure and a label.
    static let readingWidth = 36
    /// Title, figures and a handful of features or sentences.
    static let readingHeight = 8
    /// Before the splice gets room, each reading has this much.
    static let comfortableReading = 12
    /// Title, figures, one line.
    static let smallestReading = 3
    /// The current site and its neighbours.
    static let smallestGrid = 3
    /// Title, heads, the clean run and five more; where there is room one for the noise.
    static let spliceHeight = 8
    /// Where there are two comfortable readings beside it.
    static let lensFrom = 150
    /// Title and a few claims.
    static let smallestClaims = 6

    /// - Parameters:
    ///   - siteCount: rows that the grid would like to have.
    ///   - focus: the pane that stays where not all have room.
    ///   - hasClaims: whether the third column is shared with the claims.
    ///   - only: the reading that has all the room where the workspace has no checkpoint for the other one.
    package init(size: Size, siteCount: Int, focus: Pane = .grid, hasClaims: Bool = false, only: Pane? = nil) {
        guard size.width > 0, size.height > 0 else { return }
        let isWide = size.width >= 2 * Self.readingWidth + 1
        var rest = size.height
        func grant(_ wanted: Int) -> Int {
            let granted = min(max(wanted, 0), rest)
            rest -= granted
            return granted
        }
        // What matters most comes first; later lines take what is left.
        let sites = max(siteCount, 1)
        let tokenRows = grant(1)
        var gridRows = grant(1)
        let headerRows = grant(1)
        var readingRows = rest >= Self.smallestReading ? grant(Self.smallestReading) : 0
        let topRows = grant(1)
        let footerRows = grant(1)
        gridRows += grant(min(sites, Self.smallestGrid) - gridRows)
        readingRows += grant((isWide ? 1 : 2) * Self.readingHeight - readingRows)
        let legendRows = grant(1)
        gridRows += grant(min(sites - gridRows, rest / 2))
        let betweenRows = isWide ? grant(1) : 0
        readingRows += grant((isWide ? 1 : 2) * Self.comfortableReading - readingRows)
        let spliceRows = isWide && rest >= Self.spliceHeight ? grant(Self.spliceHeight + 1) : 0
        let notesRows = rest >= 1 ? grant(rest >= 6 ? 2 : 1) : 0
        readingRows += rest

        var y = 0
        func box(_ rows: Int) -> Rect {
            defer { y += rows }
            return rows > 0 ? Rect(x: 0, y: y, width: size.width, height: rows) : .empty
        }
        top = box(topRows)
        legend = box(legendRows)
        header = box(headerRows)
        grid = box(gridRows)
        token = box(tokenRows)
        var readings = box(readingRows)
        between = box(betweenRows)
        splice = box(spliceRows)
        notes = box(notesRows)
        footer = box(footerRows)
        if size.width >= Self.lensFrom, readings.height >= Self.readingHeight {
            let width = min(56, max(38, size.width / 4))
            lens = Rect(x: readings.endX - width, y: readings.y, width: width, height: readings.height)
            readings = readings.inset(right: width + 1)
            // Title, heads, one row a site.
            let needed = max(sites + 2, lens.height / 3)
            if hasClaims, lens.height >= needed + Self.smallestClaims {
                claims = lens.inset(top: needed)
                lens = lens.inset(bottom: claims.height)
            }
        }
        if focus == .splice, splice.isEmpty {
            splice = readings
        } else if focus == .lens, lens.isEmpty {
            lens = readings
        } else {
            arrangeReadings(in: readings, isWide: isWide, focus: focus, only: only)
        }
    }

    /// What has room beside the readings.
    package var sidePanes: Set<SidePane> {
        var panes: Set<SidePane> = []
        if !splice.isEmpty { panes.insert(.splice) }
        if !lens.isEmpty { panes.insert(.lens) }
        if !between.isEmpty { panes.insert(.agreement) }
        return panes
    }

    private mutating func arrangeReadings(in area: Rect, isWide: Bool, focus: Pane, only: Pane?) {
        if let only {
            // The other one says what it lacks while it is in focus.
            let isLeft = focus == .features || (only == .features && focus != .explanation)
            if isLeft { left = area } else { right = area }
        } else if isWide {
            arrangement = .sideBySide
            let leftWidth = (area.width - 1) / 2
            left = Rect(x: area.x, y: area.y, width: leftWidth, height: area.height)
            divider = Rect(x: area.x + leftWidth, y: area.y, width: 1, height: area.height)
            right = Rect(x: area.x + leftWidth + 1, y: area.y, width: area.width - leftWidth - 1, height: area.height)
        } else if area.height >= Self.readingHeight {
            arrangement = .stacked
            let upper = (area.height + 1) / 2
            left = Rect(x: area.x, y: area.y, width: area.width, height: upper)
            right = Rect(x: area.x, y: area.y + upper, width: area.width, height: area.height - upper)
        } else if focus == .explanation {
            right = area
        } else {
            left = area
        }
    }
}
