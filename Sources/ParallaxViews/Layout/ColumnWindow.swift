/// Which columns of unequal width are seen in a row, so that the selected one is among them.
package struct ColumnWindow: Hashable, Sendable {
    /// Indices of the columns that are seen whole, or the selected one alone where even that has no room.
    package let range: Range<Int>
    /// Where each column of `range` begins, counted from the left of the row.
    package let starts: [Int]

    /// - Parameter first: the first column seen before; it changes only as far as it must, so that the grid does not jump.
    package init(widths: [Int], available: Int, selected: Int, first: Int = 0) {
        guard !widths.isEmpty, available > 0 else {
            range = 0..<0
            starts = []
            return
        }
        let selected = min(max(selected, 0), widths.count - 1)
        var start = min(max(first, 0), selected)
        // To the right: drop columns at the left until the selected one fits.
        var used = widths[start...selected].reduce(0, +)
        while used > available, start < selected {
            used -= widths[start]
            start += 1
        }
        var end = selected + 1
        while end < widths.count, used + widths[end] <= available {
            used += widths[end]
            end += 1
        }
        // At the end of the text there may be room at the left.
        if end == widths.count {
            while start > 0, used + widths[start - 1] <= available {
                start -= 1
                used += widths[start]
            }
        }
        range = start..<end
        var starts: [Int] = []
        var x = 0
        for width in widths[start..<end] {
            starts.append(x)
            x += width
        }
        self.starts = starts
    }
}
