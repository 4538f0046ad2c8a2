/// Which tokens and layers of the grid are seen: a pure function of the cursor and the room there is.
///
/// The window moves by half pages: most cursor moves then change two cells and no more, which is what an SSH line wants.
package enum GridWindow {
    /// Columns of one token, its gap included. Wide screens give room to the tokens' text before they show more of them: a turned
    /// window then stays cheap, too.
    package static func cellWidth(columns: Int) -> Int { max(6, min(9, (columns - labelWidth) / 20)) }
    /// Columns of the layer labels.
    package static let labelWidth = 5

    package static func tokens(count: Int, position: Int, columns: Int) -> Range<Int> {
        window(count: count, selected: position, room: max(0, (columns - labelWidth) / cellWidth(columns: columns)))
    }

    package static func rows(count: Int, row: Int, lines: Int) -> Range<Int> { window(count: count, selected: row, room: lines) }

    private static func window(count: Int, selected: Int, room: Int) -> Range<Int> {
        guard room > 0, count > 0 else { return 0..<0 }
        guard count > room else { return 0..<count }
        let half = max(1, room / 2)
        let start = selected / half * half - half / 2
        let first = max(0, min(count - room, start))
        return first..<first + room
    }
}
