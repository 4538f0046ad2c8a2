/// What a person sees: the cells, and where the terminal's own cursor stands. It stands on what is focused even where nothing is
/// typed, because screen readers and magnifiers follow it.
package struct Frame: Hashable, Sendable {
    package var grid: CellGrid
    /// Nil hides the cursor.
    package var cursor: Point?

    package init(grid: CellGrid, cursor: Point? = nil) {
        self.grid = grid
        self.cursor = cursor
    }
}
