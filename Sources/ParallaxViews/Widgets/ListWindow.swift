/// Which part of a list is seen in so many rows, so that the selected one is among them.
package enum ListWindow {
    /// - Parameter first: the row shown first before; it changes only as far as it must, so that lists do not jump.
    package static func visible(count: Int, rows: Int, selected: Int, first: Int = 0) -> Range<Int> {
        guard count > 0, rows > 0 else { return 0..<0 }
        let selected = min(max(selected, 0), count - 1)
        var start = min(max(first, 0), max(0, count - rows))
        if selected < start { start = selected }
        if selected >= start + rows { start = selected - rows + 1 }
        return start..<min(count, start + rows)
    }

    /// The same around the middle: the selected row with as many neighbours on both sides.
    package static func centred(count: Int, rows: Int, selected: Int) -> Range<Int> {
        visible(count: count, rows: rows, selected: selected, first: min(max(selected, 0), max(count - 1, 0)) - rows / 2)
    }
}
