/// Which boxes the explorer's parts get on a screen of some size. A pure function: the same size, the same boxes.
///
/// From top to bottom: where am I (top), what the colours mean (legend), the tokens (header) over the grid of sites, the token
/// under the cursor, the two readings, the keys (footer). On narrow screens the readings stand above each other; where rows are
/// short the reading in focus stays, the grid keeps the current row with its two neighbours, and the legend goes.
package struct ExplorerLayout: Hashable, Sendable {
    package enum Reading: Hashable, Sendable { case left, right }
    package enum Arrangement: Hashable, Sendable { case sideBySide, stacked, single }

    package private(set) var top = Rect.empty
    package private(set) var legend = Rect.empty
    package private(set) var header = Rect.empty
    package private(set) var grid = Rect.empty
    package private(set) var token = Rect.empty
    package private(set) var left = Rect.empty
    package private(set) var right = Rect.empty
    package private(set) var footer = Rect.empty
    /// One column between readings side by side.
    package private(set) var divider = Rect.empty
    package private(set) var arrangement = Arrangement.single

    /// A reading narrower than this cannot hold a bar, a figure and a label.
    static let readingWidth = 36
    /// Title, figures and a handful of features or sentences.
    static let readingHeight = 8
    /// Title, figures, one line.
    static let smallestReading = 3
    /// The current site and its neighbours.
    static let smallestGrid = 3

    /// - Parameters:
    ///   - siteCount: rows that the grid would like to have.
    ///   - focus: the reading that stays where only one has room.
    package init(size: Size, siteCount: Int, focus: Reading = .left) {
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
        arrangeReadings(in: box(readingRows), isWide: isWide, focus: focus)
        footer = box(footerRows)
    }

    private mutating func arrangeReadings(in area: Rect, isWide: Bool, focus: Reading) {
        if isWide {
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
        } else if focus == .left {
            left = area
        } else {
            right = area
        }
    }
}
